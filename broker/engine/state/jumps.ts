/** One advance of the broker's clock by a user. */
export interface Jump {
  /** Names it in a data folder; rises. */
  readonly number: number;
  /** Of a jump that was made in slices: the number of the last one. The numbers from the jump's own to this one are its slices'. */
  readonly last?: number;
  /** Epoch ms on the broker's clock as it was when the jump began. */
  readonly origin: number;
  /** The same moment on the current clock, which may have been set back since. */
  readonly from: number;
  readonly byMs: number;
  /** The moment again, on a clock that was never moved. */
  readonly unmoved: number;
  /** The clock has been set back by it. */
  readonly isBack: boolean;
  /** While its expired messages are restored: the offset added to their times. */
  readonly shiftMs?: number;
  /** After an undo: ARNs of the queues whose messages can still be restored, because the queues did not exist. */
  readonly waiting?: readonly string[];
}

/** What is kept for the next broker. How far the clock is moved is written behind it, in a record of its own. */
interface SavedJumps {
  readonly jumps: readonly Jump[];
  /** How far the clock is moved with these, ms. */
  readonly advancedMs: number;
  /** What applies if the clock did not get there, because the broker ended in between. */
  readonly otherwise?: readonly Jump[] | undefined;
}

/** Maximum number of remembered jumps; the oldest are dropped first. */
const MAX_JUMPS = 64;
/** No message is older, so earlier jumps no longer affect any age. */
const MAX_AGE_MS = 14 * 86_400_000;

/**
 * Remembers the clock's jumps: how much of an age did not really pass, and what can be undone. On the current clock, a
 * jump is an interval; when the clock is set back, all stored times move, and these intervals too.
 */
export class Jumps {
  /** In the order of the jumps. */
  private jumps: readonly Jump[];
  private saved: SavedJumps;
  /** Called with what is to be kept for the next broker. */
  onChange: (saved: string) => void = () => undefined;

  constructor(saved?: string) {
    this.saved = parseJumps(saved);
    this.jumps = this.saved.jumps;
  }

  all(): readonly Jump[] {
    return this.jumps;
  }

  find(number: number): Jump | undefined {
    return this.jumps.find((jump) => jump.number === number);
  }

  /** The jump that one of its slices has this number of. */
  findOfSlice(slice: number): Jump | undefined {
    return this.jumps.find(({ number, last = number }) => number <= slice && slice <= last);
  }

  /** Above all that were given out. */
  get nextNumber(): number {
    const newest = this.jumps.at(-1);
    return newest === undefined ? 1 : (newest.last ?? newest.number) + 1;
  }

  /** @param advancedMs how far the clock had been moved before */
  begin(number: number, now: number, advancedMs: number, byMs: number): void {
    const jump = startJump(number, now, advancedMs, byMs);
    const recent = this.jumps.filter(({ from, byMs: length }) => now - from - length < MAX_AGE_MS);
    const others = recent.slice(1 - MAX_JUMPS);
    // A jump counts only once the clock has arrived; until then, expired messages would be restored.
    const otherwise = [...others, neverMade(jump)];
    this.set([...others.map((one) => shift(one, byMs)), jump], advancedMs + byMs, otherwise);
  }

  /**
   * The newest jump goes on after others had their turn.
   * @param slice number of what comes now
   * @param at the clock now, and how far it is still to go
   */
  continue(
    number: number,
    slice: number,
    { now, advancedMs, byMs }: { readonly now: number; readonly advancedMs: number; readonly byMs: number },
  ): void {
    const otherwise = [...this.jumps, neverMade(startJump(slice, now, advancedMs, byMs))];
    const jumps = this.jumps.map((jump) =>
      jump.number === number ? { ...jump, byMs: jump.byMs + byMs, last: slice } : shift(jump, byMs),
    );
    this.set(jumps, advancedMs + byMs, otherwise);
  }

  /** The clock did not get as far as the newest jump was to go: it goes on later, or is cancelled. @param restMs what is missing */
  cut(number: number, restMs: number): void {
    const { advancedMs, otherwise } = this.saved;
    const jumps = this.jumps.map((jump) =>
      jump.number === number ? { ...jump, byMs: jump.byMs - restMs } : shift(jump, -restMs),
    );
    this.set(jumps, advancedMs - restMs, otherwise);
  }

