import assert from 'node:assert/strict';
import { deleteQueue } from '../../../broker/engine/deleteQueue.ts';
import { purgeQueue } from '../../../broker/engine/purgeQueue.ts';
import { caller, unwrap } from '../../support/engineHarness.ts';
import { JournalHarness } from '../../support/journalHarness.ts';

describe('undoing what lost messages', () => {
  let harness: JournalHarness;

  beforeEach(() => {
    harness = new JournalHarness({ segmentBytes: 2048 });
    harness.start();
    harness.create('orders', { VisibilityTimeout: '77' }, { team: 'a' });
    for (const body of ['a', 'b', 'c']) harness.send('orders', body);
    harness.turn();
  });

  it('a purge: the messages are back, once, also after a restart', () => {
    unwrap(purgeQueue(harness.engine, harness.queue('orders'), caller));
    harness.turn();
    harness.send('orders', 'after');
    harness.turn();
    assert.deepEqual(harness.journal.undoPurge(harness.queue('orders')), { messages: 3 });
    assert.equal(harness.queue('orders').messageCount, 4);
    harness.turn();
    harness.crash();
    assert.deepEqual(harness.bodies('orders').sort(), ['a', 'after', 'b', 'c']);
    assert.deepEqual(harness.journal.undoPurge(harness.queue('orders')), { messages: 0 });
  });

  it('a purge: reclaim leaves the messages alone for a while', () => {
    unwrap(purgeQueue(harness.engine, harness.queue('orders'), caller));
    for (let count = 0; count < 20; count++) {
      harness.send('orders', 'x'.repeat(1000));
      harness.turn();
    }
    harness.pass(10_000);
    assert.deepEqual(harness.journal.undoPurge(harness.queue('orders')), { messages: 3 });
  });

  it('a deletion: the queue is back with its settings, tags and messages', () => {
    const { arn } = harness.queue('orders');
    deleteQueue(harness.engine, harness.queue('orders'), caller);
    harness.turn();
    assert.deepEqual(harness.journal.undoDeleteQueue(arn, caller), { messages: 3 });
    harness.turn();
    harness.crash();
    const queue = harness.queue('orders');
    assert.equal(queue.settings.visibilitySeconds, 77);
    assert.deepEqual([...queue.tags], [['team', 'a']]);
    assert.deepEqual(harness.bodies('orders'), ['a', 'b', 'c']);
  });

  it('a deletion of what nobody knows: nothing', () => {
    assert.equal(
      harness.journal.undoDeleteQueue('arn:aws:sqs:us-east-1:000000000000:none', caller),
      undefined,
    );
  });
});
