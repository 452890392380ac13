import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, ConfigurationTarget, debug, workspace } from 'vscode';
import type { QueuesideApi } from '../../../extension/api.ts';
import { callSqs } from '../../support/callSqs.ts';
import { activateExtension } from './support/activateExtension.ts';
import {
  launchProgram,
  RETURN_IF_ENDED,
  type Stop,
  waitForEnd,
  waitForEvent,
  waitForStop,
} from './support/debugSessions.ts';

/** A consumer that knows nothing of Queueside, with a stop while it processes the message. */
const CONSUMER = `
const { SQSClient, ReceiveMessageCommand, DeleteMessageCommand } = require(process.argv[2]);
const client = new SQSClient({});
async function main() {
  const QueueUrl = process.argv[3];
  const { Messages: [message] } = await client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20, VisibilityTimeout: 5 }));
  debugger;
  ${RETURN_IF_ENDED}
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
}
main();
`;

/** Has something to do all the time, so that it can be paused at any time. */
const IDLE = `setInterval(() => {}, 5);`;

interface ReceivedMessage {
  readonly Body: string;
  readonly Attributes: { readonly ApproximateReceiveCount: string };
}

const PRINT_ENVIRONMENT = `
require('node:fs').writeFileSync(process.argv[2], JSON.stringify(process.env));
`;

