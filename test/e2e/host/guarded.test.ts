import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { commands, ConfigurationTarget, type DebugConfiguration, debug, window, workspace } from 'vscode';
import type { QueuesideApi } from '../../../extension/api.ts';
import { copySampleWithoutQueues } from '../../support/sampleWorkspace.mjs';
import { activateExtension } from './support/activateExtension.ts';
import { waitForEnd, waitForOutput } from './support/debugSessions.ts';

const ALLOW_IMAGES = {
  Effect: 'Allow',
  Action: 'sqs:*',
  Resource: 'arn:aws:sqs:*:*:image-*',
};
const WORKER = {
  name: 'worker',
  accessKeyId: 'AKIAWORKEROFTHETESTS',
  secretAccessKey: 'worker-secret',
  policies: [{ Version: '2012-10-17', Id: 'images', Statement: ALLOW_IMAGES }],
};
const READER = {
  name: 'reader',
  accessKeyId: 'AKIAREADEROFTHETESTS',
  secretAccessKey: 'reader-secret',
  policies: [
    {
      Version: '2012-10-17',
      Id: 'look',
      Statement: [
        ALLOW_IMAGES,
        { Sid: 'KeepAll', Effect: 'Deny', Action: 'sqs:DeleteMessage', Resource: '*' },
      ],
    },
  ],
};

/** Sends, receives and deletes with an SDK that knows nothing of Queueside, and writes down how far it got. */
const PROGRAM = `
const { writeFileSync } = require('node:fs');
const [, , sdk, reportPath, queueName] = process.argv;
const { SQSClient, CreateQueueCommand, SendMessageCommand, ReceiveMessageCommand, DeleteMessageCommand } = require(sdk);
const client = new SQSClient({});
const report = { done: [], endpoint: process.env.AWS_ENDPOINT_URL_SQS, authority: process.env.NODE_EXTRA_CA_CERTS };
async function main() {
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: queueName }));
  report.done.push('created'); report.queueUrl = QueueUrl;
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
  report.done.push('sent');
  const { Messages: [message] } = await client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  report.done.push('received');
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
  report.done.push('deleted');
}
main()
  .catch((error) => { report.error = { name: error.name, message: error.message, status: error.$metadata?.httpStatusCode }; })
  .finally(() => writeFileSync(reportPath, JSON.stringify(report)));
`;

interface Report {
  readonly done: readonly string[];
  readonly endpoint: string;
  readonly authority?: string;
  readonly queueUrl?: string;
  readonly error?: { readonly name: string; readonly message: string; readonly status: number };
}

