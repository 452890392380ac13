import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'mocha';
import { deleteQueue } from '../../../broker/engine/operations/deleteQueue.ts';
import { sendMessage } from '../../../broker/engine/operations/sendMessage.ts';
import { describeIdentity } from '../../../broker/sqs/calls/callerIdentity.ts';
import type { SqsFrontOptions } from '../../../broker/sqs/calls/front.ts';
import { Causes } from '../../../broker/trace/causes.ts';
import { recordApiCall } from '../../../broker/trace/fromCall.ts';
import { caller, EngineHarness } from '../../support/engineHarness.ts';

const HUGE = 'x'.repeat(4_000_000);

/** The trace keeps 100,000 events: what one of them may hold has to be small. */
describe('What a peer can make the broker remember', () => {
  it('is the beginning of an error message, however much of the request is in it', () => {
    const record = recordApiCall(
      {
        action: 'DeleteMessage',
        caller,
        payloadBytes: 0,
        billedRequests: 1,
        messageCount: 0,
        durationMs: 1,
        error: { code: 'ReceiptHandleIsInvalid', message: `The handle ${HUGE} is not valid.` },
        explanation: [HUGE],
      },
      0,
    );
    assert.match(record?.error?.message ?? '', /^The handle x+…$/);
    assert.ok((record?.error?.message.length ?? 0) <= 1001);
    assert.ok((record?.detail?.length ?? 0) <= 8001);
  });

  it('is the beginning of a failed batch entry’s message', () => {
    const record = recordApiCall(
      {
        action: 'SendMessageBatch',
        caller,
        payloadBytes: 0,
        billedRequests: 1,
        messageCount: 1,
        durationMs: 1,
        failedEntries: { count: 1, code: 'InvalidParameterValue', message: HUGE },
      },
      0,
    );
    assert.ok((record?.error?.message.length ?? 0) <= 1001);
  });

  it('is the beginning of a user agent', () => {
    const front = { config: { account: '000000000000', region: 'us-east-1' } } as unknown as SqsFrontOptions;
    const peer = describeIdentity(front, { accessKeyId: 'AKID', region: undefined }, HUGE);
    assert.ok(peer.userAgent.length <= 513);
  });

  it('are no more messages of one consumer than it is worth to look through', () => {
    const harness = new EngineHarness();
    const causes = new Causes();
    harness.engine.onEvent((event) => causes.observe(event));
    for (let round = 0; round < 300; round++) {
      // In a queue that is deleted, they end without an event of their own.
      const queue = harness.createQueue(`orders-${round}`);
      for (let count = 0; count < 10; count++)
        sendMessage(harness.engine, queue, { body: randomUUID() }, caller);
      assert.equal(harness.receive(queue, { maxMessages: 10 }).length, 10);
      deleteQueue(harness.engine, queue, caller);
    }
    assert.ok(causes.watchedCount <= 1000, String(causes.watchedCount));
    assert.equal(causes.find(caller.consumerId), undefined);
  });

  it('are the names of deleted queues for as long as they are blocked', () => {
    const harness = new EngineHarness();
    for (let count = 0; count < 100; count++) {
      deleteQueue(harness.engine, harness.createQueue(`orders-${count}`), caller);
      harness.clock.advance(1_000);
    }
    assert.equal(harness.engine.deletedAt.size, 60);
  });
});
