import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, beforeEach, describe, it } from 'mocha';
import { registerConsumer } from '../../broker/protocol/broker.ts';
import {
  advanceClock,
  clockChanged,
  getClock,
  holdClock,
  releaseClock,
} from '../../broker/protocol/clock.ts';
import { CONTROL_ERROR_CODES } from '../../broker/protocol/errors.ts';
import { getMessage, sendMessage } from '../../broker/protocol/message.ts';
import { createQueue, getQueue, type QueueSummary } from '../../broker/protocol/queue.ts';
import {
  clearTrace,
  readTrace,
  subscribeTrace,
  type TraceEvent,
  traceEvents,
  unsubscribeTrace,
} from '../../broker/protocol/trace.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { SqsProgram } from '../support/sqsProgram.ts';
import { startTestBroker, type TestBroker } from '../support/testBroker.ts';
import { makeCaller } from '../support/testCaller.ts';

const CALLER = makeCaller();

describe('Trace and clock over the control channel', () => {
  let test: TestBroker;
  let client: ControlClient;
  let sqs: SqsProgram;
  let queue: QueueSummary;
  let queueCount = 0;

  before(async () => {
    test = await startTestBroker();
    client = await openClient(test.info.control);
    sqs = new SqsProgram(test.info.endpoint);
  });
  beforeEach(async () => {
    queue = await client.request(createQueue, { name: `trace-${++queueCount}` });
  });

  const send = (body = 'hello') => sqs.call('SendMessage', { QueueUrl: queue.url, MessageBody: body });
  const receive = async (from: SqsProgram = sqs, VisibilityTimeout = 30) => {
    const answer = await from.call('ReceiveMessage', { QueueUrl: queue.url, VisibilityTimeout });
    return answer.Messages?.[0] as { MessageId: string; ReceiptHandle: string } | undefined;
  };
  const remove = (ReceiptHandle: string) => sqs.call('DeleteMessage', { QueueUrl: queue.url, ReceiptHandle });
  const lifeOf = async (messageId: string) =>
    (await client.request(readTrace, { afterSequence: 0, limit: 1000, messageId })).events;

  /** Gathers the events of a client's subscription, and resolves once there are as many as wanted. */
  function gather(from: ControlClient, wanted: number): Promise<readonly TraceEvent[]> {
    const events: TraceEvent[] = [];
    return from.waitFor(traceEvents, (batch) => events.push(...batch.events) >= wanted).then(() => events);
  }

  it("shows a message's life: which program did what, and after how long", async () => {
    const { MessageId } = await send('hello');
    const first = await receive(sqs, 1);
    assert.equal(first?.MessageId, MessageId);
    await client.request(advanceClock, { byMs: 1000 });
    const second = await receive();
    await remove(second?.ReceiptHandle ?? '');
    const events = await lifeOf(MessageId);
    assert.deepEqual(
      events.map(({ kind, receiveCount }) => [kind, receiveCount]),
      [
        ['sent', 0],
        ['received', 1],
        ['expired', 1],
        ['received', 2],
        ['deleted', 2],
      ],
    );
    const [sent, received, expired] = events;
    assert.equal(sent?.preview, 'hello');
    assert.equal(sent?.sizeBytes, 5);
    assert.equal(sent?.chunks, 1);
    assert.equal(sent?.action, 'SendMessage');
    assert.equal(received?.timeoutMs, 1000);
    assert.equal(received?.receiptHandle, first?.ReceiptHandle);
    assert.deepEqual(received?.consumer, {
      id: 'AKIDTEST test-client/1.0',
      name: 'test-client/1.0',
      kind: 'program',
      accessKeyId: 'AKIDTEST',
      sdk: 'test-client/1.0',
    });
    assert.equal(expired?.inFlightMs, 1000);
    assert.deepEqual(expired?.consumer, received?.consumer);
    assert.equal(expired?.action, undefined, 'no call caused it');
  });

  it('sends events as they happen, in order', async () => {
    const watcher = await openClient(test.info.control);
    const { lastSequence } = await watcher.request(subscribeTrace, {});
    const gathered = gather(watcher, 20);
    for (let n = 0; n < 20; n++) await send(String(n));
    const events = await gathered;
    assert.deepEqual(
      events.map(({ sequence, preview }) => [sequence, preview]),
      Array.from({ length: 20 }, (_, n) => [lastSequence + 1 + n, String(n)]),
    );
    await watcher.close();
  });

  it('resumes after the last event that a client knows', async () => {
    const watcher = await openClient(test.info.control);
    const { lastSequence } = await watcher.request(subscribeTrace, {});
    await watcher.close();
    for (let n = 0; n < 300; n++) test.broker.recorder.recordAdvance(n, CALLER);
    const next = await openClient(test.info.control);
    const gathered = gather(next, 300);
    await next.request(subscribeTrace, { afterSequence: lastSequence });
    const sequences = (await gathered).map(({ sequence }) => sequence);
    assert.deepEqual(
      sequences,
      Array.from({ length: 300 }, (_, n) => lastSequence + 1 + n),
    );
    await next.close();
  });

  it('drops events for a client that does not read, and says how many', async () => {
    const slow = await openClient(test.info.control);
    await slow.request(subscribeTrace, {});
    const total = 60_000;
    const before = test.broker.recorder.lastSequence;
    let received = 0;
    let dropped = 0;
    const caughtUp = new Promise<void>((resolve) => {
      slow.on(traceEvents, (batch) => {
        received += batch.events.length;
        dropped += batch.dropped;
        if (batch.events.at(-1)?.sequence === before + total) resolve();
      });
    });
    slow.socket.pause();
    for (let n = 0; n < total; n += 1000) {
      for (let i = 0; i < 1000; i++) test.broker.recorder.recordAdvance(1, CALLER);
      await new Promise((resolve) => setImmediate(resolve));
    }
    // Its socket's buffers take some of it; what they do not take waits in the recorder, not in a queue.
    const unread = await new Promise<number>((resolve) => {
      setTimeout(() => resolve(received), 100);
    });
    assert.equal(unread, 0);
    slow.socket.resume();
    await caughtUp;
    assert.ok(dropped > 0);
    assert.equal(received + dropped, total);
    const again = await slow.request(readTrace, { afterSequence: before, limit: 10 });
    assert.equal(again.events[0]?.sequence, before + 1, 'what was dropped can still be read');
    await slow.close();
  });

  it('stops sending on request', async () => {
    const watcher = await openClient(test.info.control);
    const { subscriptionId } = await watcher.request(subscribeTrace, {});
    const { subscriptionId: other } = await watcher.request(subscribeTrace, {});
    assert.equal(await watcher.request(unsubscribeTrace, { subscriptionId }), null);
    await assert.rejects(watcher.request(unsubscribeTrace, { subscriptionId }), {
      code: CONTROL_ERROR_CODES.notFound,
    });
    const batch = watcher.waitFor(traceEvents);
    await send();
    assert.equal((await batch).subscriptionId, other);
    await watcher.close();
  });

  it('forgets all events on request, and numbers continue', async () => {
    await send();
    const { lastSequence } = test.broker.recorder;
    await client.request(clearTrace, {});
    assert.deepEqual((await client.request(readTrace, { afterSequence: 0, limit: 10 })).events, []);
    await send();
    const { events } = await client.request(readTrace, { afterSequence: 0, limit: 10 });
    assert.deepEqual(
      events.map(({ sequence }) => sequence),
      [lastSequence + 1],
    );
  });

  it('shows rejected calls and empty receives', async () => {
    const { lastSequence } = test.broker.recorder;
    await assert.rejects(sqs.call('DeleteMessage', { QueueUrl: queue.url, ReceiptHandle: 'garbage' }));
    await receive();
    const { events } = await client.request(readTrace, { afterSequence: lastSequence, limit: 10 });
    assert.deepEqual(
      events.map(({ kind, queueArn, action, error }) => [kind, queueArn, action, error?.code]),
      [
        ['rejected', queue.arn, 'DeleteMessage', 'ReceiptHandleIsInvalid'],
        ['emptyReceive', queue.arn, 'ReceiveMessage', undefined],
      ],
    );
  });

  it('names a debug session as the consumer', async () => {
    const accessKeyId = 'QUEUESIDE0DEBUG1';
    const { consumerId } = await client.request(registerConsumer, {
      accessKeyId,
      name: 'Debug worker',
      kind: 'debugSession',
    });
    const { MessageId } = await send();
    await receive(new SqsProgram(test.info.endpoint, accessKeyId));
    const received = (await lifeOf(MessageId))[1];
    assert.equal(received?.consumer?.id, consumerId);
    assert.equal(received?.consumer?.name, 'Debug worker');
    assert.equal(received?.consumer?.kind, 'debugSession');
  });

  describe('the clock', () => {
    it('moves on, and everything on the way happens', async () => {
      const { arn } = queue;
      const before = await client.request(getClock, {});
      await client.request(sendMessage, { queueArn: arn, body: 'later', delaySeconds: 900 });
      const told = client.waitFor(clockChanged);
      const state = await client.request(advanceClock, { byMs: 900_000 });
      assert.equal(state.offsetMs - before.offsetMs, 900_000);
      assert.ok(state.now >= before.now + 900_000);
      assert.deepEqual((await told).offsetMs, state.offsetMs);
      assert.equal((await client.request(getQueue, { queueArn: arn })).counts.visible, 1);
      const { events } = await client.request(readTrace, { afterSequence: 0, limit: 1000 });
      assert.deepEqual(
        events.slice(-2).map(({ kind }) => kind),
        ['visible', 'clockAdvanced'],
      );
    });

    const hold = async (holder: ControlClient) => {
      const { MessageId } = await send();
      await receive(sqs, 30);
      const consumerId = 'AKIDTEST test-client/1.0';
      const { heldCount } = await holder.request(holdClock, { consumerId });
      assert.ok(heldCount >= 1);
      return { messageId: MessageId as string, consumerId };
    };
    const detailsOf = (messageId: string) => client.request(getMessage, { queueArn: queue.arn, messageId });

    it('is paused for the messages of a consumer that is held', async () => {
      const { messageId, consumerId } = await hold(client);
      await client.request(advanceClock, { byMs: 43_200_000 });
      const held = await detailsOf(messageId);
      assert.equal(held.state, 'inFlight');
      assert.equal(held.visibleAt, undefined);
      assert.ok((held.heldRemainingMs ?? 0) > 25_000);
      assert.ok((await client.request(releaseClock, { consumerId })).releasedCount >= 1);
      assert.ok(((await detailsOf(messageId)).visibleAt ?? 0) > test.broker.engine.ports.clock.now());
      await client.request(advanceClock, { byMs: 30_000 });
      assert.equal((await detailsOf(messageId)).state, 'visible');
      const kinds = (await lifeOf(messageId)).map(({ kind }) => kind);
      assert.deepEqual(kinds, ['sent', 'received', 'held', 'released', 'expired']);
    });

    const lose = async (holder: ControlClient) => {
      const noticed = new Promise<void>((resolve) => test.broker.control.onSessionCount(resolve));
      holder.socket.terminate();
      await noticed;
    };
    const isHeld = async (messageId: string) => (await detailsOf(messageId)).heldRemainingMs !== undefined;

    it('continues when the client that holds ends its connection', async () => {
      const holder = await openClient(test.info.control);
      const { messageId } = await hold(holder);
      const told = client.waitFor(clockChanged);
      await holder.requestRaw('shutdown', undefined);
      await holder.notifyRaw('exit', undefined);
      await told;
      assert.equal(await isHeld(messageId), false);
    });

    it('stays stopped after the connection was lost, until the client reconnects and releases it', async () => {
      const holder = await openClient(test.info.control);
      const { messageId, consumerId } = await hold(holder);
      await lose(holder);
      await client.request(advanceClock, { byMs: 43_200_000 });
      assert.equal(await isHeld(messageId), true);
      const again = await openClient(test.info.control);
      await again.request(holdClock, { consumerId });
      assert.equal(await isHeld(messageId), true);
      assert.ok((await again.request(releaseClock, { consumerId })).releasedCount >= 1);
      assert.equal(await isHeld(messageId), false);
      await again.close();
    });

    it('continues when the processes of the held program are gone and no connected client holds it', async () => {
      const program = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
      after(() => program.kill('SIGKILL'));
      const holder = await openClient(test.info.control);
      const { messageId, consumerId } = await hold(holder);
      await holder.request(holdClock, { consumerId, processIds: [program.pid ?? 0] });
      await lose(holder);
      assert.equal(await isHeld(messageId), true);
      const told = client.waitFor(clockChanged);
      program.kill('SIGKILL');
      await told;
      assert.equal(await isHeld(messageId), false);
    });

    it('stays stopped until the last client that holds lets go', async () => {
      const holder = await openClient(test.info.control);
      const { messageId, consumerId } = await hold(holder);
      await client.request(holdClock, { consumerId });
      assert.equal((await holder.request(releaseClock, { consumerId })).releasedCount, 0);
      assert.equal(await isHeld(messageId), true);
      await client.request(releaseClock, { consumerId });
      assert.equal(await isHeld(messageId), false);
      await holder.close();
    });
  });
});
