/**
 * Steps that are done in one piece. A step is a test of a value, or some characters that are read: it takes some tens of
 * nanoseconds, and a slice about a millisecond.
 */
export const SLICE_STEPS = 25_000;
/** They take as long as a test of a value. */
const CHARACTERS_OF_STEP = 8;
/** What is made for an object, a list or an element takes as long as so many tests. */
export const PART_STEPS = 10;

/** Work that gives others their turn where it yields. */
export type Sliced<T> = Generator<undefined, T, undefined>;

/** Counts the steps of one slice. */
export class Slice {
  private readonly most: number;
  private done = 0;

  /** @param most steps, after which the work yields */
  constructor(most = SLICE_STEPS) {
    this.most = most;
  }

  /** Steps so far. */
  get steps(): number {
    return this.done;
  }

  /** @returns whether the slice is over: whoever counts yields then */
  count(steps: number, characters = 0): boolean {
    this.done += steps + characters / CHARACTERS_OF_STEP;
    return this.done >= this.most;
  }

  /** The next slice begins. */
  restart(): void {
    this.done = 0;
  }
}

/** Does all of it in one turn. */
export function runWhole<T>(run: (slice: Slice) => Sliced<T>): T {
  // A slice without an end yields nothing.
  return run(new Slice(Infinity)).next().value as T;
}
