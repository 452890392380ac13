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
  /** Called with what is to be kept for the next broker. */
  onChange: (saved: string) => void = () => undefined;

  constructor(saved?: string) {
    this.jumps = saved === undefined ? [] : parseJumps(saved);
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
    this.set([...recent.slice(1 - MAX_JUMPS).map((one) => shift(one, byMs)), jump]);
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
    );
  }

  /** What a jump had ended is back. */
  endUndo(number: number): void {
    this.set(this.jumps.map((jump) => (jump.number === number ? withoutShift(jump) : jump)));
  }

  /** At a start: a broker that ended in the middle of a jump has not moved its clock. */
  settle(now: number): void {
    const isOver = ({ from, byMs }: Jump): boolean => from + byMs <= now;
    if (this.jumps.every(isOver)) return;
    this.set(this.jumps.map((jump) => (isOver(jump) ? jump : { ...jump, byMs: 0, isBack: true })));
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

  private set(jumps: readonly Jump[]): void {
    this.jumps = jumps;
    this.onChange(JSON.stringify(jumps));
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
function parseJumps(text: string): readonly Jump[] {
  try {
    const jumps = JSON.parse(text) as readonly Jump[];
    return Array.isArray(jumps) && jumps.every(isJump) ? jumps : [];
  } catch {
    return [];
  }
}

function isJump(value: Jump): boolean {
  const { number, origin, from, byMs, unmoved } = value ?? {};
  return [number, origin, from, byMs, unmoved].every((each) => Number.isFinite(each));
}
