import assert from 'node:assert/strict';
import type { Queue } from '../../../broker/engine/state/queue.ts';
import { type FakeInvocation, FUNCTION, MappingWorld, numbered } from '../../support/mappingWorld.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

describe('An event source mapping', () => {
  let world: MappingWorld;

  const takeOne = (): FakeInvocation => {
    const [invocation, ...others] = world.take();
    assert.equal(others.length, 0);
    return invocation ?? assert.fail('no invocation');
  };
  const count = ({ visibleCount, inFlightCount }: Queue): { visible: number; inFlight: number } => ({
    visible: visibleCount,
    inFlight: inFlightCount,
  });

  beforeEach(() => {
    world = new MappingWorld();
  });

  describe('with one message', () => {
    it('invokes its function at once, and deletes the message when the function returns', () => {
      world.create();
      world.send(['a']);
      const invocation = takeOne();
      assert.deepEqual(invocation.bodies, ['a']);
      assert.deepEqual(count(world.queue), { visible: 0, inFlight: 1 });
      invocation.returns();
      assert.equal(world.queue.messageCount, 0);
      assert.equal(world.wakesAt, undefined);
    });

    it('leaves it in flight when the function fails, until the visibility timeout that began at the receive ends', () => {
      world.create();
      world.send(['a']);
      takeOne().fails();
      world.advance(29_999);
      assert.deepEqual(world.take(), []);
      world.advance(1);
      const again = takeOne();
      assert.deepEqual(again.bodies, ['a']);
      assert.equal(
        world.events.some(({ kind }) => kind === 'visibilityChanged'),
        false,
      );
      again.returns();
      assert.equal(world.queue.messageCount, 0);
    });

    it('deletes it with its old handle when the function succeeds after the visibility timeout', () => {
      world.functions.declare(FUNCTION, { environments: 1 });
      world.create();
      world.send(['a']);
      world.advance(40 * SECOND_MS);
      assert.deepEqual(count(world.queue), { visible: 1, inFlight: 0 });
      takeOne().returns();
      assert.equal(world.queue.messageCount, 0);
      assert.deepEqual(world.take(), []);
    });
  });

  it('gives a message that fails to the dead-letter queue after exactly maxReceiveCount invocations', () => {
    const dead = world.createQueue('dead');
    const source = world.createQueue('source', {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 3 }),
    });
    world.create({}, source);
    world.functions.respond = (invocation) => invocation.fails();
    world.send(['a'], source);
    world.advance(10 * MINUTE_MS);
    assert.deepEqual(
      world.take().map(({ at }, _, [first]) => at - (first?.at ?? 0)),
      [0, 30 * SECOND_MS, 60 * SECOND_MS],
    );
    assert.equal(source.messageCount, 0);
    assert.equal(dead.messageCount, 1);
  });

  describe('without a window', () => {
    it('makes a batch of what one receive returned', () => {
      world.create();
      world.send(numbered(1, 1));
      const first = takeOne();
      world.functions.declare(FUNCTION, { environments: 1 });
      world.send(numbered(2, 14));
      first.returns();
      assert.deepEqual(world.takeBodies(), [numbered(2, 11)]);
    });
  });

  describe('with a window of 2 s and a batch size of 100', () => {
    beforeEach(() => {
      world.create({ windowSeconds: 2, batchSize: 100 });
    });

    it('makes one batch of 15 messages 2 s after the first', () => {
      world.send(numbered(1, 5));
      world.advance(1000);
      world.send(numbered(6, 15));
      world.advance(999);
      assert.deepEqual(world.take(), []);
      world.advance(1);
      assert.deepEqual(world.takeBodies(), [numbered(1, 15)]);
      assert.equal(world.wakesAt, undefined);
    });

    it('makes a batch of 100 messages at once', () => {
      world.send(numbered(1, 100));
      assert.deepEqual(world.takeBodies(), [numbered(1, 100)]);
    });

    it('receives with the window, the timeout and 30 s, if that is longer than the timeout of the queue', () => {
      world.send(['a']);
      const received = world.events.find(({ kind }) => kind === 'received');
      assert.equal(received?.kind === 'received' && received.timeoutMs, 35 * SECOND_MS);
    });

    it('hands over what it has when it is disabled, and receives no more', () => {
      const [mapping] = world.book.all;
      world.send(['a']);
      world.book.update(mapping ?? assert.fail(), { isEnabled: false });
      assert.deepEqual(world.takeBodies(), [['a']]);
      world.send(['b']);
      world.advance(MINUTE_MS);
      assert.deepEqual(world.take(), []);
    });
  });

  it('passes a window of 300 s when the clock is advanced', () => {
    world.create({ windowSeconds: 300, batchSize: 10_000 });
    world.send(['a']);
    world.advance(299_999);
    assert.deepEqual(world.take(), []);
    world.advance(1);
    assert.deepEqual(world.takeBodies(), [['a']]);
  });

  it('cuts batches at 6 MB, and keeps the rest for the next batch', () => {
    world.create({ windowSeconds: 1, batchSize: 10 });
    const bodies = numbered(1, 8).map((name) => name.repeat(1_048_576));
    world.send(bodies);
    world.advance(SECOND_MS);
    const invocations = world.take();
    assert.deepEqual(
      invocations.flatMap((invocation) => invocation.bodies.map(([name]) => name)),
      numbered(1, 8),
    );
    assert.ok(invocations.length >= 2);
    for (const { request } of invocations) assert.ok(Buffer.byteLength(request.payload) <= 6_291_556);
    for (const invocation of invocations) invocation.returns();
    assert.equal(world.queue.messageCount, 0);
  });

  describe('on a FIFO queue', () => {
    it('keeps the order of a group: what failed comes again before what follows', () => {
      const fifo = world.createQueue('orders.fifo');
      world.create({ reportsItemFailures: true }, fifo);
      world.send(['1'], fifo, { groupId: 'g' });
      const first = takeOne();
      world.send(['2', '3', '4'], fifo, { groupId: 'g' });
      world.send(['other'], fifo, { groupId: 'h' });
      const others = takeOne();
      assert.deepEqual(others.bodies, ['other']);
      others.returns();
      first.returns();
      const three = takeOne();
      assert.deepEqual(three.bodies, ['2', '3', '4']);
      three.returns({
        batchItemFailures: three.messageIds.slice(1).map((itemIdentifier) => ({ itemIdentifier })),
      });
      world.send(['5'], fifo, { groupId: 'g' });
      world.advance(29_999);
      assert.deepEqual(world.take(), []);
      world.advance(1);
      assert.deepEqual(world.takeBodies(), [['3', '4', '5']]);
    });

    it('does not invoke the rest of a receive that was cut before the first part is done', () => {
      const fifo = world.createQueue('orders.fifo');
      world.functions.declare(FUNCTION, { environments: 0 });
      world.create({}, fifo);
      for (const name of numbered(1, 7))
        world.send([name.repeat(1_048_576)], fifo, { groupId: name === '7' ? 'h' : 'g' });
      world.functions.declare(FUNCTION, { environments: 10 });
      // So much is read in several turns.
      world.turn();
      const first = takeOne();
      assert.equal(first.bodies.length, 5);
      first.fails();
      // The sixth waits for the others of its group.
      assert.deepEqual(
        world.takeBodies().map((bodies) => bodies.map(([name]) => name)),
        [['7']],
      );
    });
  });

  it('says of each message of a batch in which invocation it was, and why it comes again', () => {
    world.create({ reportsItemFailures: true, windowSeconds: 1, batchSize: 25 });
    world.send(numbered(1, 25));
    const invocation = takeOne();
    const { origin } = invocation.request;
    assert.deepEqual(
      [origin.batch?.queueArn, origin.batch?.messages.map(({ messageId }) => messageId)],
      [world.queue.arn, invocation.messageIds],
    );
    const [first = '', ...others] = invocation.messageIds;
    invocation.returns({ batchItemFailures: [{ itemIdentifier: first }] });
    const link = { requestId: 'r', environment: FUNCTION };
    const detail = 'The function reported that 1 message failed.';
    assert.deepEqual(world.failed, [{ messageId: first, cause: 'reported', detail, invocation: link }]);
    const deleted = world.events.filter((event) => event.kind === 'deleted');
    assert.equal(deleted.length, others.length);
    for (const event of deleted) assert.deepEqual('caller' in event && event.caller.invocation, link);
  });

  it('deletes the messages of two invocations in calls of their own', () => {
    world.create();
    world.send(['a', 'b']);
    const both = world.take();
    assert.equal(both.length, 2);
    both.forEach(({ end }, index) =>
      end({ outcome: 'returned', requestId: `r${index}`, payload: Buffer.from('null') }),
    );
    const calls = world.calls.filter(({ action }) => action === 'DeleteMessageBatch');
    assert.deepEqual(
      calls.map(({ caller, messageCount }) => [caller.invocation?.requestId, messageCount]),
      [
        ['r0', 1],
        ['r1', 1],
      ],
    );
  });

  it('deletes what no filter matches at once, and does not count it for the batch', () => {
    world.create({ windowSeconds: 10, batchSize: 11, patterns: ['{"body":["ok"]}'] });
    world.send([...numbered(1, 10), ...Array.from({ length: 10 }, () => 'ok')]);
    assert.deepEqual(world.take(), []);
    assert.equal(world.queue.messageCount, 10);
    assert.equal(world.unwanted.length, 10);
    world.send(['ok']);
    assert.equal(takeOne().bodies.length, 11);
  });

  describe('that ends', () => {
    it('has no new receive after it is disabled, and deletes what its last batch processed', () => {
      const mapping = world.create();
      world.send(['a']);
      const last = takeOne();
      world.book.update(mapping, { isEnabled: false });
      world.send(['b']);
      last.returns();
      assert.deepEqual(count(world.queue), { visible: 1, inFlight: 0 });
      assert.deepEqual(world.take(), []);
      assert.equal(world.queue.waiters.size, 0);
      world.book.update(mapping, { isEnabled: true });
      assert.deepEqual(world.takeBodies(), [['b']]);
    });

    it('deletes what its last batch processed after it was deleted itself', () => {
      const mapping = world.create();
      world.send(['a']);
      world.book.remove(mapping);
      takeOne().returns();
      assert.equal(world.queue.messageCount, 0);
      assert.equal(world.queue.waiters.size, 0);
    });
  });

  it('waits for a queue that was deleted and is created again', () => {
    world.create();
    world.deleteQueue(world.queue);
    world.advance(2 * MINUTE_MS);
    assert.equal(world.wakesAt, undefined);
    const again = world.createQueue('orders');
    world.turn();
    world.send(['a'], again);
    assert.deepEqual(world.takeBodies(), [['a']]);
  });

  it('pauses the visibility timeouts of one batch while its process is stopped by a debugger', () => {
    world.create({ batchSize: 1 });
    world.send(['a', 'b']);
    const [first, second] = world.take() as [FakeInvocation, FakeInvocation];
    world.advance(10 * SECOND_MS);
    first.request.onPause?.(true);
    world.advance(20 * SECOND_MS);
    // Only that of the other message has ended.
    assert.deepEqual(world.takeBodies(), [['b']]);
    second.returns();
    world.advance(MINUTE_MS);
    world.take();
    first.request.onPause?.(false);
    world.advance(19_999);
    assert.equal(world.takeBodies().flat().includes('a'), false);
    world.advance(1);
    assert.equal(world.takeBodies().flat().includes('a'), true);
  });

  it('resumes the visibility timeouts of a batch whose process ended while it was stopped', () => {
    world.create();
    world.send(['a']);
    const invocation = takeOne();
    invocation.request.onPause?.(true);
    world.advance(MINUTE_MS);
    invocation.fails();
    world.advance(30 * SECOND_MS);
    assert.deepEqual(world.takeBodies(), [['a']]);
  });

  it('counts what happens to its messages', () => {
    const patterns = ['{"body":[{"prefix":"ok"}]}'];
    world.create({ reportsItemFailures: true, patterns, windowSeconds: 1 });
    world.send(['no', 'ok1', 'ok2', 'ok3']);
    world.advance(SECOND_MS);
    const { returns, messageIds } = takeOne();
    returns({ batchItemFailures: [{ itemIdentifier: messageIds[0] }] });
    assert.deepEqual(Object.fromEntries(world.counts), {
      PolledEventCount: 4,
      FilteredOutEventCount: 1,
      InvokedEventCount: 3,
      FailedInvokeEventCount: 1,
      DeletedEventCount: 2,
    });
  });

  it('is billed as any consumer: a receive for each long poll, a deletion for each ten messages', () => {
    world.create({ windowSeconds: 1, batchSize: 100 });
    world.functions.respond = (invocation) => invocation.returns();
    world.send(numbered(1, 25));
    world.advance(SECOND_MS);
    const deletions = world.calls.filter(({ action }) => action === 'DeleteMessageBatch');
    assert.deepEqual(
      deletions.map(({ messageCount }) => messageCount),
      [10, 10, 5],
    );
    world.calls.length = 0;
    world.advance(MINUTE_MS);
    assert.deepEqual(
      world.calls.map(({ action, messageCount }) => `${action} ${messageCount}`),
      ['ReceiveMessage 0', 'ReceiveMessage 0', 'ReceiveMessage 0'],
    );
  });
});
