import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, debug } from 'vscode';
import { callSqs } from '../../support/callSqs.ts';
import { activateExtension } from './support/activateExtension.ts';
import {
  launchProgram,
  RETURN_IF_ENDED,
  type Stop,
  waitForEnd,
  waitForStop,
} from './support/debugSessions.ts';

/**
 * Takes a message for 5 s, then stands or goes on working, as the third argument says, until it is let go; then deletes
 * its message. Reports the message that it processes in another queue.
 */
const CONSUMER = `
const { SQSClient, ReceiveMessageCommand, DeleteMessageCommand, SendMessageCommand } = require(process.argv[2]);
const client = new SQSClient({});
async function main() {
  const [, , , QueueUrl, saying, mode] = process.argv;
  const { Messages: [message] } = await client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20, VisibilityTimeout: 5 }));
  await client.send(new SendMessageCommand({ QueueUrl: saying, MessageBody: message.Body }));
  if (mode === 'runs') return setInterval(() => {}, 1000);
  debugger;
  ${RETURN_IF_ENDED}
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
}
main();
`;

interface ReceivedMessage {
  readonly Body: string;
  readonly Attributes: { readonly ApproximateReceiveCount: string };
}

describe('debugging two programs of one queue', () => {
  let folder: string;
  let endpoint: string;
  let queueUrl: string;
  let sayingUrl: string;
  let count = 0;

  before(async () => {
    endpoint = await (await activateExtension()).start();
    folder = mkdtempSync(join(tmpdir(), 'queueside-two-'));
    writeFileSync(join(folder, 'consumer.cjs'), CONSUMER);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  beforeEach(async () => {
    count += 1;
    queueUrl = await create(`two-programs-${count}`);
    sayingUrl = await create(`two-programs-say-${count}`);
    for (const MessageBody of ['first', 'second']) {
      await callSqs(endpoint, 'SendMessage', { QueueUrl: queueUrl, MessageBody });
    }
  });

  afterEach(async () => {
    await debug.stopDebugging();
    await commands.executeCommand('queueside.resetClock');
    for (const QueueUrl of [queueUrl, sayingUrl]) await callSqs(endpoint, 'DeleteQueue', { QueueUrl });
    // What is known of them would make a stop of the broker ask about their messages.
    await commands.executeCommand('queueside.refreshQueues');
  });

  it('holds the message of the paused one, while the timeout of the other’s runs', async () => {
    await launchStanding('first');
    await launch('runs');
    await waitForWord('second');
    await commands.executeCommand('queueside.advanceClock', 20_000);
    assert.deepEqual(await receive(), ['second, receive 2']);
  });

  it('holds for each its own, and gives back only that of the one that ends', async () => {
    const first = await launchStanding('first');
    const second = await launchStanding('second');
    await commands.executeCommand('queueside.advanceClock', 20_000);
    assert.deepEqual(await receive(), []);
    const firstEnded = waitForEnd(first.root.name);
    await debug.stopDebugging(first.root);
    await firstEnded;
    await commands.executeCommand('queueside.advanceClock', 5_000);
    assert.deepEqual(await receive(), ['first, receive 2']);
    const secondEnded = waitForEnd(second.root.name);
    await second.goOn();
    await secondEnded;
    const { Attributes } = await callSqs(endpoint, 'GetQueueAttributes', {
      QueueUrl: queueUrl,
      AttributeNames: ['All'],
    });
    const counts = Attributes as Record<string, string>;
    assert.equal(counts.ApproximateNumberOfMessages, '0');
    assert.equal(counts.ApproximateNumberOfMessagesNotVisible, '1', 'that of the program that was ended');
  });

  async function create(QueueName: string): Promise<string> {
    return String((await callSqs(endpoint, 'CreateQueue', { QueueName })).QueueUrl);
  }

  /** @returns when a program is paused while it processes this message. */
  async function launchStanding(body: string): Promise<Stop> {
    const stopped = waitForStop();
    await launch('stands');
    await waitForWord(body);
    return stopped;
  }

  function launch(mode: 'stands' | 'runs'): Promise<void> {
    const sdk = require.resolve('@aws-sdk/client-sqs');
    const name = `consumer that ${mode} ${Math.random()}`;
    return launchProgram(name, join(folder, 'consumer.cjs'), [sdk, queueUrl, sayingUrl, mode], {
      cwd: folder,
    });
  }

  async function waitForWord(body: string): Promise<void> {
    const { Messages } = await callSqs(endpoint, 'ReceiveMessage', {
      QueueUrl: sayingUrl,
      WaitTimeSeconds: 20,
      VisibilityTimeout: 43_200,
    });
    assert.deepEqual(
      (Messages as ReceivedMessage[] | undefined)?.map(({ Body }) => Body),
      [body],
    );
  }

  async function receive(): Promise<string[]> {
    const { Messages = [] } = await callSqs(endpoint, 'ReceiveMessage', {
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 43_200,
      MessageSystemAttributeNames: ['All'],
    });
    return (Messages as ReceivedMessage[]).map(
      ({ Body, Attributes }) => `${Body}, receive ${Attributes.ApproximateReceiveCount}`,
    );
  }
});
