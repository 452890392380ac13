import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, ConfigurationTarget, type TerminalOptions, Uri, window, workspace } from 'vscode';
import type { QueuesideApi } from '../../../extension/api.ts';
import { callSqs } from '../../support/callSqs.ts';
import { activateExtension } from './support/activateExtension.ts';
import { launchProgram, waitForEnd } from './support/debugSessions.ts';
import { waitForProblems } from './support/problems.ts';

const LOOPBACK = 'localhost,127.0.0.1,::1,[::1]';

describe('the surroundings of an editor', () => {
  let api: QueuesideApi;
  let folder: string;
  const changed = new Map<string, string | undefined>();

  function setVariables(variables: Record<string, string>): void {
    for (const [name, value] of Object.entries(variables)) {
      if (!changed.has(name)) changed.set(name, process.env[name]);
      process.env[name] = value;
    }
  }

  before(async () => {
    api = await activateExtension();
    folder = mkdtempSync(join(tmpdir(), 'queueside surroundings é '));
    writeFileSync(
      join(folder, 'environment.cjs'),
      `require('node:fs').writeFileSync(process.argv[2], JSON.stringify(process.env));`,
    );
  });

  afterEach(() => {
    for (const [name, value] of changed) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    changed.clear();
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  describe('with a proxy that leads nowhere', () => {
    beforeEach(() =>
      setVariables({ HTTP_PROXY: 'http://127.0.0.1:1', http_proxy: 'http://127.0.0.1:1', NO_PROXY: '.corp' }),
    );

    it('lead a launch past it, with what is inherited', async () => {
      const { NO_PROXY, no_proxy } = await runAndRead({});
      assert.deepEqual([NO_PROXY, no_proxy], [`.corp,${LOOPBACK}`, `.corp,${LOOPBACK}`]);
    });

    it('lead a launch past it, with what the launch and its envFile say', async () => {
      const envFile = join(folder, 'own.env');
      writeFileSync(envFile, 'no_proxy=from.file\n');
      const fromFile = await runAndRead({ envFile });
      assert.equal(fromFile['no_proxy'], `from.file,${LOOPBACK}`);
      const fromLaunch = await runAndRead({ envFile, env: { NO_PROXY: 'from.launch' } });
      assert.equal(fromLaunch['NO_PROXY'], `from.launch,${LOOPBACK}`);
    });

    it('leave alone a launch that has an endpoint of its own', async () => {
      const { NO_PROXY } = await runAndRead({ env: { AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1' } });
      assert.doesNotMatch(NO_PROXY ?? '', /127\.0\.0\.1/);
    });

    it('lead a terminal past it', async () => {
      const opened = new Promise<TerminalOptions>((resolve) => {
        const listener = window.onDidOpenTerminal((terminal) => {
          listener.dispose();
          resolve(terminal.creationOptions);
          terminal.dispose();
        });
      });
      await commands.executeCommand('queueside.openTerminal');
      const { env: variables } = await opened;
      assert.deepEqual(
        [variables?.['NO_PROXY'], variables?.['no_proxy']],
        [`.corp,${LOOPBACK}`, `.corp,${LOOPBACK}`],
      );
    });

    it('do not keep the editor from its broker', async () => {
      await commands.executeCommand('queueside.restartBroker');
      const endpoint = await api.start();
      assert.deepEqual(typeof (await callSqs(endpoint, 'ListQueues', {})), 'object');
    });
  });

  it('never make the endpoint of the editor win over one in an envFile with a byte order mark', async () => {
    const envFile = join(folder, 'marked.env');
    writeFileSync(envFile, '\uFEFFAWS_ENDPOINT_URL=http://127.0.0.1:1\n');
    const variables = await runAndRead({ envFile });
    assert.equal(variables['AWS_ENDPOINT_URL_SQS'], undefined);
    assert.equal(variables['AWS_ENDPOINT_URL'], 'http://127.0.0.1:1');
  });

  it('do not change the broker by their variables', async () => {
    setVariables({
      QUEUESIDE_AUTH: 'signatures',
      QUEUESIDE_CONFIG: join(folder, 'nowhere.json'),
      QUEUESIDE_DATA: join(folder, 'data'),
      QUEUESIDE_ACCOUNT: '111122223333',
      QUEUESIDE_PORT: 'none',
      QUEUESIDE_TLS_PORT: '0',
      NODE_OPTIONS: '--require=/not/there.js',
    });
    await commands.executeCommand('queueside.stopBroker');
    const endpoint = await api.start();
    const { QueueUrl } = await callSqs(endpoint, 'CreateQueue', { QueueName: 'unchanged' });
    assert.equal(QueueUrl, `${endpoint}/000000000000/unchanged`);
    await callSqs(endpoint, 'DeleteQueue', { QueueUrl });
  });

  it('reach the broker by both addresses of localhost, and by the names that a setting allows', async () => {
    const section = workspace.getConfiguration('queueside');
    await section.update('allowedHosts', ['sqs.test'], ConfigurationTarget.Global);
    try {
      await commands.executeCommand('queueside.stopBroker');
      const { port } = new URL(await api.start());
      for (const host of ['127.0.0.1', '::1']) {
        assert.equal(await statusOf(host, port, `localhost:${port}`), 200, host);
        assert.equal(await statusOf(host, port, 'sqs.test'), 200, host);
        assert.equal(await statusOf(host, port, 'other.test'), 403, host);
      }
    } finally {
      await section.update('allowedHosts', undefined, ConfigurationTarget.Global);
      await commands.executeCommand('queueside.stopBroker');
    }
  });

  describe('with queue definitions', () => {
    let file: Uri;

    before(async () => {
      await api.start();
      const [first] = workspace.workspaceFolders ?? [];
      assert.ok(first, 'a folder is open');
      file = Uri.joinPath(first.uri, 'queueside.json');
    });

    afterEach(() => rmSync(file.fsPath, { force: true }));

    /** A starting broker has the queues of the file when it serves. */
    async function restart(): Promise<string> {
      await commands.executeCommand('queueside.stopBroker');
      return api.start();
    }

    it('say what is wrong with a file in UTF-16', async () => {
      const told = waitForProblem('The file is UTF-16; save it as UTF-8.');
      writeFileSync(file.fsPath, Buffer.from('\uFEFF{"queues": {}}', 'utf16le'));
      await told;
    });

    it('take a file with a byte order mark', async () => {
      writeFileSync(file.fsPath, '\uFEFF{"queues": {"marked": {}}}');
      const endpoint = await restart();
      const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName: 'marked' });
      await callSqs(endpoint, 'DeleteQueue', { QueueUrl });
    });

    it('apply a file again that is a link, when what it leads to is edited', async () => {
      const target = join(folder, 'shared.json');
      writeFileSync(target, '{"queues": {}}');
      symlinkSync(target, file.fsPath);
      await restart();
      const told = waitForProblem('A queue must be an object.');
      writeFileSync(target, '{"queues": {"q": 5}}');
      await told;
    });

    function waitForProblem(wanted: string): Promise<void> {
      return waitForProblems(file, (messages) => messages.includes(wanted));
    }
  });

  async function statusOf(host: string, port: string, name: string): Promise<number | undefined> {
    const request = get({ host, port, path: '/health', headers: { host: name }, agent: false });
    const [response] = await once(request, 'response');
    response.resume();
    return response.statusCode as number;
  }

  async function runAndRead(more: object): Promise<Record<string, string>> {
    const path = join(folder, 'environment.json');
    const ended = waitForEnd();
    await launchProgram('environment', join(folder, 'environment.cjs'), [path], { cwd: folder, ...more });
    await ended;
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  }
});
