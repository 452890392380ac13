import type { PoolCapacity, PoolDecision, PoolHistory } from '../protocol/pools.ts';

const MAXIMUM_DECISIONS = 500;
const MAXIMUM_CAPACITY = 2000;

/** What became of a pool: what was decided, and how many processes there were. Beyond its bounds, the oldest are forgotten. */
export class PoolLog {
  private readonly decisions: PoolDecision[];
  private readonly capacity: PoolCapacity[] = [];

  constructor(decisions: readonly PoolDecision[] = []) {
    this.decisions = [...decisions];
  }

  addDecision(decision: PoolDecision): void {
    this.decisions.push(decision);
    if (this.decisions.length > MAXIMUM_DECISIONS) this.decisions.shift();
  }

  /** Only what is other than before is kept; of one moment, the last. */
  addCapacity(capacity: PoolCapacity): void {
    const last = this.capacity.at(-1);
    if (last?.at === capacity.at) this.capacity.pop();
    else if (last !== undefined && isSameCapacity(last, capacity)) return;
    this.capacity.push(capacity);
    if (this.capacity.length > MAXIMUM_CAPACITY) this.capacity.shift();
  }

  /** How often it turned from growing to shrinking or back since a time, epoch ms. */
  countTurns(since: number): number {
    const signs = this.decisions.filter(({ at }) => at > since).map(({ from, to }) => Math.sign(to - from));
    return signs.filter((sign, index) => index > 0 && sign !== signs[index - 1]).length;
  }

  describe(): PoolHistory {
    return { decisions: [...this.decisions], capacity: [...this.capacity] };
  }

  /** The newest decisions, the oldest first. */
  listNewest(count: number): readonly PoolDecision[] {
    return this.decisions.slice(-count);
  }

  /** The clock was set back: nothing has happened later than now. */
  goBack(now: number): void {
    cut(this.decisions, now);
    cut(this.capacity, now);
  }
}

function isSameCapacity(one: PoolCapacity, other: PoolCapacity): boolean {
  return one.desired === other.desired && one.inService === other.inService && one.running === other.running;
}

function cut(list: { readonly at: number }[], now: number): void {
  while ((list.at(-1)?.at ?? 0) > now) list.pop();
}
