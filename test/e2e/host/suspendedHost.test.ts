import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands } from 'vscode';
import type { QueuesideApi } from '../../../extension/api.ts';
import { callSqs } from '../../support/callSqs.ts';
import { activateExtension } from './support/activateExtension.ts';
import { launchProgram, waitForEnd, waitForStop } from './support/debugSessions.ts';

/** The broker cuts the connection after 25 s at most; five seconds later the message would be visible again. */
const SUSPENDED_SECONDS = Number(process.env['QUEUESIDE_SUSPENDED_SECONDS'] ?? '40');
const TIMEOUT_MS = 120_000 + SUSPENDED_SECONDS * 1_000;

const CONSUMER = `
const { SQSClient, ReceiveMessageCommand, DeleteMessageCommand } = require(process.argv[2]);
const client = new SQSClient({});
async function main() {
  const QueueUrl = process.argv[3];
  const { Messages: [message] } = await client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20, VisibilityTimeout: 5 }));
  debugger;
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
}
main();
`;

// Windows has no signal that suspends a process.
if (process.platform !== 'win32') {
  describe('an extension host that is suspended while a program is paused', () => {
    it('loses its connection, and the message stays with the program', async function () {
      this.timeout(TIMEOUT_MS);
      const api = await activateExtension();
      const endpoint = await api.start();
      const folder = mkdtempSync(join(tmpdir(), 'queueside-suspended-'));
      const program = join(folder, 'consumer.cjs');
      writeFileSync(program, CONSUMER);
      const { QueueUrl } = await callSqs(endpoint, 'CreateQueue', { QueueName: 'suspended' });
      const countReceives = async () => {
        const { Messages = [] } = await callSqs(endpoint, 'ReceiveMessage', { QueueUrl });
        return (Messages as unknown[]).length;
      };
      try {
        await callSqs(endpoint, 'SendMessage', { QueueUrl, MessageBody: 'wait for me' });
        const stopped = waitForStop();
        const ended = waitForEnd();
        await launchProgram('suspended consumer', program, [
          require.resolve('@aws-sdk/client-sqs'),
          String(QueueUrl),
        ]);
        const stop = await stopped;
        // Answered after the hold, which went the same way before it.
        await commands.executeCommand('queueside.advanceClock', 1);

        const lost = waitForEndpoint(api, (value) => value === undefined);
        await suspendThisProcess();
        await lost;
        await waitForEndpoint(api, (value) => value === endpoint);
        assert.equal(await countReceives(), 0, 'delivered again while the program was paused');
        await commands.executeCommand('queueside.advanceClock', 20_000);
        assert.equal(await countReceives(), 0, 'the hold is not placed again');

        await stop.goOn();
        await ended;
        const { Attributes } = await callSqs(endpoint, 'GetQueueAttributes', {
          QueueUrl,
          AttributeNames: ['All'],
        });
        const counts = Attributes as Record<string, string>;
        assert.deepEqual(
          [counts.ApproximateNumberOfMessages, counts.ApproximateNumberOfMessagesNotVisible],
          ['0', '0'],
          'the program deleted it by the handle of its only receive',
        );
      } finally {
        await commands.executeCommand('queueside.resetClock');
        await callSqs(endpoint, 'DeleteQueue', { QueueUrl });
        await commands.executeCommand('queueside.refreshQueues');
        rmSync(folder, { recursive: true, force: true });
      }
    });
  });
}

/** Stops this process, which cannot wake itself, and lets it go on. @returns when it runs again */
async function suspendThisProcess(): Promise<void> {
  const script = `kill -STOP ${process.pid}; sleep ${SUSPENDED_SECONDS}; kill -CONT ${process.pid}`;
  await once(spawn('sh', ['-c', script], { stdio: 'ignore' }), 'exit');
}

function waitForEndpoint(
  api: QueuesideApi,
  accepts: (endpoint: string | undefined) => boolean,
): Promise<void> {
  if (accepts(api.endpoint)) return Promise.resolve();
  return new Promise((resolve) => {
    const listener = api.onDidChangeEndpoint((endpoint) => {
      if (!accepts(endpoint)) return;
      listener.dispose();
      resolve();
    });
  });
}
