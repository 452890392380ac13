import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type MessageContent, objectContents } from '../../../broker/engine/base/content.ts';
import { ContentMemory } from '../../../broker/trace/contentMemory.ts';
import { TraceRecord } from '../../../broker/trace/record.ts';
import { RecordRing } from '../../../broker/trace/recordRing.ts';

/** What a content weighs beside its body. */
const OVERHEAD = 200;

describe('ContentMemory', () => {
  /** Keeps records of bodies with 500 bytes in a ring of this capacity, and tells which still have theirs. */
  function keep(count: number, capacity: number, maximumContents: number): readonly boolean[] {
    const ring = new RecordRing(capacity);
    const memory = new ContentMemory(ring, objectContents, maximumContents * (OVERHEAD + 500));
    for (let n = 0; n < count; n++) {
      const record = new TraceRecord('sent', n, 'arn');
      record.sizeBytes = 500;
      const content: MessageContent = { body: new Uint8Array(500), bodyMd5: '', senderId: '' };
      memory.keep(record, content);
      if (ring.isFull) memory.leave(ring.firstSequence);
      ring.push(record);
    }
    return Array.from({ length: count }, (_, place) => ring.at(place + 1)?.content !== undefined);
  }

  it('keeps everything while there is room', () => {
    assert.deepEqual(keep(3, 10, 3), [true, true, true]);
  });

  it('lets go of the oldest contents when there are too many bytes', () => {
    assert.deepEqual(keep(5, 10, 2), [false, false, false, true, true]);
  });

  it('lets go of what leaves the ring, and has its room again', () => {
    assert.deepEqual(keep(6, 2, 3), [false, false, false, false, true, true]);
  });

  it('is empty after it was cleared', () => {
    const ring = new RecordRing(4);
    const memory = new ContentMemory(ring, objectContents, 2 * (OVERHEAD + 500));
    const sendOne = () => {
      const record = new TraceRecord('sent', 0, 'arn');
      record.sizeBytes = 500;
      memory.keep(record, { body: new Uint8Array(500), bodyMd5: '', senderId: '' });
      return ring.push(record);
    };
    sendOne();
    sendOne();
    memory.leave(ring.lastSequence);
    ring.clear();
    for (const sequence of [sendOne(), sendOne()]) {
      assert.notEqual(ring.at(sequence)?.content, undefined);
    }
  });
});
