import assert from 'node:assert/strict';
import type { QueueSummary } from '../../../broker/protocol/queue.ts';
import { compareQueues } from '../../../extension/queues/queueStore.ts';
import { DeadLetterBadge } from '../../../extension/queues/deadLetterBadge.ts';
import {
  describeCounts,
  encodeQueueContext,
  describeFilter,
  describeQueueForScreenReader,
} from '../../../extension/queues/queueText.ts';
import {
  describeMessage,
  describeMessageRow,
  labelMessage,
} from '../../../extension/queues/messages/messageText.ts';
import { formatBytes } from '../../../extension/ground/text.ts';

function makeQueue(name: string, visible = 0, more: Partial<QueueSummary> = {}): QueueSummary {
  return {
    arn: `arn:aws:sqs:us-east-1:000000000000:${name}`,
    name,
    url: `http://127.0.0.1:9324/000000000000/${name}`,
    kind: 'standard',
    counts: { visible, inFlight: 0, delayed: 0 },
    deadLetterSources: [],
    heldCount: 0,
    ...more,
  };
}

describe('the difference of two snapshots of the queues', () => {
  for (const [name, before, after, expected] of [
    ['nothing', ['a', 'b'], ['a', 'b'], { membership: false, changed: [] }],
    ['a new queue', ['a'], ['a', 'b'], { membership: true, changed: [] }],
    ['a queue that is gone', ['a', 'b'], ['b'], { membership: true, changed: [] }],
    ['another order', ['a', 'b'], ['b', 'a'], { membership: true, changed: [] }],
  ] as const) {
    it(`is ${name}`, () => {
      const make = (names: readonly string[]) => names.map((queue) => makeQueue(queue));
      assert.deepEqual(compareQueues(make(before), make(after)), expected);
    });
  }

  it('names the queues that look different', () => {
    const before = [makeQueue('a'), makeQueue('b')];
    assert.deepEqual(compareQueues(before, [makeQueue('a'), makeQueue('b', 1)]), {
      membership: false,
      changed: [before[1]?.arn],
    });
  });
});

describe('what the tree says of a queue', () => {
  const dlq = { deadLetterSources: ['arn:aws:sqs:us-east-1:000000000000:orders'] };

  it('counts by state and leaves out what is not there', () => {
    const say = (visible: number, inFlight: number, delayed: number, held = 0) =>
      describeCounts({ visible, inFlight, delayed }, held);
    assert.equal(say(3, 1, 2), '3 visible · 1 in flight · 2 delayed');
    assert.equal(say(0, 4, 0, 2), '4 in flight · 2 held');
    assert.equal(say(0, 0, 0), '');
    assert.equal(say(1_204, 0, 0), '1,204 visible');
  });

  it('gives menus the words that their conditions look for', () => {
    assert.equal(encodeQueueContext(makeQueue('a')), 'queue;standard;empty');
    assert.equal(
      encodeQueueContext(makeQueue('a.fifo', 1, { kind: 'fifo', ...dlq })),
      'queue;fifo;dlq;nonempty',
    );
    assert.doesNotMatch(encodeQueueContext(makeQueue('a')), /;nonempty/);
  });

  it('is a sentence for screen readers', () => {
    assert.equal(describeQueueForScreenReader(makeQueue('orders', 3)), 'orders, standard queue, 3 visible');
    assert.equal(
      describeQueueForScreenReader(makeQueue('dead', 0, dlq)),
      'dead, standard queue, dead-letter queue, empty',
    );
  });

  it('says which filter hides how many queues', () => {
    const queues = ['orders', 'ORDERS-dead', 'images'].map((name) => makeQueue(name, 0));
    assert.equal(describeFilter('', queues), '');
    assert.equal(
      describeFilter('ord', queues.slice(0, 1)),
      'Filtered by “ord”: 1 of 1 queue. Press Escape to show all.',
    );
    assert.equal(
      describeFilter('Ord', queues),
      'Filtered by “Ord”: 2 of 3 queues. Press Escape to show all.',
    );
    assert.equal(
      describeFilter('none', queues),
      'Filtered by “none”: 0 of 3 queues. Press Escape to show all.',
    );
    const many = Array.from({ length: 2_004 }, (_, index) => makeQueue(`service-${index}`, 0));
    assert.equal(
      describeFilter('service', many),
      'Filtered by “service”: 2,004 of 2,004 queues. Press Escape to show all.',
    );
  });

  it('puts a body on one short line', () => {
    assert.equal(labelMessage(' {\n  "id": 1\n}'), '{ "id": 1 }');
    assert.equal(labelMessage(' \n'), '(blank)');
    assert.equal(labelMessage('x'.repeat(200)).length, 40);
  });

  it('says of a message first what must not be cut: its size, and whether it is visible', () => {
    const message = {
      messageId: 'id',
      state: 'visible',
      sentAt: 0,
      receiveCount: 2,
      sizeBytes: 1229,
      preview: '',
      groupId: 'a',
    } as const;
    assert.equal(describeMessage(message, 0), '1.2 KiB · visible · received 2× · group a');
    // In the tree, an icon says so.
    assert.equal(describeMessageRow(message, 0), '1.2 KiB · received 2× · group a');
    assert.equal(
      describeMessageRow({ ...message, state: 'inFlight', visibleAt: 12_000 }, 0),
      '1.2 KiB · in flight, 12 s left · received 2× · group a',
    );
  });

  it('gives sizes in the units of the service', () => {
    assert.deepEqual([0, 1023, 1024, 65_536, 1_048_576].map(formatBytes), [
      '0 B',
      '1023 B',
      '1 KiB',
      '64 KiB',
      '1 MiB',
    ]);
  });
});

describe('the badge of dead letters', () => {
  const at = (count: number) => [
    makeQueue('orders', 9),
    makeQueue('dead', count, { deadLetterSources: ['x'] }),
  ];

  it('counts what came since the user looked', () => {
    const badge = new DeadLetterBadge();
    assert.equal(badge.update(at(2), false), 2);
    assert.equal(badge.update(at(2), true), 0);
    assert.equal(badge.update(at(5), false), 3);
  });

  it('counts new ones after the old ones were redriven', () => {
    const badge = new DeadLetterBadge();
    badge.update(at(5), true);
    assert.equal(badge.update(at(1), false), 0);
    assert.equal(badge.update(at(3), false), 2);
  });

  it('starts over for a queue that was deleted and created again', () => {
    const badge = new DeadLetterBadge();
    badge.update(at(5), true);
    badge.update([], false);
    assert.equal(badge.update(at(4), false), 4);
  });
});
