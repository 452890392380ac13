import type { Message } from '../engine/message.ts';
import type { MessagePlace } from './messageReader.ts';
import type { SavedQueue } from './queueCodec.ts';
import type { Replay, ReplayedMessage } from './replay.ts';
import type { Segment } from './segment.ts';
import type { Slots } from './slots.ts';

/** What is known of a lost message that its own record does not say, or not any more. */
export interface LaterState {
  readonly sentAt: number;
  readonly receiveCount: number;
  readonly firstReceivedAt: number;
  readonly movedFromArn: string | undefined;
}

/** A purge, or the deletion of a queue, and where what it took is: enough to undo it while the segments are there. */
export interface Loss {
  readonly kind: 'purge' | 'delete';
  readonly arn: string;
  /** Epoch ms. */
  readonly at: number;
  /** The queue as it was last. */
  readonly queue: SavedQueue;
  readonly messages: LostMessages;
}

/** Losses that can be undone at one time; the oldest go first. */
const MAX_LOSSES = 32;
/** Messages of all of them, at 10 bytes each and more for those that were received. The newest loss is always kept. */
const MAX_MESSAGES = 2_000_000;

/** Places of records, in the order that their messages had in the queue. */
export class LostMessages {
  private readonly segment: Uint32Array;
  private readonly offset: Uint32Array;
  private readonly entry: Uint16Array;
  private readonly later: ReadonlyMap<number, LaterState>;

  /** @param taken the rows of the messages and what newer states say; rows are only read here. */
  constructor(
    slots: Slots,
    taken: readonly { readonly slot: number; readonly later: LaterState | undefined }[],
  ) {
    const ordered = sortByArrival(slots, taken);
    this.segment = Uint32Array.from(ordered, ({ slot }) => slots.segment[slot] as number);
    this.offset = Uint32Array.from(ordered, ({ slot }) => slots.offset[slot] as number);
    this.entry = Uint16Array.from(ordered, ({ slot }) => slots.entry[slot] as number);
    const states = new Map<number, LaterState>();
    for (const [index, { later }] of ordered.entries()) if (later !== undefined) states.set(index, later);
    this.later = states;
  }

  get count(): number {
    return this.segment.length;
  }

  placeOf(index: number): MessagePlace {
    return {
      segment: this.segment[index] as number,
      offset: this.offset[index] as number,
      entry: this.entry[index] as number,
    };
  }

  laterState(index: number): LaterState | undefined {
    return this.later.get(index);
  }

  /** How many of them are in segments that are there. */
  countIn(segments: ReadonlyMap<number, unknown>): number {
    const known = new Map<number, boolean>();
    let count = 0;
    for (const segment of this.segment) {
      let isThere = known.get(segment);
      if (isThere === undefined) {
        isThere = segments.has(segment);
        known.set(segment, isThere);
      }
      if (isThere) count++;
    }
    return count;
  }
}

function sortByArrival<T extends { readonly slot: number }>(slots: Slots, taken: readonly T[]): readonly T[] {
  const arrivalOf = ({ slot }: T): number => slots.arrival[slot] as number;
  // A queue is emptied by age, which is mostly the order of arrival.
  const isSorted = taken.every(
    (one, index) => index === 0 || arrivalOf(taken[index - 1] as T) < arrivalOf(one),
  );
  return isSorted ? taken : taken.toSorted((one, other) => arrivalOf(one) - arrivalOf(other));
}

/** What newer records than its own say of a message; undefined when there are none. */
export function laterStateOf(message: Message, hasNewerState: boolean): LaterState | undefined {
  if (!hasNewerState && message.receiveCount === 0) return undefined;
  const { sentAt, receiveCount, firstReceivedAt } = message;
  return { sentAt, receiveCount, firstReceivedAt, movedFromArn: message.deadLetterSourceArn };
}

/** The losses that can be undone: of each queue the newest purge and the newest deletion. */
export class LossBook {
  /** In the order of the losses. */
  private losses: Loss[] = [];

  add(loss: Loss): void {
    this.take(loss.kind, loss.arn);
    this.losses.push(loss);
    let messages = this.losses.reduce((sum, one) => sum + one.messages.count, 0);
    while (this.losses.length > 1 && (this.losses.length > MAX_LOSSES || messages > MAX_MESSAGES)) {
      messages -= this.losses.shift()?.messages.count ?? 0;
    }
  }

  /** Hands a loss out; it is not in the book any more. */
  take(kind: Loss['kind'], arn: string): Loss | undefined {
    const index = this.losses.findLastIndex((loss) => loss.kind === kind && loss.arn === arn);
    return index < 0 ? undefined : this.losses.splice(index, 1)[0];
  }

  /** For a clock that was set back. */
  shiftTimes(byMs: number): void {
    this.losses = this.losses.map((loss) => ({ ...loss, at: loss.at + byMs }));
  }

  all(): readonly Loss[] {
    return this.losses;
  }
}

/**
 * Finds what can still be undone in what was read from the segments: purges and deletions younger than `keptMs`. Keeps
 * their segments for as long as the first broker would have. To be called before the engine is restored.
 */
export function findLosses(
  replay: Replay,
  slots: Slots,
  segments: ReadonlyMap<number, Segment>,
  now: number,
  keptMs: number,
): Loss[] {
  const candidates = new Map<number, Omit<Loss, 'messages'>>();
  for (const queue of replay.queues.values()) {
    const at = Math.min(queue.purgedAt ?? 0, now);
    if (at + keptMs > now) candidates.set(queue.number, { kind: 'purge', arn: arnOf(queue), at, queue });
  }
  for (const queue of replay.goneQueues.values()) {
    const arn = arnOf(queue);
    const at = Math.min(replay.deletedAt.get(arn) ?? 0, now);
    if (at + keptMs > now) candidates.set(queue.number, { kind: 'delete', arn, at, queue });
  }
  if (candidates.size === 0) return [];
  const taken = new Map<number, { slot: number; later: LaterState | undefined }[]>();
  for (const message of replay.messages.values()) {
    const loss = candidates.get(message.queueNumber);
    const arrival = slots.arrival[message.slot] as number;
    if (loss === undefined || !replay.wasLost(message.queueNumber, arrival, loss.kind)) continue;
    const list = taken.get(message.queueNumber) ?? [];
    list.push({ slot: message.slot, later: replayedState(message) });
    taken.set(message.queueNumber, list);
    const segment = segments.get(slots.segment[message.slot] as number);
    if (segment !== undefined) segment.keptUntil = Math.max(segment.keptUntil, loss.at + keptMs);
  }
  return [...candidates]
    .map(([number, loss]) => ({ ...loss, messages: new LostMessages(slots, taken.get(number) ?? []) }))
    .filter(({ kind, messages }) => kind === 'delete' || messages.count > 0)
    .sort((one, other) => one.at - other.at);
}

function replayedState({ lease, sentAt, movedFromArn }: ReplayedMessage): LaterState {
  const { receiveCount = 0, firstReceivedAt = 0 } = lease ?? {};
  return { sentAt, receiveCount, firstReceivedAt, movedFromArn };
}

function arnOf({ region, account, name }: SavedQueue): string {
  return `arn:aws:sqs:${region}:${account}:${name}`;
}
