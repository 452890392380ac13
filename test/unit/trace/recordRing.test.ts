import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Previews } from '../../../broker/trace/previews.ts';
import { TraceRecord } from '../../../broker/trace/record.ts';
import { RecordRing } from '../../../broker/trace/recordRing.ts';

/** Adds records that say their number by their time. */
function fill(ring: RecordRing, count: number): void {
  for (let n = 0; n < count; n++) ring.push(new TraceRecord('visible', ring.lastSequence + 1, 'arn'));
}

function keptOf(ring: RecordRing): (number | undefined)[] {
  const kept = [];
  for (let sequence = ring.firstSequence; sequence <= ring.lastSequence; sequence++)
    kept.push(ring.at(sequence)?.at);
  return kept;
}

/** A record in which nothing is absent. */
function makeFullRecord(): TraceRecord {
  const record = new TraceRecord('rejected', 1_000, 'arn:aws:sqs:us-east-1:000000000000:orders');
  record.messageNumber = 7;
  record.groupId = 'group';
  record.caller = {
    consumerId: 'consumer',
    accessKeyId: 'key',
    account: '000000000000',
    region: 'us-east-1',
    userAgent: 'agent',
    requestId: 'request',
    action: 'DeleteMessage',
  };
  record.receiptHandle = 'handle';
  record.receiveCount = 2;
  record.sentAt = 900.5;
  record.receivedAt = 950;
  record.timeoutMs = 30_000;
  record.sizeBytes = 1024;
  record.depth = { visible: 3, inFlight: 2, delayed: 1, oldestAgeMs: 100 };
  record.otherDepth = { visible: 1, inFlight: 0, delayed: 0, oldestAgeMs: 5 };
  record.movedMs = -5;
  record.isReset = true;
  record.previews = new Previews();
  record.previewPlace = 0;
  record.chunks = 1;
  record.otherQueueArn = 'arn:aws:sqs:us-east-1:000000000000:other';
  record.detail = 'A sentence.';
  record.isLate = true;
  record.isInferred = true;
  record.isPartial = true;
  record.pool = { name: 'workers', policy: 'keda' };
  record.invoked = { function: 'resize', isCold: true, messages: 1, messageNumbers: [7] };
  record.cause = 'reported';
  record.fault = 'delay';
  record.durationMs = 1.5;
  record.causedBy = 3;
  record.flowId = 'flow';
  record.otherMessageNumber = 8;
  record.content = { body: new Uint8Array(1) };
  record.error = { code: 'Code', message: 'Message' };
  return record;
}

describe('RecordRing', () => {
  it('is empty at first', () => {
    const ring = new RecordRing(3);
    assert.deepEqual(
      [ring.firstSequence, ring.lastSequence, ring.at(0), ring.at(1)],
      [1, 0, undefined, undefined],
    );
  });

  const cases: readonly [pushes: number, capacity: number, kept: readonly number[]][] = [
    [1, 3, [1]],
    [3, 3, [1, 2, 3]],
    [4, 3, [2, 3, 4]],
    [6, 3, [4, 5, 6]],
    [1000, 3, [998, 999, 1000]],
    // More than one piece, twice around.
    [5003, 2500, Array.from({ length: 2500 }, (_, place) => 2504 + place)],
  ];
  for (const [pushes, capacity, kept] of cases) {
    it(`keeps the newest ${capacity} of ${pushes}`, () => {
      const ring = new RecordRing(capacity);
      fill(ring, pushes);
      assert.deepEqual(keptOf(ring), kept);
      assert.equal(ring.at(ring.firstSequence - 1), undefined);
      assert.equal(ring.at(ring.lastSequence + 1), undefined);
      assert.equal(ring.isFull, pushes >= capacity);
    });
  }

  it('gives back everything that a record says, and what it does not say', () => {
    const ring = new RecordRing(1);
    const full = makeFullRecord();
    assert.deepEqual(Object.values(full).includes(undefined), false);
    ring.push(full);
    assert.deepEqual(ring.at(1), full);
    // Over a full one, so that nothing of it may be left.
    ring.push(new TraceRecord('visible', 2_000, undefined));
    const plain = new TraceRecord('visible', 2_000, undefined);
    plain.previewPlace = 0;
    assert.deepEqual(ring.at(2), plain);
  });

  it('adds what is known at the end of a call, as long as its record is there', () => {
    const ring = new RecordRing(2);
    fill(ring, 3);
    ring.endCall(2, 4, 12.5);
    ring.endCall(1, 9, 99);
    assert.deepEqual(
      [2, 3].map((sequence) => [ring.at(sequence)?.chunks, ring.at(sequence)?.durationMs]),
      [
        [4, 12.5],
        [undefined, undefined],
      ],
    );
  });

  it('lets a content be taken once', () => {
    const ring = new RecordRing(2);
    const record = makeFullRecord();
    ring.push(record);
    assert.deepEqual(ring.takeContent(1), { content: record.content, sizeBytes: 1024 });
    assert.equal(ring.takeContent(1), undefined);
    assert.equal(ring.at(1)?.content, undefined);
  });

  it('continues with its numbers after it was cleared', () => {
    const ring = new RecordRing(3);
    fill(ring, 5);
    ring.clear();
    assert.deepEqual(keptOf(ring), []);
    assert.deepEqual([ring.firstSequence, ring.lastSequence], [6, 5]);
    fill(ring, 2);
    assert.deepEqual(keptOf(ring), [6, 7]);
    fill(ring, 2);
    assert.deepEqual(keptOf(ring), [7, 8, 9]);
  });
});
