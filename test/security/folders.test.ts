import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCredentials } from '../../broker/auth/credentialFile.ts';
import { readMasterKey } from '../../broker/kms/masterKeySource.ts';
import { ControlToken } from '../../broker/process/token.ts';
import { LEASE_FILE, readLease, writeLease } from '../../extension/broker/lease.ts';
import { IS_ROOT, STRANGER, type Use, useAsData, useForCertificates } from './support/folderUses.ts';

const LEASE = {
  pid: 1,
  endpoint: 'http://127.0.0.1:1',
  control: 'ws://127.0.0.1:1/control',
  token: 't',
  protocol: 1,
};

async function useForLease(folder: string): Promise<string | undefined> {
  try {
    await writeLease(folder, LEASE);
    assert.ok(await readLease(folder));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const USES: readonly [string, Use][] = [
  ['data folder', useAsData],
  ['folder of the certificates', useForCertificates],
  ['folder of the lease', useForLease],
];

interface FolderRow {
  readonly name: string;
  /** Makes the folder; gives the path to use. */
  readonly make: (scratch: string) => string;
  /** What is said of it; undefined when it is good. */
  readonly refused?: RegExp;
  readonly needsRoot?: true;
}

function makeFolder(path: string, mode: number, uid?: number, gid = uid): string {
  mkdirSync(path);
  chmodSync(path, mode);
  if (uid !== undefined) chownSync(path, uid, gid ?? uid);
  return path;
}

function makeLink(target: string): string {
  const link = `${target}.link`;
  symlinkSync(target, link);
  return link;
}

const FOLDERS: readonly FolderRow[] = [
  { name: 'of this user alone', make: (scratch) => makeFolder(join(scratch, 'a'), 0o700) },
  { name: 'that others can read', make: (scratch) => makeFolder(join(scratch, 'a'), 0o755) },
  { name: 'behind a link', make: (scratch) => makeLink(makeFolder(join(scratch, 'a'), 0o700)) },
  { name: 'that does not exist', make: (scratch) => join(scratch, 'new', 'folder') },
  {
    name: 'that everybody can write to',
    make: (scratch) => makeFolder(join(scratch, 'a'), 0o777),
    refused: /can be written to by other users \(mode 0777\)[;:] close it with "chmod go-w /,
  },
  {
    name: 'that everybody can write to, though not remove from',
    make: (scratch) => makeFolder(join(scratch, 'a'), 0o1777),
    refused: /can be written to by other users \(mode 1777\)/,
  },
  {
    name: 'behind a link, that everybody can write to',
    make: (scratch) => makeLink(makeFolder(join(scratch, 'a'), 0o702)),
    refused: /(?:which other users can write to|can be written to by other users) \(mode 0702\)/,
  },
  {
    name: 'that another group can write to',
    make: (scratch) => makeFolder(join(scratch, 'a'), 0o770, process.getuid?.(), STRANGER),
    refused: /can be written to by other users \(mode 0770\)/,
    needsRoot: true,
  },
  {
    name: 'of another user',
    make: (scratch) => makeFolder(join(scratch, 'a'), 0o700, STRANGER),
    refused: /belongs to another user \(uid 12345\)[;:] make it yours with "chown -R \d+ /,
    needsRoot: true,
  },
  {
    name: 'behind a link, of another user',
    make: (scratch) => makeLink(makeFolder(join(scratch, 'a'), 0o755, STRANGER)),
    refused: /belongs to another user \(uid 12345\)/,
    needsRoot: true,
  },
];

describe('a folder', () => {
  let scratch: string;

  beforeEach(() => {
    scratch = realpathSync(mkdtempSync(join(tmpdir(), 'queueside-folders-')));
  });

  afterEach(() => rmSync(scratch, { recursive: true, force: true }));

  for (const [use, run] of USES) {
    for (const { name, make, refused, needsRoot } of FOLDERS) {
      it(`${name} is ${refused === undefined ? 'taken' : 'refused'} as ${use}`, async function () {
        // A folder can be given to another user by root alone; CI runs as root.
        if (needsRoot && !IS_ROOT) return this.skip();
        const said = await run(make(scratch));
        if (refused === undefined) assert.equal(said, undefined);
        else assert.match(String(said), refused);
      });
    }
  }

  for (const [use, run] of USES.slice(0, 2)) {
    it(`in a folder where every user can rename is rejected as ${use}`, async () => {
      makeFolder(join(scratch, 'open'), 0o777);
      assert.match(
        String(await run(makeFolder(join(scratch, 'open', 'a'), 0o700))),
        /is in the folder .*open, which other users can write to \(mode 0777\); close that with "chmod go-w /,
      );
    });
  }

  const SECRETS: readonly [string, (path: string) => string | undefined][] = [
    [
      'credential file',
      (path) => {
        writeFileSync(path, '{"users": []}', { mode: 0o600 });
        const loaded = loadCredentials(path, '000000000000');
        return loaded.ok ? undefined : loaded.message;
      },
    ],
    [
      'key file',
      (path) => {
        writeFileSync(path, Buffer.alloc(32).toString('base64'), { mode: 0o600 });
        const read = readMasterKey({}, path);
        return read.ok ? undefined : read.message;
      },
    ],
    [
      'token file',
      (path) => {
        try {
          return new ControlToken(undefined, path).value === undefined ? 'no token' : undefined;
        } catch (error) {
          return (error as Error).message;
        }
      },
    ],
  ];
  for (const [name, use] of SECRETS) {
    it(`where everyone can rename is rejected for a ${name}, and one where no other user can is accepted`, () => {
      for (const mode of [0o700, 0o755, 0o1777]) {
        assert.equal(use(join(makeFolder(join(scratch, mode.toString(8)), mode), 'file')), undefined);
      }
      const said = use(join(makeFolder(join(scratch, 'open'), 0o777), 'file'));
      assert.match(
        String(said),
        /which other users can write to \(mode 0777\); close that with "chmod go-w /,
      );
    });
  }

  it('whose lease another user has written leads no window to that broker', async function () {
    if (!IS_ROOT) return this.skip();
    await writeLease(scratch, LEASE);
    assert.ok(await readLease(scratch));
    chownSync(join(scratch, LEASE_FILE), STRANGER, STRANGER);
    assert.equal(await readLease(scratch), undefined);
    chownSync(join(scratch, LEASE_FILE), 0, 0);
    chmodSync(join(scratch, LEASE_FILE), 0o644);
    assert.equal(await readLease(scratch), undefined);
  });
});