describe('debugging a consumer', () => {
  let api: QueuesideApi;
  let folder: string;

  before(async () => {
    api = await activateExtension();
    folder = mkdtempSync(join(tmpdir(), 'queueside-debug-'));
    writeFileSync(join(folder, 'consumer.cjs'), CONSUMER);
    writeFileSync(join(folder, 'environment.cjs'), PRINT_ENVIRONMENT);
    writeFileSync(join(folder, 'idle.cjs'), IDLE);
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

  it('keeps inherited credentials from winning over those of the launch', async () => {
    process.env['AWS_PROFILE'] = 'somebody';
    process.env['AWS_SESSION_TOKEN'] = 'of other keys';
    try {
      const variables = await runAndRead({});
      assert.deepEqual([variables.AWS_PROFILE, variables.AWS_SESSION_TOKEN], [undefined, undefined]);
      const chosen = await runAndRead({ env: { AWS_PROFILE: 'mine' } });
      assert.deepEqual([chosen.AWS_PROFILE, chosen.AWS_ACCESS_KEY_ID], ['mine', undefined]);
    } finally {
      delete process.env['AWS_PROFILE'];
      delete process.env['AWS_SESSION_TOKEN'];
    }
  });

  describe('with a visibility timeout of 5 s, at a stop of 20 s', () => {
    let endpoint: string;
    let queueUrl: string;
    let stop: Stop;
    let ended: Promise<void>;

    beforeEach(async () => {
      endpoint = await api.start();
      const name = `hold-test-${Date.now()}`;
      queueUrl = String((await callSqs(endpoint, 'CreateQueue', { QueueName: name })).QueueUrl);
      await callSqs(endpoint, 'SendMessage', { QueueUrl: queueUrl, MessageBody: 'stop with me' });
    });

    afterEach(async () => {
      await workspace
        .getConfiguration('queueside')
        .update('debug.hold', undefined, ConfigurationTarget.Global);
      await commands.executeCommand('queueside.resetClock');
      await callSqs(endpoint, 'DeleteQueue', { QueueUrl: queueUrl });
      // What is known of it would make a stop of the broker ask about its messages.
      await commands.executeCommand('queueside.refreshQueues');
    });

    async function stopWithMessage(): Promise<void> {
      const stopped = waitForStop();
      ended = waitForEnd();
      await launch('consumer.cjs', [require.resolve('@aws-sdk/client-sqs'), queueUrl]);
      stop = await stopped;
    }

    it('leaves the message with the program, which deletes it by the handle that it has', async () => {
      await stopWithMessage();
      await commands.executeCommand('queueside.advanceClock', 20_000);
      assert.equal(await receive(), undefined);
      await stop.goOn();
      await ended;
      assert.deepEqual(await countMessages(), ['0', '0']);
    });

    it('delivers it again when the hold is switched off', async () => {
      await commands.executeCommand('queueside.toggleHold');
      await stopWithMessage();
      await commands.executeCommand('queueside.advanceClock', 20_000);
      assert.equal((await receive())?.Attributes.ApproximateReceiveCount, '2');
      await stop.goOn();
      await ended;
    });

    it('delivers it again when the clock is released by hand, but not before its time', async () => {
      await stopWithMessage();
      await commands.executeCommand('queueside.resumeVisibilityTimeouts');
      assert.equal(await receive(), undefined);
      await commands.executeCommand('queueside.advanceClock', 20_000);
      assert.equal((await receive())?.Attributes.ApproximateReceiveCount, '2');
      await stop.goOn();
      await ended;
    });

    it('is held from where it is when the hold is switched on during the stop', async () => {
      await commands.executeCommand('queueside.toggleHold');
      await stopWithMessage();
      await commands.executeCommand('queueside.toggleHold');
      await commands.executeCommand('queueside.advanceClock', 20_000);
      assert.equal(await receive(), undefined);
      await stop.goOn();
      await ended;
      assert.deepEqual(await countMessages(), ['0', '0']);
    });

    it('gives the message back when the program is ended at the breakpoint', async () => {
      await stopWithMessage();
      await commands.executeCommand('queueside.advanceClock', 20_000);
      await debug.stopDebugging();
      await ended;
      assert.equal(await receive(), undefined);
      await commands.executeCommand('queueside.advanceClock', 5_000);
      assert.equal((await receive())?.Attributes.ApproximateReceiveCount, '2');
    });

    async function receive(): Promise<ReceivedMessage | undefined> {
      const { Messages = [] } = await callSqs(endpoint, 'ReceiveMessage', {
        QueueUrl: queueUrl,
        MessageSystemAttributeNames: ['All'],
      });
      return (Messages as ReceivedMessage[])[0];
    }

    async function countMessages(): Promise<(string | undefined)[]> {
      const { Attributes } = await callSqs(endpoint, 'GetQueueAttributes', {
        QueueUrl: queueUrl,
        AttributeNames: ['All'],
      });
      const counts = Attributes as Record<string, string>;
      return [counts.ApproximateNumberOfMessages, counts.ApproximateNumberOfMessagesNotVisible];
    }
  });

  it('passes 12 hours by the clock', async () => {
    const endpoint = await api.start();
    const { QueueUrl } = await callSqs(endpoint, 'CreateQueue', { QueueName: 'half-a-day' });
    await callSqs(endpoint, 'SendMessage', { QueueUrl, MessageBody: 'see you tonight' });
    await callSqs(endpoint, 'ReceiveMessage', { QueueUrl, VisibilityTimeout: 43_200 });
    assert.equal((await callSqs(endpoint, 'ReceiveMessage', { QueueUrl })).Messages, undefined);
    const offsetMs = await commands.executeCommand<number>('queueside.advanceClock', 43_200_000);
    assert.ok(offsetMs >= 43_200_000, String(offsetMs));
    const { Messages } = await callSqs(endpoint, 'ReceiveMessage', { QueueUrl });
    assert.equal((Messages as ReceivedMessage[])[0]?.Body, 'see you tonight');
    await commands.executeCommand('queueside.resetClock');
    assert.equal(await commands.executeCommand('queueside.advanceClock', 1), 1);
    await commands.executeCommand('queueside.resetClock');
    await callSqs(endpoint, 'DeleteQueue', { QueueUrl });
  });

  it('pauses the program when a message arrives at a queue with a breakpoint', async () => {
    const endpoint = await api.start();
    const { QueueUrl } = await callSqs(endpoint, 'CreateQueue', { QueueName: 'arrivals' });
    await commands.executeCommand('queueside.refreshQueues');
    await commands.executeCommand('queueside.breakOnArrival', 'arrivals');
    try {
      const running = waitForEvent('thread');
      const paused = waitForEvent('stopped');
      const ended = waitForEnd();
      await launch('idle.cjs', []);
      await running;
      await callSqs(endpoint, 'SendMessage', { QueueUrl, MessageBody: 'knock, knock' });
      // With nothing else to stop at, whatever the debugger calls it: at the beginning of a line, it says "step".
      assert.match((await paused).body?.reason ?? '', /^(?:pause|step)$/);
      await debug.stopDebugging();
      await ended;
    } finally {
      await commands.executeCommand('queueside.removeArrivalBreakpoint', 'arrivals');
      await callSqs(endpoint, 'DeleteQueue', { QueueUrl });
    }
  });

  function launch(program: string, args: readonly string[], more: object = {}): Promise<void> {
    return launchProgram('consumer under test', join(folder, program), args, { cwd: folder, ...more });
  }

  async function runAndRead(more: object): Promise<Record<string, string>> {
    const path = join(folder, 'environment.json');
    const ended = waitForEnd();
    await launch('environment.cjs', [path], more);
    await ended;
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  }
});
