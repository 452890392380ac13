const GOLDEN = 0x9e3779b9;

/** Random numbers in [0, 1) that only depend on the seed (splitmix32); not for secrets. */
export class SeededRandom {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  next(): number {
    this.state = (this.state + GOLDEN) >>> 0;
    let word = this.state;
    word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    return ((word ^ (word >>> 15)) >>> 0) / 2 ** 32;
  }

  /** Whether something happens whose chance is `rate`, from 0 to 1. */
  happens(rate: number): boolean {
    return this.next() < rate;
  }

  /** A whole number from 0 to `count` - 1. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }
}

/** A stream of its own for each purpose, so that asking for one never changes the others. */
export function deriveSeed(seed: number, purpose: string): number {
  let word = seed >>> 0;
  for (const letter of purpose)
    word = (Math.imul(word ^ (letter.codePointAt(0) ?? 0), 0x01000193) + GOLDEN) >>> 0;
  return word;
}
