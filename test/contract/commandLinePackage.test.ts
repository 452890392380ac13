import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ControlClient } from '../../broker/client/controlClient.ts';
import type { ReadyLine } from '../../broker/protocol/broker.ts';
import { BROKER_VERSION } from '../../broker/protocol/brokerVersion.ts';
import { configureTelemetry, getTelemetry } from '../../broker/protocol/telemetry.ts';
import { callSqs } from '../support/callSqs.ts';
import { runNpm } from '../support/npm.mjs';
import { packCommandLine } from '../support/packCommandLine.mjs';
import { cleanEnvironment, findOnPath, runProgram } from '../support/process.mjs';
import { TOKEN } from '../support/testBroker.ts';

/** npx takes most of a second for each command, and several where other tests run too. */
const SERVING_TIMEOUT_MS = 120_000;
const NPX = findOnPath('npx') ?? 'npx';

describe('the npm package, installed into an empty folder', () => {
  let folder: string;
  const inProject = (...path: string[]): string => join(folder, 'project', ...path);
  const installed = (...path: string[]): string => inProject('node_modules', 'queueside', ...path);
  const environment = { ...cleanEnvironment(process.env), QUEUESIDE_TOKEN: TOKEN };

  /** What a person types; `--no` never asks the registry for a package of that name. */
  const npx = (...args: string[]) =>
    runProgram(NPX, ['--no', '--', 'queueside', ...args], { cwd: inProject(), env: environment });

  /** In the locale of a shell. */
  const runIn = (locale: Record<string, string>, ...args: string[]) =>
    runProgram(process.execPath, [installed('dist', 'broker.js'), ...args], {
      cwd: inProject(),
      env: { PATH: process.env.PATH, ...locale },
    });

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-command-line-'));
    mkdirSync(inProject());
    const { path } = await packCommandLine(folder);
    const flags = ['--offline', '--no-audit', '--no-fund', '--prefix', inProject()];
    const { code, output } = await runNpm(['install', ...flags, path], { cwd: inProject() });
    assert.equal(code, 0, output);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('has the program, its page and the licenses, and nothing of the editor', () => {
    const files = readdirSync(installed(), { recursive: true }).map((path) => basename(String(path)));
    const expected = [
      'LICENSE',
      'Loop.java',
      'README.md',
      'ThirdPartyNotices.txt',
      'broker.js',
      'bundle.l10n.de.json',
      'certificate.js',
      'cloudWatch.js',
      'dist',
      'exporter.js',
      'l10n',
      'lambda.js',
      'node.mjs',
      'package.json',
      'python.py',
      'runtimeApi.js',
      'runtimes',
      'templates.js',
    ];
    assert.deepEqual(new Set(files), new Set(expected));
    const manifest = JSON.parse(readFileSync(installed('package.json'), 'utf8')) as Record<string, unknown>;
    assert.equal(manifest['version'], BROKER_VERSION);
    for (const field of ['contributes', 'activationEvents', 'dependencies', 'scripts', 'private'])
      assert.equal(manifest[field], undefined, field);
    const notices = readFileSync(installed('dist', 'ThirdPartyNotices.txt'), 'utf8');
    assert.match(notices, /^ws \d/m);
    assert.doesNotMatch(notices, /^(?:preact|vscode-languageclient|@aws-crypto\S*) \d/m);
  });

  it('brings no other package with it', () => {
    const packages = readdirSync(inProject('node_modules')).filter((name) => !name.startsWith('.'));
    assert.deepEqual(packages, ['queueside']);
  });

  it('prints the help', async () => {
    assert.match(
      (await npx('--help')).output,
      /^Runs Amazon SQS on this machine\.\n\nqueueside \[options\]$/m,
    );
  });

  it('speaks German where the shell does', async () => {
    const german = { LANG: 'de_DE.UTF-8' };
    const help = (await runIn(german, '--help')).output;
    assert.match(help, /^Führt Amazon SQS auf diesem Computer aus\.$/m);
    assert.match(
      help,
      / {2}--port PORT +Port, an dem der Broker lauscht; 0 wählt einen freien Port \(9324\)$/m,
    );
    assert.match(
      (await runIn(german, 'load', '--help')).output,
      /^Sendet Nachrichten mit gleichmäßiger Rate/m,
    );
    assert.match((await runIn(german, 'clock', '--help')).output, /^Zeigt die Uhr eines laufenden Brokers/m);
    assert.match((await runIn(german, 'key', '--help')).output, /^Erstellt oder ändert den Schlüssel/m);
    const key = await runIn(german, 'key', 'make');
    assert.equal(key.output, 'queueside key: nennen Sie die FILE, die erstellt werden soll\n');
    assert.match(
      (await runIn(german, '--port', 'viele')).output,
      /^queueside: --port muss eine ganze Zahl von 0 bis 65535 sein, nicht 'viele'$/m,
    );
    writeFileSync(inProject('queues.json'), '{ "queues": [] }');
    assert.match(
      (await runIn(german, '--port', '0', '--config', 'queues.json')).output,
      /^queueside: queues\.json:1:13: queues muss ein Objekt sein\.$/m,
    );
  });

  const locales: readonly (readonly [
    locale: Record<string, string>,
    args: readonly string[],
    isGerman: boolean,
  ])[] = [
    [{}, [], false],
    [{ LANG: 'C.UTF-8' }, [], false],
    [{ LANG: 'fr_FR.UTF-8' }, [], false],
    [{ LANG: 'de_DE.UTF-8', LC_ALL: 'en_US.UTF-8' }, [], false],
    [{ LANG: 'en_US.UTF-8', LC_MESSAGES: 'de_AT@euro' }, [], true],
    [{ LANG: 'de_DE.UTF-8' }, ['--language', 'en'], false],
    [{}, ['--language=de'], true],
    [{ QUEUESIDE_LANGUAGE: 'de-CH' }, [], true],
  ];
  for (const [locale, args, isGerman] of locales) {
    it(`speaks ${isGerman ? 'German' : 'English'} with ${JSON.stringify(locale)} ${args.join(' ')}`, async () => {
      const { output } = await runIn(locale, ...args, '--help');
      assert.match(output, isGerman ? /^Führt Amazon SQS/ : /^Runs Amazon SQS/);
    });
  }

  it('creates a key', async () => {
    const { code, output } = await npx('key', 'make', 'test.key');
    assert.equal(code, 0, output);
    assert.ok(existsSync(inProject('test.key')));
  });

  it('serves queues over HTTPS, sends load, advances the clock and exports traces', async function () {
    this.timeout(SERVING_TIMEOUT_MS);
    const ports = ['--port', '0', '--tls-port', '0', '--tls-folder', inProject('tls')];
    const broker = spawn(NPX, ['--no', '--', 'queueside', ...ports], {
      cwd: inProject(),
      env: environment,
      stdio: ['ignore', 'pipe', 'ignore'],
      shell: process.platform === 'win32',
    });
    let printed = '';
    broker.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    while (!printed.includes('\n')) await once(broker.stdout, 'data');
    const { endpoint, secureEndpoint, control, pid } = JSON.parse(printed) as ReadyLine;
    const ended = once(broker, 'close');
    try {
      assert.match(String(secureEndpoint), /^https:/);
      const { QueueUrl } = await callSqs(endpoint, 'CreateQueue', { QueueName: 'orders' });
      const load = await npx(
        'load',
        '--queue',
        String(QueueUrl),
        '--duration',
        '1',
        '--rate',
        '20',
        '--json',
      );
      assert.equal(load.code, 0, load.output);
      const { Attributes } = await callSqs(endpoint, 'GetQueueAttributes', {
        QueueUrl,
        AttributeNames: ['ApproximateNumberOfMessages'],
      });
      assert.ok(Number((Attributes as Record<string, string>)['ApproximateNumberOfMessages']) > 0);
      const clock = await npx('clock', 'advance', '12h', '--control', control);
      assert.equal(clock.code, 0, clock.output);
      assert.equal((JSON.parse(clock.output) as { offsetMs: number }).offsetMs, 12 * 3_600_000);
      const client = await ControlClient.open(control, TOKEN);
      const receiver = { endpoint: 'http://127.0.0.1:9' };
      await client.request(configureTelemetry, receiver);
      assert.equal((await client.request(getTelemetry, {})).endpoint, receiver.endpoint);
      await client.close();
    } finally {
      process.kill(pid, 'SIGTERM');
      await ended;
    }
  });
});
