import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimFolder } from '../../../broker/storage/lock/claimFolder.ts';
import { DATA_LOCK_SILENCE_MS } from '../../../broker/protocol/storage.ts';
import type { FolderLock } from '../../../broker/storage/lock/heldLock.ts';
import type { Machine } from '../../../broker/storage/lock/machine.ts';
import type { JournalRefusal } from '../../../broker/storage/format/refusal.ts';

const HOUR_MS = 3_600_000;

/** A machine whose clocks a test sets; its processes share its kernel. */
class TestMachine implements Machine {
  pid = 1;
  monotonic = 1000;
  wall = Date.parse('2024-05-01T12:00:00Z');
  readonly host: string;
  readonly kernel: string;
  /** Called after each wait: what happens elsewhere meanwhile. */
  onWait: () => void = () => undefined;

  constructor(name: string) {
    this.host = name;
    this.kernel = `boot of ${name}`;
  }

  monotonicMs(): number {
    return this.monotonic;
  }

  wallMs(): number {
    return this.wall;
  }

  async wait(ms: number): Promise<void> {
    // What is under way on sockets goes first: asking the owner takes less than a beat.
    for (let count = 0; count < 50; count++) await new Promise((resolve) => setImmediate(resolve));
    this.monotonic += ms;
    this.wall += ms;
    this.onWait();
  }
}

