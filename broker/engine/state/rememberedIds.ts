import { DEDUPLICATION_WINDOW_MS } from '../base/limits.ts';
import type { Timer, Timers } from './timers.ts';

/** Expired IDs are removed this often, also from queues without calls. */
const SWEEP_MS = 10_000;

/** A map of ids that counts in a {@link RememberedTotal} while it has any. */
export interface Forgetful {
  /** Forgets what is over at `now`, epoch ms. */
  forgetUntil(now: number): void;
  forgetOldest(): void;
}

/** How much memory the ids of one kind take in all queues together. */
export class RememberedTotal {
  /** The maps that have ids; those first that have had some for longest. */
  readonly maps = new Set<Forgetful>();
  private count = 0;
  private readonly onAdd: (at: number) => void;
  private readonly onRemove: () => void;

  constructor(onAdd: (at: number) => void, onRemove: () => void) {
    this.onAdd = onAdd;
    this.onRemove = onRemove;
  }

  get bytes(): number {
    return this.count;
  }

  /** @param at epoch ms from which the id is remembered */
  add(map: Forgetful, bytes: number, at: number): void {
    this.maps.add(map);
    this.count += bytes;
    this.onAdd(at);
  }

  remove(bytes: number): void {
    this.count -= bytes;
    this.onRemove();
  }

  /** Forgets the oldest ids until they take no more than this. */
  bound(maximumBytes: number): void {
    while (this.count > maximumBytes) {
      for (const map of this.maps) {
        map.forgetOldest();
        break;
      }
    }
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
  /** For receive attempts: a receive is never refused for want of memory, so the oldest attempt gives way. */
  readonly attemptBytes: number;
  private readonly timers: Timers;

  /** @param onForgotten some have gone */
  constructor(timers: Timers, attemptBytes: number, onForgotten: () => void) {
    this.timers = timers;
    this.attemptBytes = attemptBytes;
    const arm = (at: number): void => {
      if (this.timerPlace === -1) timers.schedule(this, at + DEDUPLICATION_WINDOW_MS);
    };
    this.deduplication = new RememberedTotal(arm, onForgotten);
    this.attempts = new RememberedTotal(arm, onForgotten);
  }

  get bytes(): number {
    return this.deduplication.bytes + this.attempts.bytes;
  }

  onDue(at: number): void {
    for (const { maps } of [this.deduplication, this.attempts]) {
      for (const map of maps) map.forgetUntil(at);
    }
    if (this.deduplication.maps.size + this.attempts.maps.size > 0) this.timers.schedule(this, at + SWEEP_MS);
  }
}
