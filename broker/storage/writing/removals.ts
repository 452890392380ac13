import type { Message } from '../../engine/state/message.ts';
import type { MessagePlace } from './messageReader.ts';
import type { SavedQueue } from '../format/queueCodec.ts';
import type { Segment } from '../disk/segment.ts';
import type { MessageTable } from './messageTable.ts';

/** Data of a lost message that is not, or no longer, in its own record. */
export interface LaterState {
  readonly sentAt: number;
  readonly receiveCount: number;
  readonly firstReceivedAt: number;
  readonly movedFromArn: string | undefined;
  /** Number of the segment with the record of it; 0: it was not written. */
  readonly segment: number;
}

/** A purge, or the deletion of a queue, and where what it took is: enough to undo it while the segments exist. */
export interface Removal {
  readonly kind: 'purge' | 'delete';
  readonly arn: string;
  /** Epoch ms. */
  readonly at: number;
  /** The queue as it was last. */
  readonly queue: SavedQueue;
  readonly messages: RemovedMessages;
}

/** Removals that can be undone at one time; the oldest go first. */
const MAX_REMOVALS = 32;
/** Messages of all of them, at 22 bytes each and more for those that were received. The newest removal is always kept. */
const MAX_MESSAGES = 2_000_000;

interface Columns {
  readonly segment: Uint32Array;
  readonly offset: Uint32Array;
  readonly entry: Uint16Array;
  readonly bytes: Uint32Array;
  readonly arrival: Float64Array;
}

/** Places of records, in the order that their messages had in the queue. */
export class RemovedMessages {
  private readonly columns: Columns;
  private readonly later: ReadonlyMap<number, LaterState>;

  private constructor(columns: Columns, later: ReadonlyMap<number, LaterState>) {
    this.columns = columns;
    this.later = later;
  }

  /** @param taken the rows of the messages and their newer states; rows are only read here. */
  static take(
    table: MessageTable,
    taken: readonly { readonly slot: number; readonly later: LaterState | undefined }[],
  ): RemovedMessages {
    const rows = taken.map(({ slot }) => slot);
    return RemovedMessages.sort(
      {
        segment: Uint32Array.from(rows, (slot) => table.segment[slot] as number),
        offset: Uint32Array.from(rows, (slot) => table.offset[slot] as number),
        entry: Uint16Array.from(rows, (slot) => table.entry[slot] as number),
        bytes: Uint32Array.from(rows, (slot) => table.bytes[slot] as number),
        arrival: Float64Array.from(rows, (slot) => table.arrival[slot] as number),
      },
      taken.map(({ later }) => later),
    );
  }

  /** What is left from a place on, when all arrivals are later by `shift`. */
  rest(place: number, shift: number): RemovedMessages {
    const { segment, offset, entry, bytes, arrival } = this.columns;
    return RemovedMessages.sort(
      {
        segment: segment.slice(place),
        offset: offset.slice(place),
        entry: entry.slice(place),
        bytes: bytes.slice(place),
        arrival: arrival.slice(place).map((at) => at + shift),
      },
      Array.from({ length: segment.length - place }, (_, index) => this.later.get(place + index)),
    );
  }

  /** The first ones. */
  first(count: number): RemovedMessages {
    const { segment, offset, entry, bytes, arrival } = this.columns;
    const columns = {
      segment: segment.slice(0, count),
      offset: offset.slice(0, count),
      entry: entry.slice(0, count),
      bytes: bytes.slice(0, count),
      arrival: arrival.slice(0, count),
    };
    return new RemovedMessages(columns, this.later);
  }

  static joinAll(all: readonly RemovedMessages[]): RemovedMessages {
    const gather = (name: keyof Columns): number[] => all.flatMap(({ columns }) => Array.from(columns[name]));
    return RemovedMessages.sort(
      {
        segment: Uint32Array.from(gather('segment')),
        offset: Uint32Array.from(gather('offset')),
        entry: Uint16Array.from(gather('entry')),
        bytes: Uint32Array.from(gather('bytes')),
        arrival: Float64Array.from(gather('arrival')),
      },
      all.flatMap((each) => Array.from({ length: each.count }, (_, index) => each.later.get(index))),
    );
  }

