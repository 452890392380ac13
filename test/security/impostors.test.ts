import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCredentials } from '../../broker/auth/credentialFile.ts';
import { readMasterKey } from '../../broker/kms/masterKeySource.ts';
import { loadDefinitions } from '../../broker/assembly/loadDefinitions.ts';
import { createEngine } from '../../broker/engine/operations/createEngine.ts';
import { LIMITS } from '../../broker/engine/base/limits.ts';
import { ManualClock } from '../../broker/engine/base/clock.ts';
import { LEASE_FILE, readLease } from '../../extension/broker/lease.ts';
import { readTraceFile } from '../../extension/trace/traceFile.ts';
import { IS_ROOT, type Use, useAsData, useForCertificates } from './support/folderUses.ts';
import { testPorts } from '../support/engineHarness.ts';

/** What can be where a file should be. */
const IMPOSTORS: readonly [string, (path: string, servers: Server[]) => unknown][] = [
  ['a pipe', (path) => execFileSync('mkfifo', [path])],
  ['a folder', (path) => mkdirSync(path)],
  ['a link that leads to itself', (path) => symlinkSync(path, path)],
  [
    'a socket',
    async (path, servers) => {
      const server = createServer().listen(path);
      servers.push(server);
      await once(server, 'listening');
    },
  ],
];

describe('in the place of a file of the broker', () => {
  let scratch: string;
  let servers: Server[];

  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), 'qs-files-'));
    servers = [];
  });

  afterEach(() => {
    for (const server of servers) server.close();
    rmSync(scratch, { recursive: true, force: true });
  });

  const inData = (name: string): readonly [string, Use] => [name, useAsData];
  const FILES: readonly (readonly [string, Use])[] = [
    inData('lock'),
    inData('00000001.segment'),
    inData('folder.json'),
    inData('keys.jsonl'),
    ['authority.pem', useForCertificates],
    ['localhost.pem', useForCertificates],
    [
      'credentials.json',
      async (folder) => {
        const loaded = loadCredentials(join(folder, 'credentials.json'), '000000000000');
        return loaded.ok ? undefined : loaded.message;
      },
    ],
    [
      'key',
      async (folder) => {
        const read = readMasterKey({}, join(folder, 'key'));
        return read.ok ? undefined : read.message;
      },
    ],
    [
      'queueside.json',
      async (folder) => {
        const engine = createEngine(testPorts(new ManualClock()), {
          identityKey: [1, 2, 3, 4],
          limits: LIMITS.relaxed,
        });
        const namespace = { region: 'us-east-1', account: '000000000000' };
        return loadDefinitions({ engine } as never, namespace, join(folder, 'queueside.json'));
      },
    ],
    [
      'saved.trace.jsonl',
      async (folder) => {
        const path = join(folder, 'saved.trace.jsonl');
        try {
          const read = await readTraceFile(path);
          return 'problem' in read ? `${path}: ${read.problem}` : undefined;
        } catch (error) {
          return (error as Error).message;
        }
      },
    ],
    [
      LEASE_FILE,
      async (folder) =>
        (await readLease(folder)) === undefined ? `${LEASE_FILE} counts as absent` : undefined,
    ],
  ];

  for (const [impostor, put] of IMPOSTORS) {
    for (const [file, use] of FILES) {
      it(`${impostor} instead of ${file} is refused at once, by a sentence that names it`, async () => {
        await put(join(scratch, file), servers);
        assert.match(String(await use(scratch)), new RegExp(file.replaceAll('.', '\\.')));
      });
    }
  }

  it('a device is refused too', async function () {
    if (!IS_ROOT) return this.skip();
    execFileSync('mknod', [join(scratch, '00000001.segment'), 'c', '1', '5']);
    assert.match(String(await useAsData(scratch)), /00000001\.segment is not a regular file/);
  });

  it('a pipe instead of the public certificate is replaced', async () => {
    execFileSync('mkfifo', [join(scratch, 'ca.pem')]);
    assert.equal(await useForCertificates(scratch), undefined);
    assert.match(readFileSync(join(scratch, 'ca.pem'), 'utf8'), /BEGIN CERTIFICATE/);
  });
});
