import type { MessageContent } from '../engine/content.ts';
import type { TraceRecord } from './record.ts';
import type { Ring } from './ring.ts';

/** Bodies that the trace remembers beside what waits in the queues, in bytes. */
export const CONTENT_BYTES = 32 * 1_048_576;
/** What an object and its strings weigh beside the body. */
const CONTENT_OVERHEAD_BYTES = 500;

/** Keeps the contents of the newest sends with their records, and lets go of the oldest when there are too many bytes. */
export class ContentMemory {
  private readonly ring: Ring<TraceRecord>;
  private readonly maximumBytes: number;
  private bytes = 0;
  /** Sequence number of the first record that may still have its content. */
  private cursor = 1;

  constructor(ring: Ring<TraceRecord>, maximumBytes: number) {
    this.ring = ring;
    this.maximumBytes = maximumBytes;
  }

  /** To be called before the record goes into the ring: the oldest one may leave for it. */
  keep(record: TraceRecord, content: MessageContent): void {
    record.content = content;
    this.bytes += weigh(content);
    while (this.bytes > this.maximumBytes && this.cursor <= this.ring.lastSequence) this.dropNext();
  }

  /** To be called before a record is overwritten. */
  leave(sequence: number): void {
    while (this.cursor <= sequence) this.dropNext();
  }

  clear(): void {
    this.bytes = 0;
    this.cursor = this.ring.firstSequence;
  }

  private dropNext(): void {
    const record = this.ring.at(this.cursor++);
    if (record?.content === undefined) return;
    this.bytes -= weigh(record.content);
    record.content = undefined;
  }
}

function weigh(content: MessageContent): number {
  return content.body.byteLength + CONTENT_OVERHEAD_BYTES;
}
