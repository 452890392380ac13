import type { Caller } from '../engine/base/caller.ts';
import type { ContentHandle } from '../engine/base/content.ts';
import type { TraceEventKind } from '../protocol/trace.ts';
import type { Previews } from './previews.ts';
import { type RecordedDepth, TraceRecord } from './record.ts';

/** Records of one piece; pieces come with use, so that an idle trace has none. */
const PIECE = 1024;

/** Places of a record's numbers; what is absent is NaN. */
const AT = 0;
const MESSAGE_NUMBER = 1;
const RECEIVE_COUNT = 2;
const SENT_AT = 3;
const RECEIVED_AT = 4;
const TIMEOUT_MS = 5;
const SIZE_BYTES = 6;
const CHUNKS = 7;
const DURATION_MS = 8;
const CAUSED_BY = 9;
const VISIBLE = 10;
const IN_FLIGHT = 11;
const DELAYED = 12;
const OLDEST_AGE_MS = 13;
const NUMBERS = 14;

/** Places of what a record refers to. */
const KIND = 0;
const QUEUE_ARN = 1;
const GROUP_ID = 2;
const CALLER = 3;
const RECEIPT_HANDLE = 4;
const CONTENT = 5;
const PREVIEWS = 6;
const RARE_MEMBERS = 7;
const REFERENCES = 8;

interface Piece {
  readonly numbers: Float64Array;
  readonly references: unknown[];
}

/** Members that few records have. */
const RARITIES = [
  'otherQueueArn',
  'otherDepth',
  'otherMessageNumber',
  'movedMs',
  'isReset',
  'detail',
  'isLate',
  'isInferred',
  'isPartial',
  'pool',
  'invoked',
  'cause',
  'fault',
  'flowId',
  'error',
] as const satisfies readonly (keyof TraceRecord)[];

type Rarities = Partial<Pick<TraceRecord, (typeof RARITIES)[number]>>;

/**
 * The newest `capacity` records of a numbered series; the first one ever has number 1. They are kept in columns that are
 * written over and over: a record object each would outlive the collector's young generation only to become garbage of
 * the old one, whose collection looks at every waiting message (measured in docs/performance.md).
 */
export class RecordRing {
  private readonly capacity: number;
  private pieces: Piece[] = [];
  private oldest = 1;
  private newest = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** Of the oldest record still kept; one more than {@link lastSequence} when none is. */
  get firstSequence(): number {
    return this.oldest;
  }

  /** Of the newest record; 0 before the first. */
  get lastSequence(): number {
    return this.newest;
  }

  /** The next record is written over the oldest one. */
  get isFull(): boolean {
    return this.newest - this.oldest + 1 >= this.capacity;
  }

  /** Where the record with this number is kept, from 0 to below the capacity. */
  placeOf(sequence: number): number {
    return (sequence - 1) % this.capacity;
  }

  /** Copies a record in, over the oldest one when full, and returns its number. */
  push(record: TraceRecord): number {
    const isFull = this.isFull;
    const place = this.placeOf(++this.newest);
    if (isFull) this.oldest++;
    const { numbers, references } = this.pieceFor(place);
    const number = (place % PIECE) * NUMBERS;
    numbers[number + AT] = record.at;
    numbers[number + MESSAGE_NUMBER] = record.messageNumber ?? Number.NaN;
    numbers[number + RECEIVE_COUNT] = record.receiveCount ?? Number.NaN;
    numbers[number + SENT_AT] = record.sentAt ?? Number.NaN;
    numbers[number + RECEIVED_AT] = record.receivedAt ?? Number.NaN;
    numbers[number + TIMEOUT_MS] = record.timeoutMs ?? Number.NaN;
    numbers[number + SIZE_BYTES] = record.sizeBytes ?? Number.NaN;
    numbers[number + CHUNKS] = record.chunks ?? Number.NaN;
    numbers[number + DURATION_MS] = record.durationMs ?? Number.NaN;
    numbers[number + CAUSED_BY] = record.causedBy ?? Number.NaN;
    numbers[number + VISIBLE] = record.depth?.visible ?? Number.NaN;
    numbers[number + IN_FLIGHT] = record.depth?.inFlight ?? Number.NaN;
    numbers[number + DELAYED] = record.depth?.delayed ?? Number.NaN;
    numbers[number + OLDEST_AGE_MS] = record.depth?.oldestAgeMs ?? Number.NaN;
    const reference = (place % PIECE) * REFERENCES;
    references[reference + KIND] = record.kind;
    references[reference + QUEUE_ARN] = record.queueArn;
    references[reference + GROUP_ID] = record.groupId;
    references[reference + CALLER] = record.caller;
    references[reference + RECEIPT_HANDLE] = record.receiptHandle;
    references[reference + CONTENT] = record.content;
    references[reference + PREVIEWS] = record.previews;
    references[reference + RARE_MEMBERS] = gatherRarities(record);
    return this.newest;
  }

