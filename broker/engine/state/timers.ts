import { IndexedHeap } from './indexedHeap.ts';

/** An action at a deadline, unless it is cancelled. */
export interface Timer {
  /** Its place in the heap of timers; -1 while it is not armed. */
  timerPlace: number;
  /** Called once when its time has come; `at` is its deadline, epoch ms. */
  onDue(at: number): void;
}

/** All deadlines of the engine in one heap: one armed clock serves them all. */
export class Timers {
  private readonly heap = new IndexedHeap<Timer>({
    get: (timer) => timer.timerPlace,
    set: (timer, place) => {
      timer.timerPlace = place;
    },
  });

  get nextDeadline(): number | undefined {
    return this.heap.peekKey();
  }

  get size(): number {
    return this.heap.size;
  }

  /** Arms a timer, or moves an armed one. */
  schedule(timer: Timer, deadline: number): void {
    this.heap.put(timer, deadline);
  }

  cancel(timer: Timer): void {
    this.heap.remove(timer);
  }

  deadlineOf(timer: Timer): number | undefined {
    return this.heap.keyOf(timer);
  }

  /** Moves every deadline; for a clock that was set back. */
  shift(byMs: number): void {
    this.heap.shiftKeys(byMs);
  }

  /** Fires all deadlines up to `now`, in order. @returns how many */
  runDue(now: number): number {
    for (let count = 0; ; count++) {
      const deadline = this.heap.peekKey();
      const timer = this.heap.shiftUpTo(now);
      if (timer === undefined || deadline === undefined) return count;
      timer.onDue(deadline);
    }
  }
}