  /**
   * The clock was set back to real time.
   * @param byMs by how much
   * @param advancedMs how much of that were jumps
   */
  goBack(byMs: number, advancedMs: number): void {
    this.set(
      this.jumps.map((jump) => ({
        ...moveBack(jump, byMs),
        unmoved: jump.unmoved - (byMs - advancedMs),
        isBack: true,
      })),
      0,
      this.jumps,
    );
  }

  /**
   * A jump is undone: what it ended is put back from now on, until {@link endUndo}.
   * @param byMs by how much the clock was set back for that
   * @param advancedMs how far the clock is moved since
   */
  undo(number: number, byMs: number, advancedMs: number): void {
    this.set(
      this.jumps.map((jump) => {
        const moved = moveBack(jump, byMs);
        if (jump.number !== number) return moved;
        // What was left to a message then, less the time since that was no jump, is left to it.
        return { ...moved, isBack: true, shiftMs: advancedMs + jump.unmoved - jump.origin };
      }),
      advancedMs,
      this.jumps,
    );
  }

  /** The messages of a jump are restored, except those of these queues, by their ARNs. */
  endUndo(number: number, waiting: readonly string[]): void {
    this.set(
      this.jumps.map((jump) => (jump.number === number ? { ...withoutShift(jump), waiting } : jump)),
      this.saved.advancedMs,
    );
  }

  /**
   * At a start: if the broker ended before it recorded the clock change, the clock was not changed.
   * @param advancedMs how far the clock is moved
   */
  settle(advancedMs: number): void {
    const { jumps, otherwise = jumps } = this.saved;
    this.jumps = advancedMs === this.saved.advancedMs ? jumps : otherwise;
    this.saved = { jumps: this.jumps, advancedMs };
  }

  /** The time since a jump that was no jump itself, ms. */
  livedSince({ from, byMs }: Jump, now: number): number {
    return now - from - byMs - this.jumpedMs(from + byMs, now);
  }

  /** Those that the clock has not been set back by. */
  ahead(): readonly Jump[] {
    return this.jumps.filter(({ isBack, byMs }) => !isBack && byMs > 0);
  }

  /** How much of the time between two moments, epoch ms, is made of jumps: of all, or of some. */
  jumpedMs(since: number, until: number, of: readonly Jump[] = this.jumps): number {
    let sum = 0;
    for (const { from, byMs } of of) {
      sum += Math.max(0, Math.min(until, from + byMs) - Math.max(since, from));
    }
    return sum;
  }

  private set(jumps: readonly Jump[], advancedMs: number, otherwise?: readonly Jump[]): void {
    this.jumps = jumps;
    this.saved = { jumps, advancedMs, otherwise };
    this.onChange(JSON.stringify(this.saved));
  }
}

function startJump(number: number, now: number, advancedMs: number, byMs: number): Jump {
  return { number, origin: now, from: now, byMs, unmoved: now - advancedMs, isBack: false };
}

/** What it ended is to be restored. */
function neverMade(jump: Jump): Jump {
  return { ...jump, byMs: 0, isBack: true, shiftMs: 0 };
}

function moveBack(jump: Jump, byMs: number): Jump {
  return { ...shift(jump, -byMs), from: jump.from - byMs };
}

/** Messages that are being put back are not part of how the clock moves meanwhile. */
function shift(jump: Jump, byMs: number): Jump {
  return jump.shiftMs === undefined ? jump : { ...jump, shiftMs: jump.shiftMs + byMs };
}

function withoutShift(jump: Jump): Jump {
  const { shiftMs, ...rest } = jump;
  return shiftMs === undefined ? jump : rest;
}

/** Reads the stored jumps; none if they are invalid. */
function parseJumps(text: string | undefined): SavedJumps {
  const none = { jumps: [], advancedMs: 0 };
  if (text === undefined) return none;
  try {
    const saved = JSON.parse(text) as SavedJumps;
    const { jumps, advancedMs, otherwise = [] } = saved;
    return [...jumps, ...otherwise].every(isJump) && Number.isFinite(advancedMs) ? saved : none;
  } catch {
    return none;
  }
}

function isJump(value: Jump): boolean {
  const { number, origin, from, byMs, unmoved } = value ?? {};
  return [number, origin, from, byMs, unmoved].every((each) => Number.isFinite(each));
}
