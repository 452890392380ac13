import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ControlClient } from '../../broker/client/controlClient.ts';
import { EXTENSION_MS } from '../../broker/gateway/visibilityHolds.ts';
import { holdClock, releaseClock } from '../../broker/protocol/clock.ts';
import { type HoldFailedParams, holdFailed } from '../../broker/protocol/gateway.ts';
import { listInFlight } from '../../broker/protocol/message.ts';
import { GATEWAY_TOKEN, type TestGateway } from '../support/gateway/testGateway.ts';
import { openSocket } from '../../broker/socket/openSocket.ts';
import type { ManualSchedule } from '../support/manualSchedule.ts';
import type { LocalBroker } from './support/broker.ts';
import { RawClient } from './support/client.ts';
import { type GatewayWorld, openGatewayWorld } from './support/gatewayWorld.ts';

const SECOND_MS = 1_000;

/** A client that ends its session in order. */
class EndingClient extends ControlClient {
  shutDown(): Promise<unknown> {
    return this.connection.sendRequest('shutdown');
  }
}

describe('A gateway whose program is paused', function () {
  this.timeout(20_000);
  let world: GatewayWorld;
  let broker: LocalBroker;
  let gateway: TestGateway;
  let schedule: ManualSchedule;
  let client: RawClient;
  let other: RawClient;
  let control: ControlClient;
  let QueueUrl: string;
  let consumerId: string;

  beforeEach(async () => {
    world = await openGatewayWorld('json');
    ({ broker, gateway, schedule, client, control, QueueUrl } = world);
    other = new RawClient(gateway, 'json', 'AKIDOTHER');
  });

  afterEach(() => world.close());

  function extensions(): number {
    return broker.calls.filter(({ action }) => action === 'ChangeMessageVisibilityBatch').length;
  }

  /** Lets time pass on both sides, second by second, and everything happen that is due. */
  async function pass(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      broker.clock.advance(SECOND_MS);
      schedule.advance(SECOND_MS);
      await settle();
    }
  }

  /** Until nothing of the gateway is on its way. */
  async function settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    while (gateway.gateway.upstream.callCount > 0) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }

  async function receive(count: number, from = client, seconds = 30): Promise<readonly string[]> {
    const handles: string[] = [];
    for (let sent = 0; sent < count; sent++)
      await client.expect('SendMessage', { QueueUrl, MessageBody: String(sent) });
    while (handles.length < count) {
      const { Messages } = await from.expect('ReceiveMessage', {
        QueueUrl,
        MaxNumberOfMessages: Math.min(10, count - handles.length),
        VisibilityTimeout: seconds,
      });
      for (const { ReceiptHandle } of Messages) handles.push(ReceiptHandle);
    }
    consumerId = (await world.readEvents()).find(({ kind }) => kind === 'received')?.consumer?.id ?? '';
    return handles;
  }

  async function visible(): Promise<number> {
    const { Attributes } = await client.expect('GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] });
    return Number(Attributes.ApproximateNumberOfMessages);
  }

  it('keeps a message from coming back, which is deleted when the program continues', async () => {
    const [ReceiptHandle] = await receive(1);
    await pass(5);
    assert.deepEqual(await control.request(holdClock, { consumerId }), { heldCount: 1 });
    await pass(40);
    assert.equal(await visible(), 0);
    assert.deepEqual(await control.request(releaseClock, { consumerId }), { releasedCount: 1 });
    await settle();
    await client.expect('DeleteMessage', { QueueUrl, ReceiptHandle });
    const events = await world.readEvents();
    assert.deepEqual(events.map(({ kind }) => kind).slice(2), [
      'received',
      'held',
      'visibilityChanged',
      'released',
      'deleted',
    ]);
    const extended = events.find(({ kind }) => kind === 'visibilityChanged');
    assert.deepEqual(
      [extended?.timeoutMs, extended?.chunks, extended?.consumer?.id, extended?.action],
      [EXTENSION_MS, 1, 'queueside-gateway', 'ChangeMessageVisibilityBatch'],
    );
  });

  it('lists what programs have in flight, and says what it extends', async () => {
    const [ReceiptHandle] = await receive(2);
    const list = async (id?: string) =>
      (await control.request(listInFlight, { limit: 10, ...(id !== undefined && { consumerId: id }) }))
        .messages;
    const now = schedule.now();
    assert.deepEqual(
      (await list(consumerId)).map(({ preview, state, queueArn, receivedAt, visibleAt, isExtended }) => [
        preview,
        state,
        queueArn.split(':').at(-1),
        receivedAt,
        visibleAt,
        isExtended,
      ]),
      [
        ['0', 'inFlight', 'orders', now, now + 30_000, undefined],
        ['1', 'inFlight', 'orders', now, now + 30_000, undefined],
      ],
    );
    assert.deepEqual(await list('another'), []);
    await control.request(holdClock, { consumerId });
    await pass(15);
    assert.deepEqual(
      (await list()).map(({ visibleAt, isExtended }) => [visibleAt, isExtended]),
      Array.from({ length: 2 }, () => [now + 10_000 + EXTENSION_MS, true]),
    );
    assert.equal((await control.request(listInFlight, { limit: 1 })).messages.length, 1);
    await client.expect('DeleteMessage', { QueueUrl, ReceiptHandle });
    await control.request(releaseClock, { consumerId });
    assert.deepEqual(
      (await list()).map(({ preview, isExtended }) => [preview, isExtended]),
      [['1', undefined]],
    );
  });

  it('does not extend what has time enough, and restores what was left at the pause when the program continues', async () => {
    await receive(1, client, 300);
    await control.request(holdClock, { consumerId });
    await pass(200);
    assert.equal(extensions(), 0);
    await control.request(releaseClock, { consumerId });
    await pass(299);
    assert.equal(extensions(), 1);
    assert.equal(await visible(), 0);
    await pass(2);
    assert.equal(extensions(), 1);
    assert.equal(await visible(), 1);
  });

  it('leaves at least the time that was left at the pause', async () => {
    await receive(1, client, 50);
    await control.request(holdClock, { consumerId });
    // 20 s are left then: an extension is made, which lasts 60 s.
    await pass(32);
    assert.equal(extensions(), 1);
    await pass(15);
    // 45 s are left of it, and 50 s were left at the pause.
    await control.request(releaseClock, { consumerId });
    await settle();
    assert.equal(extensions(), 2);
    await pass(49);
    assert.equal(await visible(), 0);
    await pass(2);
    assert.equal(await visible(), 1);
  });

  it('holds what the program receives while it is paused, by calls for ten messages', async () => {
    await receive(1);
    await control.request(holdClock, { consumerId });
    await receive(24);
    await pass(12);
    assert.equal(extensions(), 3);
    await pass(48);
    assert.equal(await visible(), 0);
    assert.equal(extensions(), 6);
  });

  it('lets messages of other programs come back', async () => {
    await receive(1);
    const held = consumerId;
    await client.expect('SendMessage', { QueueUrl, MessageBody: 'of the other' });
    await other.expect('ReceiveMessage', { QueueUrl, VisibilityTimeout: 30 });
    await control.request(holdClock, { consumerId: held });
    await pass(31);
    assert.equal(await visible(), 1);
  });

  it('stops when the client that holds shuts down', async () => {
    await receive(1);
    const holder = new EndingClient(await openSocket(gateway.info.control, GATEWAY_TOKEN));
    await holder.initialize();
    await holder.request(holdClock, { consumerId });
    await holder.shutDown();
    await holder.close();
    await settle();
    const made = extensions();
    await pass(61);
    assert.equal(extensions(), made);
    assert.equal(await visible(), 1);
  });

  it('tells clients when an extension fails, once, with the moment when the message comes back', async () => {
    const [ReceiptHandle] = await receive(1);
    const failures: HoldFailedParams[] = [];
    control.onNotification(holdFailed, (failure) => failures.push(failure));
    await control.request(holdClock, { consumerId });
    // Another program deletes the message: its receipt handle is gone.
    const direct = new RawClient(broker, 'json');
    await direct.expect('DeleteMessage', {
      QueueUrl: QueueUrl.replace(gateway.endpoint, broker.endpoint),
      ReceiptHandle,
    });
    const returnsAt = schedule.now() + 30 * SECOND_MS;
    await pass(28);
    assert.equal(failures.length, 1);
    const [failure] = failures;
    assert.equal(failure?.returnsAt, returnsAt);
    assert.deepEqual([failure?.program, failure?.isDenied], ['node', false]);
    assert.match(failure?.reason ?? '', /Message does not exist or is not available/);
    assert.equal(
      failure?.messageId,
      (await world.readEvents()).find(({ kind }) => kind === 'received')?.messageId,
    );
  });

  it('stops at 12 hours after the receive, and says so', async () => {
    await receive(1, client, 43_000);
    const failures: HoldFailedParams[] = [];
    control.onNotification(holdFailed, (failure) => failures.push(failure));
    await control.request(holdClock, { consumerId });
    broker.clock.advance(43_000 * SECOND_MS - 10 * SECOND_MS);
    schedule.advance(43_000 * SECOND_MS - 10 * SECOND_MS);
    await settle();
    assert.equal(extensions(), 1);
    await pass(190);
    assert.match(failures[0]?.reason ?? '', /12 hours/);
    assert.equal(failures.length, 1);
  });
});
