import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DebugConfiguration, debug, extensions } from 'vscode';
import type { QueuesideApi } from '../../../extension/api.ts';
import { callSqs } from '../../support/callSqs.ts';

/** A consumer that knows nothing of Queueside, with a stop while it has the message in hand. */
const CONSUMER = `
const { SQSClient, ReceiveMessageCommand, DeleteMessageCommand } = require(process.argv[2]);
const client = new SQSClient({});
async function main() {
  const QueueUrl = process.argv[3];
  const { Messages: [message] } = await client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20, VisibilityTimeout: 1 }));
  debugger;
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
}
main();
`;

const PRINT_ENVIRONMENT = `
require('node:fs').writeFileSync(process.argv[2], JSON.stringify(process.env));
`;

describe('debugging a consumer', () => {
  let api: QueuesideApi;
  let folder: string;

  before(async () => {
    const extension = extensions.getExtension<QueuesideApi>('queueside.queueside');
    assert.ok(extension);
    api = await extension.activate();
    folder = mkdtempSync(join(tmpdir(), 'queueside-debug-'));
    writeFileSync(join(folder, 'consumer.cjs'), CONSUMER);
    writeFileSync(join(folder, 'environment.cjs'), PRINT_ENVIRONMENT);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('points the program to the broker, which is started for it', async () => {
    const variables = await runAndRead({});
    assert.equal(variables.AWS_ENDPOINT_URL_SQS, api.endpoint);
    assert.match(variables.AWS_ACCESS_KEY_ID ?? '', /^QSD[A-Z0-9]{17}$/);
    assert.ok(variables.AWS_REGION);
  });

  it('changes nothing when the user has set an endpoint', async () => {
    const variables = await runAndRead({ env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' } });
    const added = Object.keys(variables).filter((name) => name.startsWith('AWS_') && !(name in process.env));
    assert.deepEqual(added, ['AWS_ENDPOINT_URL']);
  });

  it('keeps the message with a program that stands at a breakpoint', async () => {
    const endpoint = await api.start();
    const { QueueUrl } = await callSqs(endpoint, 'CreateQueue', { QueueName: 'hold-test' });
    await callSqs(endpoint, 'SendMessage', { QueueUrl, MessageBody: 'stop with me' });
    const stopped = waitForStop();
    const ended = waitForEnd();
    await launch('consumer.cjs', [require.resolve('@aws-sdk/client-sqs'), String(QueueUrl)]);
    const goOn = await stopped;
    // Three times the visibility timeout: without the hold this long poll would be given the message.
    const { Messages } = await callSqs(endpoint, 'ReceiveMessage', { QueueUrl, WaitTimeSeconds: 3 });
    assert.equal(Messages, undefined);
    await goOn();
    await ended;
    const { Attributes } = await callSqs(endpoint, 'GetQueueAttributes', {
      QueueUrl,
      AttributeNames: ['All'],
    });
    const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible } = Attributes as Record<
      string,
      string
    >;
    assert.deepEqual([ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible], ['0', '0']);
  });

  async function launch(program: string, args: readonly string[], more: object = {}): Promise<void> {
    const configuration: DebugConfiguration = {
      type: 'node',
      request: 'launch',
      name: 'consumer under test',
      program: join(folder, program),
      args,
      cwd: folder,
      console: 'internalConsole',
      ...more,
    };
    assert.ok(await debug.startDebugging(undefined, configuration), 'the session starts');
  }

  async function runAndRead(more: object): Promise<Record<string, string>> {
    const path = join(folder, 'environment.json');
    const ended = waitForEnd();
    await launch('environment.cjs', [path], more);
    await ended;
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  }
});

/** @returns when a program stops: a function that lets it go on. */
function waitForStop(): Promise<() => Promise<void>> {
  return new Promise((resolve) => {
    const registration = debug.registerDebugAdapterTrackerFactory('*', {
      createDebugAdapterTracker: (session) => ({
        onDidSendMessage: ({ event, body }: { event?: string; body?: { threadId: number } }) => {
          if (event !== 'stopped') return;
          registration.dispose();
          resolve(async () => {
            await session.customRequest('continue', { threadId: body?.threadId });
          });
        },
      }),
    });
  });
}

/** @returns when the launched session, not one of its children, has ended. */
function waitForEnd(): Promise<void> {
  return new Promise((resolve) => {
    const listener = debug.onDidTerminateDebugSession(({ parentSession }) => {
      if (parentSession !== undefined) return;
      listener.dispose();
      resolve();
    });
  });
}
