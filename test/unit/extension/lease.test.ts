import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  LEASE_FILE,
  type Lease,
  readLease,
  removeLease,
  writeLease,
} from '../../../extension/broker/lease.ts';
import { nameLeaseFolder } from '../../../extension/broker/leaseFolder.ts';
import { type LocatorDependencies, locateServer } from '../../../extension/broker/locator.ts';
import { nameProcessSpace } from '../../../extension/broker/processSpace.ts';
import { StartLock } from '../../../extension/broker/startLock.ts';

const LEASE: Lease = {
  pid: process.pid,
  endpoint: 'http://127.0.0.1:9324',
  control: 'ws://127.0.0.1:9324/control',
  token: 'secret',
  protocol: 1,
};

describe('the lease of the broker', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'queueside-lease-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is read as it was written, and only its owner can read it', async () => {
    await writeLease(folder, LEASE);
    assert.deepEqual(await readLease(folder), { ...LEASE, space: nameProcessSpace() });
    if (process.platform !== 'win32') {
      assert.equal((await stat(join(folder, LEASE_FILE))).mode & 0o777, 0o600);
    }
    assert.deepEqual(await readdir(folder), [LEASE_FILE]);
    await removeLease(folder);
    assert.equal(await readLease(folder), undefined);
  });

  for (const text of ['', '{"pid":', 'null', '[]', '{"pid":1}', JSON.stringify({ ...LEASE, token: 7 })]) {
    it(`counts as absent when the file holds ${text || 'nothing'}`, async () => {
      await writeFile(join(folder, LEASE_FILE), text);
      assert.equal(await readLease(folder), undefined);
    });
  }

  it('lies in one place for the windows of a workspace, and in another for each workspace', () => {
    const name = (file: string | undefined, ...folders: string[]) =>
      nameLeaseFolder('storage', { file, folders });
    assert.equal(name(undefined, 'file:///a'), name(undefined, 'file:///a'));
    const workspaces = [
      name(undefined),
      name(undefined, 'file:///a'),
      name(undefined, 'file:///b'),
      name('file:///a.code-workspace', 'file:///a'),
    ];
    assert.equal(new Set(workspaces).size, workspaces.length);
    assert.equal(name('file:///w', 'file:///a'), name('file:///w', 'file:///b'), 'folders may be added');
  });

  it('lets one of many starters through', async () => {
    const locks = await Promise.all(Array.from({ length: 20 }, () => new StartLock(folder).acquire()));
    const held = locks.filter((lock) => lock !== undefined);
    assert.equal(held.length, 1);
    await held[0]?.();
    const next = await new StartLock(folder).acquire();
    assert.ok(next, 'free again after its release');
    await next();
  });

  it('takes the lock of a window that died', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    await writeFile(join(folder, 'broker.lock.7'), writeOwner(pid, nameProcessSpace()));
    const locks = await Promise.all(Array.from({ length: 10 }, () => new StartLock(folder).acquire()));
    const held = locks.filter((lock) => lock !== undefined);
    assert.equal(held.length, 1);
    assert.deepEqual(await readdir(folder), ['broker.lock.8'], 'the old one is tidied away');
    await held[0]?.();
  });

  function writeOwner(pid: number, space: string, beat = 0): string {
    return JSON.stringify({ pid, space, beat });
  }

  // By the clock on the wall all of them are old: none of them is dead for that.
  const OWNERS: readonly [string, (beat: number) => string][] = [
    ['of this window', (beat) => writeOwner(process.pid, nameProcessSpace(), beat)],
    [
      'in another container, whose number no process has here',
      (beat) => writeOwner(2 ** 30, 'elsewhere', beat),
    ],
    [
      'in another container, whose number is that of another process here',
      (beat) => writeOwner(1, 'elsewhere', beat),
    ],
  ];
  for (const [name, owner] of OWNERS) {
    it(`leaves the lock to a live owner ${name}, and takes it after a silence on its own clock`, async () => {
      const path = join(folder, 'broker.lock.1');
      const longAgo = new Date(Date.now() - 3_600_000);
      let now = 0;
      const lock = new StartLock(folder, () => now);
      for (let beat = 0; beat < 60; beat++) {
        await writeFile(path, owner(beat));
        await utimes(path, longAgo, longAgo);
        assert.equal(await lock.acquire(), undefined);
        now += 1000;
      }
      now += 7000;
      const release = await lock.acquire();
      assert.ok(release);
      assert.deepEqual(await readdir(folder), ['broker.lock.2']);
      await release();
    });
  }

  it('leaves the new owner alone when a window that was taken for dead wakes up', async () => {
    const releaseOld = await new StartLock(folder).acquire();
    let now = 0;
    const lock = new StartLock(folder, () => now);
    assert.equal(await lock.acquire(), undefined);
    now += 7000;
    const releaseNew = await lock.acquire();
    assert.ok(releaseNew);
    await releaseOld?.();
    assert.equal(await new StartLock(folder).acquire(), undefined, 'the new owner still has it');
    await releaseNew();
  });

  describe('followed by several windows', () => {
    let starts: number;
    let serving: string | undefined;

    class GoneError extends Error {}

    function makeWindow(overrides: Partial<LocatorDependencies<string>> = {}): LocatorDependencies<string> {
      return {
        folder,
        protocol: 1,
        startServer: async () => {
          starts += 1;
          await new Promise((resolve) => setImmediate(resolve));
          serving = `broker ${starts}`;
          return { ...LEASE, token: serving };
        },
        startsElsewhere: () => 'another window starts it',
        connect: async ({ token }) => {
          if (token !== serving) throw new GoneError();
          return `socket of ${token}`;
        },
        isDead: () => false,
        isGone: (error) => error instanceof GoneError,
        retire: async () => {
          serving = undefined;
        },
        ...overrides,
      };
    }

    beforeEach(() => {
      starts = 0;
      serving = undefined;
    });

    it('leads all of them to one broker when they start at once', async () => {
      const located = await Promise.all(Array.from({ length: 8 }, () => locateServer(makeWindow())));
      assert.equal(starts, 1);
      assert.deepEqual(new Set(located.map(({ socket }) => socket)), new Set(['socket of broker 1']));
    });

    it('is replaced when its broker has ended', async () => {
      await writeLease(folder, LEASE);
      assert.equal((await locateServer(makeWindow())).socket, 'socket of broker 1');
      assert.equal((await readLease(folder))?.token, 'broker 1');
    });

    it('is replaced when its process has ended, whatever listens at its address now', async () => {
      await locateServer(makeWindow());
      const asked: unknown[] = [];
      const located = await locateServer(
        makeWindow({
          isDead: ({ token }) => token === 'broker 1',
          connect: async ({ token }) => {
            asked.push(token);
            return token;
          },
        }),
      );
      assert.deepEqual([located.socket, starts, asked], ['broker 2', 2, ['broker 2']]);
    });

    it('is left alone when its broker does not answer for another reason', async () => {
      await writeLease(folder, LEASE);
      const written = await readLease(folder);
      const busy = makeWindow({ connect: () => Promise.reject(new Error('timed out')) });
      await assert.rejects(locateServer(busy), /timed out/);
      assert.deepEqual(await readLease(folder), written);
      assert.equal(starts, 0);
    });

    it('is replaced when its broker speaks another protocol version', async () => {
      serving = 'old';
      await writeLease(folder, { ...LEASE, token: 'old', protocol: 0 });
      assert.equal((await locateServer(makeWindow())).socket, 'socket of broker 1');
    });

    it('frees the way for the next window when a start fails', async () => {
      const broken = makeWindow({ startServer: () => Promise.reject(new Error('no broker')) });
      await assert.rejects(locateServer(broken), /no broker/);
      assert.equal((await locateServer(makeWindow())).socket, 'socket of broker 1');
    });
  });
});
