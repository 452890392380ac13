import { GrowingNumbers } from './growingNumbers.ts';

/** Characters looked through in one step: a few milliseconds. */
export const STEP_CHARACTERS = 65_536;
/** As in the editors of VS Code: beyond so many hits only their number is missing. */
export const MAXIMUM_HITS = 20_000;

/** A place where what is searched for was found. */
export interface Hit {
  readonly from: number;
  readonly to: number;
}

/** Finds a text within another, in steps, so that the keyboard is heard meanwhile. */
export class TextSearch {
  private readonly query: string;
  private readonly matchesCase: boolean;
  private readonly pattern: RegExp;
  private readonly starts = new GrowingNumbers();
  private readonly ends = new GrowingNumbers();
  private at = 0;

  constructor(query: string, matchesCase: boolean) {
    this.query = query;
    this.matchesCase = matchesCase;
    const flags = matchesCase ? 'gu' : 'giu';
    this.pattern = new RegExp(query.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&'), flags);
  }

  /** The same search, for another text. */
  again(): TextSearch {
    return new TextSearch(this.query, this.matchesCase);
  }

  get count(): number {
    return this.starts.length;
  }

  /** There are more hits than are kept. */
  get isFull(): boolean {
    return this.count >= MAXIMUM_HITS;
  }

  hasRead(text: string): boolean {
    return this.isFull || this.at >= text.length;
  }

  hit(index: number): Hit | undefined {
    return index >= 0 && index < this.count
      ? { from: this.starts.at(index), to: this.ends.at(index) }
      : undefined;
  }

  /** The first hit at or behind a place; after the last one the first. */
  indexFrom(place: number): number {
    const index = this.starts.lastAtMost(place - 1) + 1;
    return index < this.count ? index : 0;
  }

  /** The hits that have a part between two places. */
  *between(from: number, to: number): Iterable<Hit & { readonly index: number }> {
    const first = Math.max(0, this.starts.lastAtMost(from));
    for (let index = first; index < this.count && this.starts.at(index) < to; index += 1)
      if (this.ends.at(index) > from) yield { from: this.starts.at(index), to: this.ends.at(index), index };
  }

  /** @returns how many characters it looked through */
  step(text: string): number {
    const start = this.at;
    const end = Math.min(text.length, start + STEP_CHARACTERS);
    // A hit may reach over the end of the step.
    const piece = text.slice(start, end + this.query.length);
    this.pattern.lastIndex = 0;
    this.at = end;
    while (!this.isFull) {
      const found = this.pattern.exec(piece);
      if (found === null || start + found.index >= end) break;
      this.starts.push(start + found.index);
      this.ends.push(start + found.index + found[0].length);
      this.at = Math.max(end, start + found.index + found[0].length);
    }
    return end - start;
  }
}
