import assert from 'node:assert/strict';
import { describeReturned, leftOf, RETURNED, writeReturned } from '../../support/functions/returnedValues.ts';
import { type FakeInvocation, MappingWorld } from '../../support/mappingWorld.ts';

const SECOND_MS = 1000;
describe('What a function returns to its event source mapping', () => {
  for (const [returned, left] of RETURNED) {
    for (const reportsItemFailures of [false, true]) {
      const how = reportsItemFailures ? 'with' : 'without';
      it(`${describeReturned(returned)}, ${how} ReportBatchItemFailures`, () => {
        const world = new MappingWorld();
        world.create({ windowSeconds: 1, reportsItemFailures });
        world.send(['a', 'b']);
        world.advance(SECOND_MS);
        const [invocation] = world.take() as [FakeInvocation];
        invocation.returns(writeReturned(returned, invocation.messageIds[0] ?? ''));
        const expected = leftOf(['a', 'b'], left, reportsItemFailures);
        // What is left is in flight until the timeout that began at the receive ends.
        assert.equal(world.queue.inFlightCount, expected.length);
        world.advance(40 * SECOND_MS);
        assert.deepEqual(world.takeBodies(), expected.length === 0 ? [] : [expected]);
      });
    }
  }
});

describe('The event of an event source mapping', () => {
  const receive = (windowSeconds: number): FakeInvocation => {
    const world = new MappingWorld();
    world.create({ windowSeconds });
    world.send(['a']);
    world.advance(windowSeconds * SECOND_MS);
    return world.take()[0] ?? assert.fail('no invocation');
  };

  it('has one member, and the records as the service writes them', () => {
    const { request, records } = receive(0);
    assert.deepEqual(Object.keys(JSON.parse(request.payload) as object), ['Records']);
    const { messageId, receiptHandle, attributes, ...rest } = records[0] ?? {};
    assert.match(String(messageId), /^[0-9a-f-]{36}$/);
    assert.match(String(receiptHandle), /^AQEB/);
    assert.deepEqual(attributes, {
      ApproximateReceiveCount: '1',
      SentTimestamp: '1700000000000',
      SenderId: 'TESTER',
      ApproximateFirstReceiveTimestamp: '1700000000000',
    });
    assert.deepEqual(rest, {
      body: 'a',
      messageAttributes: {},
      md5OfBody: '0cc175b9c0f1b6a831c399e269772661',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:orders',
      awsRegion: 'us-east-1',
    });
  });

  it('has null as the digest of no attributes with a window, and no digest without one', () => {
    assert.equal('md5OfMessageAttributes' in (receive(0).records[0] ?? {}), false);
    assert.equal(receive(1).records[0]?.['md5OfMessageAttributes'], null);
  });
});

describe('The filters of an event source mapping', () => {
  for (const [what, pattern, body, bodyForm] of [
    ['text and a rule for JSON', '{"body":{"kind":["new"]}}', 'new', 'text'],
    ['JSON and a rule for text', '{"body":[{"prefix":"{"}]}', '{"kind":"new"}', 'json'],
    ['JSON with another value', '{"body":{"kind":["new"]}}', '{"kind":"old"}', undefined],
  ] as const) {
    it(`delete ${what} at once, and report ${bodyForm === undefined ? 'it' : 'the form of the body as the reason'}`, () => {
      const world = new MappingWorld();
      world.create({ patterns: [pattern] });
      world.send([body]);
      assert.equal(world.queue.messageCount, 0);
      assert.deepEqual(world.take(), []);
      assert.deepEqual(
        world.unwanted.map((message) => message.bodyForm),
        [bodyForm && { pattern, form: bodyForm }],
      );
      assert.equal(world.counts.get('FilteredOutEventCount'), 1);
    });
  }

  it('take what they match when the mapping is changed', () => {
    const world = new MappingWorld();
    const mapping = world.create({ patterns: ['{"body":["x"]}'] });
    world.book.update(mapping, { patterns: ['{"body":["y"]}'] });
    world.send(['y']);
    assert.deepEqual(world.takeBodies(), [['y']]);
  });
});

describe('An event source mapping whose clock is set back', () => {
  it('still waits for the rest of its window, and of its pauses', () => {
    const world = new MappingWorld();
    world.create({ windowSeconds: 10, batchSize: 100 });
    world.advance(3600 * SECOND_MS);
    world.send(['a']);
    world.advance(4 * SECOND_MS);
    world.goBack(3600 * SECOND_MS);
    world.advance(5999);
    assert.deepEqual(world.take(), []);
    world.advance(1);
    const [invocation] = world.take() as [FakeInvocation];
    invocation.end({ outcome: 'throttled', reason: 'busy' });
    world.goBack(6 * SECOND_MS);
    world.advance(999);
    assert.deepEqual(world.take(), []);
    world.advance(1);
    assert.deepEqual(world.takeBodies(), [['a']]);
  });
});
