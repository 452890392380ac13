import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BrokerLauncher } from '../../../extension/broker/launcher.ts';
import { isProcessAlive } from '../../../extension/broker/processSpace.ts';
import { type BrokerProcessOptions, startBrokerProcess } from '../../../extension/broker/process.ts';
import { ServerStartError } from '../../../extension/broker/serverProcess.ts';
import { setLanguage } from '../../../extension/ground/language.ts';
import { chooseWorkspaceFolder } from '../../../extension/broker/workspaceFolder.ts';

/** A program in the broker's place: it says what a broker would and reports what it was started with. */
const FAKE_BROKER = `
require('node:readline').createInterface({ input: process.stdin }).once('line', (secrets) => {
const port = Number(process.argv[process.argv.indexOf('--port') + 1]);
console.error('argv ' + JSON.stringify(process.argv.slice(2)));
console.error('env ' + JSON.stringify([process.env.ELECTRON_RUN_AS_NODE, process.env.QUEUESIDE_TOKEN, process.env.QUEUESIDE_PARENT_PID]));
console.error('secrets ' + secrets);
const mode = process.argv[process.argv.indexOf('--region') + 1];
if (mode === 'stubborn') process.on('SIGTERM', () => {});
const say = (line) => console.log(JSON.stringify(line));
if (mode === 'crash') { console.error('out of luck'); process.exit(70); }
else if (mode === 'busy') { say({ event: 'failed', code: 'DATA_IN_USE', message: 'in use by 7' }); process.exitCode = 4; }
else if (mode === 'damaged') { say({ event: 'failed', code: 'DATA_DAMAGED', message: 'all gone' }); process.exitCode = 4; }
else if (mode === 'readOnly' && process.argv.includes('--data')) { say({ event: 'failed', code: 'DATA_NOT_WRITABLE', message: 'EROFS' }); process.exitCode = 4; }
else if (mode === 'garbage') console.log('hello');
else if (mode === 'refuse') { say({ event: 'failed', code: 'BAD_CONFIG', message: 'no such region' }); process.exitCode = 2; }
else if (mode === 'taken' && port !== 0) { say({ event: 'failed', code: 'EADDRINUSE', message: 'in use' }); process.exitCode = 3; }
else {
  say({ event: 'ready', endpoint: 'http://127.0.0.1:' + (port || 40000), control: 'ws://127.0.0.1/control', pid: process.pid, protocol: 1, version: '0' });
  setInterval(() => {}, 1000);
}
});
`;

