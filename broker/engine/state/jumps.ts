/** One move of the broker's clock by a person. */
export interface Jump {
  /** Names it in a data folder; rises. */
  readonly number: number;
  /** Epoch ms on the broker's clock as it was when the jump began. */
  readonly origin: number;
  /** The same moment on the clock of now, which may have been set back since. */
  readonly from: number;
  readonly byMs: number;
  /** The moment again, on a clock that was never moved. */
  readonly unmoved: number;
  /** The clock has been set back by it. */
  readonly isBack: boolean;
  /** While what it ended is being put back: what is added to the times that those messages had. */
  readonly shiftMs?: number;
  /** After an undo: ARNs of the queues whose messages can still be brought back, because they did not exist. */
  readonly waiting?: readonly string[];
}

/** What is kept for the next broker. How far the clock is moved is written behind it, in a record of its own. */
interface SavedJumps {
  readonly jumps: readonly Jump[];
  /** How far the clock is moved with these, ms. */
  readonly advancedMs: number;
  /** What holds where the clock is not there: the broker has ended in between. */
  readonly otherwise?: readonly Jump[] | undefined;
}

/** Jumps that are remembered; the oldest go first. */
const MAX_JUMPS = 64;
/** No message is older: what a jump before that did to ages is over. */
const MAX_AGE_MS = 14 * 86_400_000;

/**
 * Remembers how the clock was moved: how much of an age nobody lived through, and what can be undone. On the clock of now a
 * jump is a stretch of time; when the clock is set back, all kept times move, and these stretches with them.
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

  /** @param advancedMs how far the clock had been moved before */
  begin(number: number, now: number, advancedMs: number, byMs: number): void {
    const jump: Jump = { number, origin: now, from: now, byMs, unmoved: now - advancedMs, isBack: false };
    const recent = this.jumps.filter(({ from, byMs: length }) => now - from - length < MAX_AGE_MS);
    const others = recent.slice(1 - MAX_JUMPS);
    // Until the clock is there nothing has happened: what the jump has ended so far comes back.
    const otherwise = [...others, { ...jump, byMs: 0, isBack: true, shiftMs: 0 }];
    this.set([...others.map((one) => shift(one, byMs)), jump], advancedMs + byMs, otherwise);
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

  /** What a jump had ended is back, but for what these queues had, by their ARNs. */
  endUndo(number: number, waiting: readonly string[]): void {
    this.set(
      this.jumps.map((jump) => (jump.number === number ? { ...withoutShift(jump), waiting } : jump)),
      this.saved.advancedMs,
    );
  }

  /**
   * At a start: a broker that ended before it wrote that the clock was moved has not moved it.
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

/** Reads what was kept; nothing when that makes no sense. */
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