describe('debugging with a guarded broker', () => {
  let api: QueuesideApi;
  let folder: string;

  before(async () => {
    api = await activateExtension();
    folder = mkdtempSync(join(tmpdir(), 'queueside-guarded-'));
    copySampleWithoutQueues(folder);
    writeFileSync(join(folder, 'program.cjs'), PROGRAM);
  });

  after(async () => {
    for (const key of ['auth', 'tls', 'debug.user']) await change(key, undefined);
    await commands.executeCommand('queueside.restartBroker');
    rmSync(folder, { recursive: true, force: true });
  });

  describe('that asks who is calling', () => {
    before(async () => {
      await change('auth', 'policies');
      await commands.executeCommand('queueside.manageUsers');
      const path = window.activeTextEditor?.document.uri.fsPath;
      assert.match(path ?? '', /queueside\.credentials\.json$/);
      writeFileSync(path as string, JSON.stringify({ users: [WORKER, READER] }));
      await commands.executeCommand('queueside.restartBroker');
    });

    it('lets the sample’s worker in by the credentials of its launch', async () => {
      const sqs = new SQSClient({ endpoint: await api.start(), region: 'us-east-1', credentials: WORKER });
      const [tasks, done] = await Promise.all(
        ['image-tasks', 'image-done'].map(async (QueueName) => {
          const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName }));
          return QueueUrl;
        }),
      );
      const MessageBody = JSON.stringify({ key: 'uploads/sea.png', text: 'guarded' });
      const { MessageId } = await sqs.send(new SendMessageCommand({ QueueUrl: tasks, MessageBody }));
      const deleted = waitForOutput(`worker: deleted ${MessageId}`);
      const ended = waitForEnd();
      await launch('worker.js', []);
      await deleted;
      const report = await sqs.send(new ReceiveMessageCommand({ QueueUrl: done, WaitTimeSeconds: 20 }));
      assert.equal(report.Messages?.[0]?.Body, '{"key":"watermarked/sea.png"}');
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: tasks, AttributeNames: ['All'] }),
      );
      assert.equal(Attributes?.['ApproximateNumberOfMessages'], '0');
      assert.equal(Attributes?.['ApproximateNumberOfMessagesNotVisible'], '0');
      await debug.stopDebugging();
      await ended;
    });

    for (const [mistake, keys, code] of [
      ['a key that no user has', { AWS_ACCESS_KEY_ID: 'AKIANOBODYHASTHISKEY' }, 'InvalidClientTokenId'],
      ['a secret of another key', { AWS_ACCESS_KEY_ID: WORKER.accessKeyId }, 'SignatureDoesNotMatch'],
    ] as const) {
      it(`answers a program with ${mistake} as the service does: ${code}`, async () => {
        const { done, error } = await run({ env: { ...keys, AWS_SECRET_ACCESS_KEY: 'wrong' } });
        assert.deepEqual([done, error?.name, error?.status], [[], code, 403]);
      });
    }

    it('refuses what a policy denies, and says which statement decided', async () => {
      await change('debug.user', 'reader');
      const { done, error } = await run();
      assert.deepEqual(done, ['created', 'sent', 'received']);
      assert.deepEqual([error?.name, error?.status], ['AccessDenied', 403]);
      const text = await explainNewestDenial();
      assert.match(text, /KeepAll/);
      assert.match(text, /- Action: DeleteMessage/);
      assert.match(text, /- Queue: arn:aws:sqs:us-east-1:\d{12}:image-guarded/);
      assert.match(text, /- Caller: program under test/);
      await change('debug.user', undefined);
    });
  });

  describe('that serves HTTPS', () => {
    before(async () => {
      await change('auth', 'signatures');
      await change('tls', 'on');
      await commands.executeCommand('queueside.restartBroker');
    });

    it('is called there, by the authority that the launch carries', async () => {
      const report = await run();
      const { done, endpoint, queueUrl, authority } = report;
      assert.deepEqual(done, ['created', 'sent', 'received', 'deleted'], JSON.stringify(report));
      assert.match(endpoint, /^https:\/\/127\.0\.0\.1:\d+$/);
      assert.ok(queueUrl?.startsWith(endpoint), queueUrl);
      assert.match(readFileSync(authority ?? '', 'utf8'), /^-----BEGIN CERTIFICATE-----/m);
    });

    it('cannot be called without that authority', async () => {
      const { done, error } = await run({ env: { NODE_EXTRA_CA_CERTS: '' } });
      assert.deepEqual(done, []);
      assert.match(error?.message ?? '', /certificate/);
    });
  });

  async function run(more: object = {}): Promise<Report> {
    const path = join(folder, 'report.json');
    rmSync(path, { force: true });
    const ended = waitForEnd();
    await launch('program.cjs', [require.resolve('@aws-sdk/client-sqs'), path, 'image-guarded'], more);
    await ended;
    return JSON.parse(readFileSync(path, 'utf8')) as Report;
  }

  async function launch(program: string, args: readonly string[], more: object = {}): Promise<void> {
    const configuration: DebugConfiguration = {
      type: 'node',
      request: 'launch',
      name: 'program under test',
      program: join(folder, program),
      args,
      cwd: folder,
      console: 'internalConsole',
      outputCapture: 'std',
      ...more,
    };
    assert.ok(await debug.startDebugging(undefined, configuration), 'the session starts');
  }
});

async function change(key: string, value: string | undefined): Promise<void> {
  await workspace.getConfiguration('queueside').update(key, value, ConfigurationTarget.Global);
}

/** Takes the first offer of “Why Was This Denied?”. @returns the text that it shows */
async function explainNewestDenial(): Promise<string> {
  const shown = commands.executeCommand('queueside.explainDenial');
  // Accepting before the list is there does nothing, and nothing tells when it is.
  const accepting = setInterval(() => {
    void commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  }, 200);
  await shown.then(undefined, (error: unknown) => assert.fail(String(error)));
  clearInterval(accepting);
  return window.activeTextEditor?.document.getText() ?? '';
}