describe('the broker process', () => {
  let folder: string;
  let lines: string[];
  let options: BrokerProcessOptions;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'queueside-process-'));
    const script = join(folder, 'broker.js');
    await writeFile(script, FAKE_BROKER);
    lines = [];
    options = {
      script,
      executable: process.execPath,
      host: '127.0.0.1',
      port: 9324,
      region: 'us-east-1',
      limits: 'strict',
      purgeInterval: true,
      recreateInterval: false,
      openMetrics: false,
      auth: 'off',
      credentials: '/users.json',
      tls: false,
      allowedHosts: [],
      durability: 'process',
      bodyMemoryMiB: 16,
      maxMemoryMiB: 0,
      token: 'top secret',
      log: (line) => lines.push(line),
    };
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('gets its token through its standard input only, and ends when it is asked to', async () => {
    const broker = await startBrokerProcess(options);
    assert.equal(broker.ready.endpoint, 'http://127.0.0.1:9324');
    await broker.kill();
    assert.equal(isProcessAlive(broker.ready.pid), false);
    assert.equal(await broker.exited, 'signal SIGTERM');
    assert.deepEqual(lines, [
      'argv ["--language","en","--secrets","stdin","--host","127.0.0.1","--port","9324","--region","us-east-1","--limits","strict","--purge-interval","on","--recreate-interval","off"]',
      `env ["1",null,"${process.pid}"]`,
      'secrets {"token":"top secret"}',
    ]);
  });

  it('gets the folder and the durability when messages are stored', async () => {
    const broker = await startBrokerProcess({ ...options, data: '/data', durability: 'power' });
    await broker.kill();
    assert.match(lines[0] ?? '', /"--data","\/data","--durability","power","--body-memory","16"\]$/);
  });

  it('gets the names by which programs may call it', async () => {
    const broker = await startBrokerProcess({
      ...options,
      allowedHosts: ['sqs.test', 'host.docker.internal'],
    });
    await broker.kill();
    assert.match(lines[0] ?? '', /"--allowed-hosts","sqs\.test,host\.docker\.internal"\]$/);
  });

  it('gets the path of the translated texts', async () => {
    setLanguage('de', '/l10n/bundle.l10n.de.json');
    try {
      const broker = await startBrokerProcess(options);
      await broker.kill();
    } finally {
      setLanguage('en');
    }
    assert.match(lines[0] ?? '', /"--language","de","--texts","\/l10n\/bundle\.l10n\.de\.json"/);
  });

  it('writes English in an English editor, whatever the locale is', async () => {
    const broker = await startBrokerProcess(options);
    await broker.kill();
    assert.match(lines[0] ?? '', /"--language","en"/);
  });

  it('is ended by force when it does not listen', async () => {
    const broker = await startBrokerProcess({ ...options, region: 'stubborn' });
    await broker.kill();
    assert.equal(await broker.exited, 'signal SIGKILL');
  });

  const failures = [
    ['crash', 'crash', 'out of luck'],
    ['refuse', 'configuration', 'no such region'],
    ['taken', 'portInUse', 'in use'],
    ['busy', 'dataInUse', 'in use by 7'],
    ['damaged', 'configuration', 'all gone'],
    ['garbage', 'configuration', 'The broker printed an unexpected first line: hello'],
  ] as const;
  for (const [region, kind, message] of failures) {
    it(`says why it did not start: ${kind}, ${message}`, async () => {
      await assert.rejects(startBrokerProcess({ ...options, region }), (error) => {
        assert.ok(error instanceof ServerStartError);
        assert.deepEqual([error.kind, error.message], [kind, message]);
        return true;
      });
    });
  }

  it('reports that the program does not exist', async () => {
    const missing = { ...options, executable: join(folder, 'nothing') };
    await assert.rejects(startBrokerProcess(missing), { name: 'ServerStartError', kind: 'configuration' });
  });

  it('picks a free port if the preferred one is in use, and notifies once', async () => {
    const notices: unknown[] = [];
    const launcher = new BrokerLauncher({
      ...options,
      readSettings: () => ({ ...options, port: 9324, region: 'taken' }),
      listMasterKeys: () => Promise.resolve([undefined]),
      prepareCredentials: () => Promise.resolve(),
      onPortTaken: (...notice) => notices.push(notice),
      onMemoryOnly: () => undefined,
    });
    for (let start = 0; start < 2; start += 1) {
      const { endpoint, pid, token } = await launcher.launch();
      assert.equal(endpoint, 'http://127.0.0.1:40000');
      assert.match(token, /^[\w-]{43}$/);
      await launcher.end();
      assert.equal(isProcessAlive(pid), false);
    }
    assert.deepEqual(notices, [[9324, 'http://127.0.0.1:40000']]);
  });

  it('serves from memory when the data folder is not writable, and reports it once', async () => {
    const reasons: string[] = [];
    const launcher = new BrokerLauncher({
      ...options,
      readSettings: () => ({ ...options, region: 'readOnly', data: '/data' }),
      listMasterKeys: () => Promise.resolve([undefined]),
      prepareCredentials: () => Promise.resolve(),
      onPortTaken: () => undefined,
      onMemoryOnly: (reason) => reasons.push(reason),
    });
    for (let start = 0; start < 2; start += 1) {
      await launcher.launch();
      await launcher.end();
    }
    assert.deepEqual(reasons, ['EROFS']);
    assert.doesNotMatch(lines.findLast((line) => line.startsWith('argv')) ?? '', /--data/);
  });
});

describe('the folder of a workspace', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'queueside-workspace-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const identity = { file: undefined, folders: ['file:///a'] };

  it("is in the extension's storage", () => {
    const chosen = chooseWorkspaceFolder(join(folder, 'storage'), identity, join(folder, 'tmp'));
    assert.equal(chosen.problem, undefined);
    assert.equal(dirname(dirname(chosen.folder)), join(folder, 'storage'));
  });

  it('is among the temporary files where that cannot be written to: the same one for all its windows', async () => {
    // A file in its place refuses every user, root too.
    const storage = join(folder, 'storage');
    await writeFile(storage, '');
    const choose = () => chooseWorkspaceFolder(storage, identity, join(folder, 'tmp'));
    const one = choose();
    assert.ok(one.folder.startsWith(join(folder, 'tmp')));
    assert.match(one.problem ?? '', /storage/);
    assert.deepEqual(choose(), one);
  });

  it('is no problem there for a window without a folder, whose messages are in memory in any case', async () => {
    const storage = join(folder, 'storage');
    await writeFile(storage, '');
    const chosen = chooseWorkspaceFolder(storage, { file: undefined, folders: [] }, join(folder, 'tmp'));
    assert.ok(chosen.folder.startsWith(join(folder, 'tmp')));
    assert.equal(chosen.problem, undefined);
  });
});