  private static sort(columns: Columns, later: readonly (LaterState | undefined)[]): RemovedMessages {
    const { segment, offset, entry, bytes, arrival } = columns;
    const order = Array.from(arrival.keys());
    // A queue is emptied by age, which is mostly the order of arrival.
    const isSorted = order.every(
      (index) => index === 0 || (arrival[index - 1] as number) < (arrival[index] as number),
    );
    if (!isSorted) order.sort((one, other) => (arrival[one] as number) - (arrival[other] as number));
    const states = new Map<number, LaterState>();
    for (const [place, index] of order.entries()) {
      const state = later[index];
      if (state !== undefined) states.set(place, state);
    }
    if (isSorted) return new RemovedMessages(columns, states);
    return new RemovedMessages(
      {
        segment: segment.map((_, place) => segment[order[place] as number] as number),
        offset: offset.map((_, place) => offset[order[place] as number] as number),
        entry: entry.map((_, place) => entry[order[place] as number] as number),
        bytes: bytes.map((_, place) => bytes[order[place] as number] as number),
        arrival: arrival.map((_, place) => arrival[order[place] as number] as number),
      },
      states,
    );
  }

  get count(): number {
    return this.columns.segment.length;
  }

  placeOf(index: number): MessagePlace {
    const { segment, offset, entry } = this.columns;
    return {
      segment: segment[index] as number,
      offset: offset[index] as number,
      entry: entry[index] as number,
    };
  }

  /** What a message takes up of its record. */
  bytesOf(index: number): number {
    return this.columns.bytes[index] as number;
  }

  arrivalOf(index: number): number {
    return this.columns.arrival[index] as number;
  }

  laterState(index: number): LaterState | undefined {
    return this.later.get(index);
  }

  /** Numbers of the segments that they and their newer states are in. */
  segments(): ReadonlySet<number> {
    const numbers = new Set(this.columns.segment);
    for (const { segment } of this.later.values()) if (segment !== 0) numbers.add(segment);
    return numbers;
  }

  /** Lets no segment go that an undo needs, until then, epoch ms. */
  keepSegments(segments: ReadonlyMap<number, Segment>, until: number): void {
    for (const number of this.segments()) {
      const segment = segments.get(number);
      if (segment !== undefined) segment.keptUntil = Math.max(segment.keptUntil, until);
    }
  }

  /** How many of them are in segments that exist. */
  countIn(segments: ReadonlyMap<number, unknown>): number {
    const known = new Map([...this.segments()].map((number) => [number, segments.has(number)]));
    return this.columns.segment.reduce(
      (count, number) => (known.get(number) === true ? count + 1 : count),
      0,
    );
  }
}

/**
 * The state of a message in records newer than its own; undefined if there are none.
 * @param segment number of the one with its newest state; 0: there is none
 */
export function laterStateOf(message: Message, segment: number): LaterState | undefined {
  if (segment === 0 && message.receiveCount === 0) return undefined;
  const { sentAt, receiveCount, firstReceivedAt } = message;
  return { sentAt, receiveCount, firstReceivedAt, movedFromArn: message.deadLetterSourceArn, segment };
}

/** The removals that can be undone: of each queue the newest purge and the newest deletion. */
export class UndoLog {
  /** In the order of the removals. */
  private removals: Removal[] = [];

  add(removal: Removal): void {
    this.take(removal.kind, removal.arn);
    this.removals.push(removal);
    let messages = this.removals.reduce((sum, one) => sum + one.messages.count, 0);
    while (this.removals.length > 1 && (this.removals.length > MAX_REMOVALS || messages > MAX_MESSAGES)) {
      messages -= this.removals.shift()?.messages.count ?? 0;
    }
  }

  /**
   * Keeps what an undo left undone because the queue was purged or deleted meanwhile: with the removal that this was, if it
   * took anything itself.
   */
  addRest(rest: Removal): void {
    const own = this.take(rest.kind, rest.arn);
    const messages =
      own === undefined ? rest.messages : RemovedMessages.joinAll([own.messages, rest.messages]);
    this.add({ ...rest, ...own, messages });
  }

  /** Returns a removal and removes it. */
  take(kind: Removal['kind'], arn: string): Removal | undefined {
    const index = this.removals.findLastIndex((removal) => removal.kind === kind && removal.arn === arn);
    return index < 0 ? undefined : this.removals.splice(index, 1)[0];
  }

  /** For a clock that was set back. */
  shiftTimes(byMs: number): void {
    this.removals = this.removals.map((removal) => ({ ...removal, at: removal.at + byMs }));
  }

  all(): readonly Removal[] {
    return this.removals;
  }
}
