const DIGITS = 18;
/** Events of one ms that keep their order. */
const BITS_PER_MS = 16n;

/** Numbers the events of a bucket, so that the later one is the greater text, whatever happens to the clock. */
export class Sequencer {
  private last: bigint;

  /** @param last what {@link saved} was */
  constructor(last = '') {
    this.last = BigInt(`0x${last || '0'}`);
  }

  get saved(): string {
    return this.last.toString(16);
  }

  /** @param at epoch ms */
  next(at: number): string {
    const byTime = BigInt(at) << BITS_PER_MS;
    this.last = byTime > this.last ? byTime : this.last + 1n;
    return this.last.toString(16).toUpperCase().padStart(DIGITS, '0');
  }
}
