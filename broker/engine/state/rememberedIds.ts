import { DEDUPLICATION_WINDOW_MS } from '../base/limits.ts';
import { IndexedHeap } from './indexedHeap.ts';
import type { Timer, Timers } from './timers.ts';

/** Expired IDs are removed this often, also from queues without calls. */
export const SWEEP_MS = 10_000;

/** A map of ids that counts in a {@link RememberedTotal} while it has any. */
export interface Forgetful {
  /** Its place among the maps of its total; -1 while it has no ids. */
  totalPlace: number;
  forgetOldest(): void;
}

/** How much memory the ids of one kind take in all queues together, and for how long they are remembered. */
export class RememberedTotal {
  readonly lifeMs: number;
  /** The maps that have ids, by the time of each one's oldest: a broker can have 20,000 queues. */
  private readonly maps = new IndexedHeap<Forgetful>({
    get: (map) => map.totalPlace,
    set: (map, place) => {
      map.totalPlace = place;
    },
  });
  private count = 0;
  private readonly onAdd: (at: number) => void;
  private readonly onForgotten: () => void;

  constructor(lifeMs: number, onAdd: (at: number) => void, onForgotten: () => void) {
    this.lifeMs = lifeMs;
    this.onAdd = onAdd;
    this.onForgotten = onForgotten;
  }

  get bytes(): number {
    return this.count;
  }

  /** How many maps have ids. */
  get mapCount(): number {
    return this.maps.size;
  }

  /** @param at epoch ms from which the id is remembered; not before the map's other ids */
  add(map: Forgetful, bytes: number, at: number): void {
    if (!this.maps.has(map)) this.maps.put(map, at);
    this.count += bytes;
    this.onAdd(at);
  }

  /**
   * Notifies no listener: a caller that forgets many IDs reports it once, with {@link noticeForgotten}.
   *
   * @param oldestAt the time of the oldest id that the map still has
   */
  remove(map: Forgetful, bytes: number, oldestAt: number | undefined): void {
    this.count -= bytes;
    if (oldestAt === undefined) this.maps.remove(map);
    else this.maps.put(map, oldestAt);
  }

  noticeForgotten(bytesBefore: number): void {
    if (this.count < bytesBefore) this.onForgotten();
  }

  /** Forgets the IDs that have expired at `now`, epoch ms; notifies no listener. */
  forgetUntil(now: number): void {
    for (
      let at = this.maps.peekKey();
      at !== undefined && now - at >= this.lifeMs;
      at = this.maps.peekKey()
    ) {
      this.maps.peek()?.forgetOldest();
    }
  }

  /** Forgets the oldest ids, whichever queue has them, until they take no more than this. */
  bound(maximumBytes: number): void {
    const before = this.count;
    while (this.count > maximumBytes && this.maps.size > 0) this.maps.peek()?.forgetOldest();
    this.noticeForgotten(before);
  }
}

/**
 * What the FIFO queues of an engine remember for five minutes. It outlives the messages: small messages that are deleted
 * at once would grow the process without it being counted.
 */
export class RememberedIds implements Timer {
  timerPlace = -1;
  readonly deduplication: RememberedTotal;
  readonly attempts: RememberedTotal;
  /** For receive attempts: a receive is never rejected because of memory, so the oldest attempt is forgotten. */
  readonly attemptBytes: number;
  private readonly timers: Timers;
  private readonly onForgotten: () => void;

  /** @param onForgotten called once for all IDs that are forgotten together */
  constructor(timers: Timers, attemptBytes: number, onForgotten: () => void) {
    this.timers = timers;
    this.attemptBytes = attemptBytes;
    this.onForgotten = onForgotten;
    const arm = (at: number): void => {
      if (this.timerPlace === -1) timers.schedule(this, at + DEDUPLICATION_WINDOW_MS);
    };
    this.deduplication = new RememberedTotal(DEDUPLICATION_WINDOW_MS, arm, onForgotten);
    this.attempts = new RememberedTotal(DEDUPLICATION_WINDOW_MS, arm, onForgotten);
  }

  get bytes(): number {
    return this.deduplication.bytes + this.attempts.bytes;
  }

  onDue(at: number): void {
    const before = this.bytes;
    this.deduplication.forgetUntil(at);
    this.attempts.forgetUntil(at);
    if (this.bytes < before) this.onForgotten();
    if (this.deduplication.mapCount + this.attempts.mapCount > 0) this.timers.schedule(this, at + SWEEP_MS);
  }
}