  /** A copy of the record with this number; undefined when it is no longer, or not yet, kept. */
  at(sequence: number): TraceRecord | undefined {
    if (!this.has(sequence)) return undefined;
    const place = this.placeOf(sequence);
    const { references } = this.pieceOf(place);
    const reference = (place % PIECE) * REFERENCES;
    const record = new TraceRecord(
      references[reference + KIND] as TraceEventKind,
      this.numberAt(place, AT) as number,
      references[reference + QUEUE_ARN] as string | undefined,
    );
    record.messageNumber = this.numberAt(place, MESSAGE_NUMBER);
    record.receiveCount = this.numberAt(place, RECEIVE_COUNT);
    record.sentAt = this.numberAt(place, SENT_AT);
    record.receivedAt = this.numberAt(place, RECEIVED_AT);
    record.timeoutMs = this.numberAt(place, TIMEOUT_MS);
    record.sizeBytes = this.numberAt(place, SIZE_BYTES);
    record.chunks = this.numberAt(place, CHUNKS);
    record.durationMs = this.numberAt(place, DURATION_MS);
    record.causedBy = this.numberAt(place, CAUSED_BY);
    record.depth = this.depthAt(place);
    record.groupId = references[reference + GROUP_ID] as string | undefined;
    record.caller = references[reference + CALLER] as Caller | undefined;
    record.receiptHandle = references[reference + RECEIPT_HANDLE] as string | undefined;
    record.content = references[reference + CONTENT] as ContentHandle | undefined;
    record.previews = references[reference + PREVIEWS] as Previews | undefined;
    record.previewPlace = place;
    return Object.assign(record, references[reference + RARE_MEMBERS]);
  }

  /** The number of a record's message. */
  messageNumberAt(sequence: number): number | undefined {
    return this.has(sequence) ? this.numberAt(this.placeOf(sequence), MESSAGE_NUMBER) : undefined;
  }

  /** Adds what is known of a call when it ends to its first record, if that is still there. */
  endCall(sequence: number, chunks: number, durationMs: number): void {
    if (!this.has(sequence)) return;
    const place = this.placeOf(sequence);
    const { numbers } = this.pieceOf(place);
    const number = (place % PIECE) * NUMBERS;
    numbers[number + CHUNKS] = chunks;
    numbers[number + DURATION_MS] = durationMs;
  }

  /** Takes the content of a record out of it. */
  takeContent(sequence: number): { readonly content: ContentHandle; readonly sizeBytes: number } | undefined {
    if (!this.has(sequence)) return undefined;
    const place = this.placeOf(sequence);
    const { references } = this.pieceOf(place);
    const reference = (place % PIECE) * REFERENCES + CONTENT;
    const content = references[reference] as ContentHandle | undefined;
    if (content === undefined) return undefined;
    references[reference] = undefined;
    return { content, sizeBytes: this.numberAt(place, SIZE_BYTES) ?? 0 };
  }

  /** Forgets all records; numbers keep increasing. */
  clear(): void {
    this.pieces = [];
    this.oldest = this.newest + 1;
  }

  private has(sequence: number): boolean {
    return sequence >= this.oldest && sequence <= this.newest;
  }

  private numberAt(place: number, column: number): number | undefined {
    const value = this.pieceOf(place).numbers[(place % PIECE) * NUMBERS + column] as number;
    return Number.isNaN(value) ? undefined : value;
  }

  private depthAt(place: number): RecordedDepth | undefined {
    const visible = this.numberAt(place, VISIBLE);
    if (visible === undefined) return undefined;
    return {
      visible,
      inFlight: this.numberAt(place, IN_FLIGHT) ?? 0,
      delayed: this.numberAt(place, DELAYED) ?? 0,
      oldestAgeMs: this.numberAt(place, OLDEST_AGE_MS),
    };
  }

  /** The piece of a place that was written. */
  private pieceOf(place: number): Piece {
    return this.pieces[Math.floor(place / PIECE)] as Piece;
  }

  private pieceFor(place: number): Piece {
    return (this.pieces[Math.floor(place / PIECE)] ??= {
      numbers: new Float64Array(PIECE * NUMBERS),
      references: Array.from<unknown>({ length: PIECE * REFERENCES }),
    });
  }
}

/** Only those that it has: the trace of a function has tens of thousands of records with one. */
function gatherRarities(record: TraceRecord): Rarities | undefined {
  let rarities: Record<string, unknown> | undefined;
  for (const name of RARITIES) {
    const value = record[name];
    if (value !== undefined && value !== false) (rarities ??= {})[name] = value;
  }
  return rarities;
}
