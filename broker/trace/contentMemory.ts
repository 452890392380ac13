import type { ContentStore, MessageContent } from '../engine/base/content.ts';
import type { TraceRecord } from './record.ts';
import type { RecordRing } from './recordRing.ts';

/** Contents that the trace remembers beside what waits in the queues, in bytes. */
export const CONTENT_BYTES = 32 * 1_048_576;
/** What a store adds to the size of a message, about. */
const CONTENT_OVERHEAD_BYTES = 200;

/**
 * Keeps the contents of the newest sends with their records, and lets go of the oldest when there are too many bytes. They
 * lie in a store of their own: the queues' store drops a content with its message.
 */
export class ContentMemory {
  private readonly ring: RecordRing;
  private readonly store: ContentStore;
  private readonly maximumBytes: number;
  private bytes = 0;
  /** Sequence number of the first record that may still have its content. */
  private cursor = 1;

  constructor(ring: RecordRing, store: ContentStore, maximumBytes: number) {
    this.ring = ring;
    this.store = store;
    this.maximumBytes = maximumBytes;
  }

  /** To be called before the record goes into the ring: the oldest one may leave for it. */
  keep(record: TraceRecord, content: MessageContent): void {
    record.content = this.store.keep(content);
    this.bytes += weigh(record);
    while (this.bytes > this.maximumBytes && this.cursor <= this.ring.lastSequence) this.dropNext();
  }

  /** Valid until the end of the turn of the event loop, as from any store. */
  read({ content }: TraceRecord): MessageContent | undefined {
    return content === undefined ? undefined : this.store.read(content);
  }

  /** Drops contents up to this record; call it before a record is overwritten or dropped. */
  leave(sequence: number): void {
    while (this.cursor <= sequence) this.dropNext();
  }

  private dropNext(): void {
    const taken = this.ring.takeContent(this.cursor++);
    if (taken === undefined) return;
    this.bytes -= weigh(taken);
    this.store.drop(taken.content);
  }
}

function weigh({ sizeBytes = 0 }: Pick<TraceRecord, 'sizeBytes'>): number {
  return sizeBytes + CONTENT_OVERHEAD_BYTES;
}
