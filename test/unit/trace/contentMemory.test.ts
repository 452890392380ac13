import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type MessageContent, objectContents } from '../../../broker/engine/content.ts';
import { ContentMemory } from '../../../broker/trace/contentMemory.ts';
import { TraceRecord } from '../../../broker/trace/record.ts';
import { Ring } from '../../../broker/trace/ring.ts';

/** What a content weighs beside its body. */
const OVERHEAD = 200;

describe('ContentMemory', () => {
  /** Keeps records of bodies with 500 bytes in a ring of this capacity, and tells which still have theirs. */
  function keep(count: number, capacity: number, maximumContents: number): readonly boolean[] {
    const ring = new Ring<TraceRecord>(capacity);
    const memory = new ContentMemory(ring, objectContents, maximumContents * (OVERHEAD + 500));
    const records: TraceRecord[] = [];
    for (let n = 0; n < count; n++) {
      const record = new TraceRecord('sent', n, 'arn');
      record.sizeBytes = 500;
      const content: MessageContent = { body: new Uint8Array(500), bodyMd5: '', senderId: '' };
      memory.keep(record, content);
      if (ring.lastSequence - ring.firstSequence + 1 >= capacity) memory.leave(ring.firstSequence);
      ring.push(record);
      records.push(record);
    }
    return records.map(({ content }) => content !== undefined);
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
    const ring = new Ring<TraceRecord>(4);
    const memory = new ContentMemory(ring, objectContents, 2 * (OVERHEAD + 500));
    const sendOne = () => {
      const record = new TraceRecord('sent', 0, 'arn');
      record.sizeBytes = 500;
      memory.keep(record, { body: new Uint8Array(500), bodyMd5: '', senderId: '' });
      ring.push(record);
      return record;
    };
    sendOne();
    sendOne();
    memory.leave(ring.lastSequence);
    ring.clear();
    const [first, second] = [sendOne(), sendOne()];
    assert.ok(first.content !== undefined && second.content !== undefined);
  });
});