describe('the lock of a data folder', () => {
  let folder: string;
  let here: TestMachine;
  let elsewhere: TestMachine;
  let held: FolderLock[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-lock-'));
    here = new TestMachine('here');
    elsewhere = new TestMachine('elsewhere');
    held = [];
  });

  afterEach(() => {
    for (const lock of held) lock.release();
    rmSync(folder, { recursive: true, force: true });
  });

  async function claim(machine: Machine): Promise<FolderLock | JournalRefusal> {
    const lock = await claimFolder(folder, machine);
    if (lock.ok) held.push(lock);
    return lock;
  }

  async function take(machine: Machine): Promise<FolderLock> {
    const lock = await claim(machine);
    assert.ok(lock.ok, lock.ok ? '' : lock.message);
    return lock;
  }

  async function takeRefusal(machine: Machine): Promise<JournalRefusal> {
    const refusal = await claim(machine);
    assert.ok(!refusal.ok);
    return refusal;
  }

  /** The owner's process ends without a word: the kernel closes its socket, and nothing beats any more. */
  function kill(): void {
    const path = join(folder, 'lock');
    const text = JSON.parse(readFileSync(path, 'utf8')) as { socket: string };
    const aside = `${path}.aside`;
    renameSync(path, aside);
    // Lets go of what the process had open, as its end does; the lock stays.
    for (const lock of held.splice(0)) lock.release();
    renameSync(aside, path);
    assert.ok(!existsSync(text.socket));
    // A socket file without a listener is what a killed process leaves.
  }

  it('belongs to one broker, and is free once that one has closed', async () => {
    here.pid = 11;
    const first = await take(here);
    const refusal = await takeRefusal(here);
    assert.equal(refusal.reason, 'inUse');
    assert.equal(refusal.pid, 11);
    assert.match(
      refusal.message,
      /taken since 2024-05-01T12:00:00\.000Z, on here: it is in use by the broker with process id 11\./,
    );
    first.release();
    assert.equal((await take(here)).isSeized, false);
  });

  it('goes to one of fifty that ask at once, also when a dead broker left it', async () => {
    for (const state of ['free', 'left']) {
      if (state === 'left') kill();
      const outcomes = await Promise.all(
        Array.from({ length: 50 }, (_, index) => {
          const machine = new TestMachine('here');
          machine.pid = 100 + index;
          return claim(machine);
        }),
      );
      const owners = outcomes.filter(({ ok }) => ok);
      assert.equal(owners.length, 1, state);
      for (const outcome of outcomes) assert.ok(outcome.ok || outcome.reason === 'inUse');
      assert.equal((owners[0] as FolderLock).verify(), undefined);
      assert.deepEqual(readdirSync(folder), ['lock'], 'nothing else is left');
    }
  });

  for (const stepMs of [-400 * 24 * HOUR_MS, -HOUR_MS, HOUR_MS, 400 * 24 * HOUR_MS]) {
    it(`lets no other broker in when the wall clock steps by ${stepMs / HOUR_MS} h`, async () => {
      const owner = await take(here);
      const machine = new TestMachine('here');
      machine.wall += stepMs;
      assert.equal((await takeRefusal(machine)).reason, 'inUse');
      here.wall += stepMs;
      assert.equal(owner.verify(), undefined, 'the owner keeps it');
      assert.equal((await takeRefusal(elsewhereBeating(owner))).reason, 'inUse');
    });
  }

  /** Another machine, while the owner beats. */
  function elsewhereBeating(owner: FolderLock): TestMachine {
    let waits = 0;
    elsewhere.onWait = () => {
      if (++waits % 4 === 0) owner.renew();
    };
    return elsewhere;
  }

  it('is not taken by another machine while its owner lives', async () => {
    const owner = await take(here);
    const refusal = await takeRefusal(elsewhereBeating(owner));
    assert.match(refusal.message, /, on here: it is in use/);
    assert.ok(elsewhere.monotonic < 1000 + DATA_LOCK_SILENCE_MS, 'it is known at the first beat');
  });

  it('is taken over by another machine after a silence on its own clock', async () => {
    const owner = await take(here);
    const next = await take(elsewhere);
    assert.ok(next.isSeized, 'the owner may wake up');
    assert.ok(elsewhere.monotonic >= 1000 + DATA_LOCK_SILENCE_MS);
    assert.equal(next.verify(), undefined);
    assert.match(String(owner.verify()?.message), /taken over by the broker with process id 1 on elsewhere/);
    assert.match(String(owner.renew()?.message), /taken over/);
    owner.release();
    assert.equal(next.verify(), undefined, 'the loser leaves the lock alone when it closes');
  });

  it('is not taken over by a machine that slept instead of listening', async () => {
    const owner = await take(here);
    let waits = 0;
    elsewhere.onWait = () => {
      waits++;
      // Its clock jumps at once; the owner beats right behind.
      if (waits === 1) elsewhere.monotonic += HOUR_MS;
      if (waits === 2) owner.renew();
    };
    assert.equal((await takeRefusal(elsewhere)).reason, 'inUse');
  });

  for (const [name, pause] of [
    [
      'was stopped',
      (machine: TestMachine) => {
        machine.monotonic += HOUR_MS;
        machine.wall += HOUR_MS;
      },
    ],
    [
      'slept with its machine, whose monotonic clock stood still',
      (machine: TestMachine) => {
        machine.wall += HOUR_MS;
      },
    ],
  ] as const) {
    it(`is looked into by an owner that ${name}`, async () => {
      const owner = await take(here);
      const before = readFileSync(join(folder, 'lock'), 'utf8');
      assert.equal(owner.verify(), undefined);
      assert.equal(readFileSync(join(folder, 'lock'), 'utf8'), before, 'no look is needed so soon');
      pause(here);
      assert.equal(owner.verify(), undefined);
      assert.notEqual(readFileSync(join(folder, 'lock'), 'utf8'), before, 'it has beaten');
    });
  }

  it('of a killed broker is taken over at once on the same kernel, whatever has its number now', async () => {
    // The number of this very process, which lives.
    here.pid = process.pid;
    await take(here);
    kill();
    writeDeadSocket();
    const newcomer = new TestMachine('here');
    const next = await take(newcomer);
    assert.equal(next.isSeized, false, 'the kernel says that it is dead');
    assert.equal(newcomer.monotonic, 1000, 'without a wait');
  });

  /** Puts a socket without a listener where the lock says. */
  function writeDeadSocket(): void {
    const path = join(folder, 'lock');
    const text = JSON.parse(readFileSync(path, 'utf8')) as { socket: string };
    // A file that is no socket refuses connections as a dead socket does.
    writeFileSync(text.socket, '');
  }

  for (const text of ['', '{"pid":', 'null', '[]', '{"pid":"1"}', '{"pid":1,"bootedAt":0,"id":"../../x"}']) {
    it(`that says ${text || 'nothing'} is watched, then taken over`, async () => {
      writeFileSync(join(folder, 'lock'), text);
      const lock = await take(here);
      assert.ok(here.monotonic >= 1000 + DATA_LOCK_SILENCE_MS);
      assert.equal(lock.verify(), undefined);
    });
  }

  it('of an older version is respected while its process lives, and watched else', async () => {
    const write = (pid: number): void =>
      writeFileSync(join(folder, 'lock'), JSON.stringify({ pid, bootedAt: 0, id: 'older' }));
    write(process.pid);
    assert.equal((await takeRefusal(here)).pid, process.pid);
    write(0x3fffffff);
    await take(here);
    assert.ok(here.monotonic >= 1000 + DATA_LOCK_SILENCE_MS);
  });

  it('left half taken over by a broker that died is taken over too', async () => {
    await take(here);
    kill();
    writeDeadSocket();
    const { id } = JSON.parse(readFileSync(join(folder, 'lock'), 'utf8')) as { id: string };
    writeFileSync(join(folder, `lock.after.${id}`), '{"pid":');
    const lock = await take(new TestMachine('here'));
    assert.equal(lock.verify(), undefined);
    assert.deepEqual(readdirSync(folder), ['lock']);
  });

  const LOSSES: readonly [string, RegExp, () => void][] = [
    ['removed', /was removed or moved while the broker ran/, () => rmSync(folder, { recursive: true })],
    [
      'moved and replaced by an empty one',
      /the lock of the data folder .* was removed/,
      () => {
        renameSync(folder, `${folder}.away`);
        mkdirSync(folder);
      },
    ],
    [
      'replaced by a file',
      /the lock of the data folder .* was removed/,
      () => {
        renameSync(folder, `${folder}.away`);
        writeFileSync(folder, '');
      },
    ],
    [
      'made illegible: a folder is where its lock was',
      /cannot be read/,
      () => {
        rmSync(join(folder, 'lock'));
        mkdirSync(join(folder, 'lock'));
      },
    ],
    [
      'replaced by a copy',
      /was replaced by another folder/,
      () => {
        const text = readFileSync(join(folder, 'lock'));
        renameSync(folder, `${folder}.away`);
        mkdirSync(folder);
        writeFileSync(join(folder, 'lock'), text);
      },
    ],
    [
      'replaced by a link to an empty one',
      /the lock of the data folder .* was removed/,
      () => {
        renameSync(folder, `${folder}.away`);
        mkdirSync(`${folder}.other`);
        symlinkSync(`${folder}.other`, folder);
      },
    ],
  ];
  for (const [name, pattern, lose] of LOSSES) {
    it(`says at once that its folder was ${name}`, async () => {
      const owner = await take(here);
      try {
        lose();
        assert.match(String(owner.verify()?.message), pattern);
      } finally {
        for (const suffix of ['.away', '.other']) rmSync(folder + suffix, { recursive: true, force: true });
      }
    });
  }

  it('is held again when its folder is moved back', async () => {
    const owner = await take(here);
    renameSync(folder, `${folder}.away`);
    assert.ok(owner.verify());
    renameSync(`${folder}.away`, folder);
    assert.equal(owner.verify(), undefined);
  });

  it('is no regular file: the folder is refused and nothing waits', async () => {
    mkdirSync(join(folder, 'lock'));
    const refusal = await takeRefusal(here);
    assert.equal(refusal.reason, 'unusable');
    assert.match(refusal.message, /lock is not a regular file; move it away or delete it/);
  });

  it('is a link that leads nowhere: the folder is refused, with what to do', async () => {
    symlinkSync(join(folder, 'nowhere'), join(folder, 'lock'));
    const refusal = await takeRefusal(here);
    assert.equal(refusal.reason, 'unusable');
    assert.match(refusal.message, /lock is a link; delete it/);
  });
});
