import { GrowingNumbers } from './growingNumbers.ts';

/** Lines read in one step: about a millisecond. */
export const STEP_LINES = 4_096;
/** A text with fewer lines is shown with everything open. */
const OPEN_LINES = 1_000;
/** Of a name or a value; the rest is found in the text. */
const SHOWN_CHARACTERS = 500;

const SPACE = 0x20;
const OPEN_LIST = 0x5b;
const OPEN_OBJECT = 0x7b;

/** A value of the tree, as a row shows it. */
export interface TreeRow {
  /** The name in its object, or the place in its list; absent at the root. */
  readonly name?: string;
  readonly isListItem: boolean;
  /** From 1. */
  readonly level: number;
  readonly kind: 'object' | 'list' | 'string' | 'number' | 'word';
  /** Of an object or a list: how many values it has; else the value as it is written. */
  readonly value: string;
  readonly childCount: number;
  /** Its place among the values of the same parent, from 1, and how many those are. */
  readonly place: number;
  readonly siblings: number;
}

/**
 * A tree over laid-out JSON: each of its lines is a value, or the end of one. It is read in steps, and keeps numbers only; rows
 * are made when they are shown. So numbers, escapes and repeated names are those of the message.
 */
export class JsonTree {
  private readonly text: string;
  private readonly starts = new GrowingNumbers();
  private readonly depths = new GrowingNumbers();
  /** Line of the parent and one; 0: none. */
  private readonly parents = new GrowingNumbers();
  private readonly places = new GrowingNumbers();
  private readonly childCounts = new GrowingNumbers();
  /** The first line that is behind all of the value. */
  private readonly ends = new GrowingNumbers();
  /** The objects and lists that are open where it reads, the innermost last. */
  private readonly open: number[] = [];
  /** 1: only the value itself is shown. */
  private readonly closed = new GrowingNumbers();
  private at = 0;
  /** Lines of values that no closed parent hides. */
  private shown: readonly number[] | undefined;

  /** @param text as `JsonLayout` writes it */
  constructor(text: string) {
    this.text = text;
  }

  get isRead(): boolean {
    return this.at >= this.text.length;
  }

  /** @returns how many lines it read */
  step(): number {
    const { text } = this;
    let lines = 0;
    for (; lines < STEP_LINES && this.at < text.length; lines += 1) {
      const end = text.indexOf('\n', this.at);
      const next = end === -1 ? text.length : end + 1;
      this.readLine(this.at, end === -1 ? text.length : end);
      this.at = next;
    }
    if (this.isRead && this.shown === undefined) this.closeAtFirst();
    return lines;
  }

  /** Lines of the values to show, in order. */
  get rows(): readonly number[] {
    this.shown ??= this.listShown();
    return this.shown;
  }

  isOpen(line: number): boolean | undefined {
    return this.childCounts.at(line) === 0 ? undefined : this.closed.at(line) === 0;
  }

  setOpen(line: number, isOpen: boolean): void {
    if (this.childCounts.at(line) > 0) this.closed.set(line, isOpen ? 0 : 1);
    this.shown = undefined;
  }

  /** The outermost value stays open. */
  setAllOpen(isOpen: boolean): void {
    for (let line = 1; line < this.starts.length; line += 1)
      this.closed.set(line, !isOpen && this.childCounts.at(line) > 0 ? 1 : 0);
    this.shown = undefined;
  }

  /** The row of a place in the text; opens what hides it. */
  reveal(place: number): number {
    let line = Math.max(0, this.starts.lastAtMost(place));
    // The end of a value is a line that no row has.
    if (this.isEnd(line)) line = this.parents.at(line) - 1;
    for (let parent = this.parentOf(line); parent !== -1; parent = this.parentOf(parent))
      this.setOpen(parent, true);
    return this.indexOf(line);
  }

  /** -1 for the root. */
  parentOf(line: number): number {
    return this.parents.at(line) - 1;
  }

  indexOf(line: number): number {
    const { rows } = this;
    let low = 0;
    let high = rows.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((rows[middle] ?? 0) <= line) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  row(line: number): TreeRow {
    const parent = this.parentOf(line);
    const start = this.starts.at(line) + this.depths.at(line);
    const isListItem = parent !== -1 && this.opens(parent) === OPEN_LIST;
    const [name, from] = isListItem || parent === -1 ? [undefined, start] : this.readName(start);
    const childCount = this.childCounts.at(line);
    const place = this.places.at(line) + 1;
    return {
      ...(parent === -1 ? {} : { name: name ?? String(place - 1) }),
      isListItem,
      level: this.depths.at(line) / 2 + 1,
      kind: readKind(this.text.charCodeAt(from)),
      value: childCount > 0 ? '' : this.readValue(line, from),
      childCount,
      place,
      siblings: parent === -1 ? 1 : this.childCounts.at(parent),
    };
  }

  /** Where the line of a value begins and ends in the text. */
  span(line: number): { readonly from: number; readonly to: number } {
    const from = this.starts.at(line) + this.depths.at(line);
    return {
      from,
      to: line + 1 < this.starts.length ? this.starts.at(line + 1) - 1 : this.text.length,
    };
  }

  private readLine(start: number, end: number): void {
    const { text, open } = this;
    let depth = 0;
    while (text.charCodeAt(start + depth) === SPACE) depth += 1;
    const line = this.starts.length;
    const first = text.charCodeAt(start + depth);
    const isEnd = first === 0x5d || first === 0x7d;
    const parent = open.at(-1);
    this.starts.push(start);
    this.depths.push(depth);
    this.childCounts.push(0);
    this.closed.push(0);
    this.ends.push(line + 1);
    this.parents.push(parent === undefined ? 0 : parent + 1);
    this.places.push(parent === undefined || isEnd ? 0 : this.childCounts.at(parent));
    if (isEnd && parent !== undefined) {
      open.pop();
      this.ends.set(parent, line + 1);
      return;
    }
    if (parent !== undefined) this.childCounts.set(parent, this.childCounts.at(parent) + 1);
    const last = text.charCodeAt(end - 1);
    if (last === OPEN_LIST || last === OPEN_OBJECT) open.push(line);
  }

  private isEnd(line: number): boolean {
    const first = this.text.charCodeAt(this.starts.at(line) + this.depths.at(line));
    return first === 0x5d || first === 0x7d;
  }

  private opens(line: number): number {
    const { to } = this.span(line);
    return this.text.charCodeAt(to - 1);
  }

  private readName(start: number): readonly [name: string, valueStart: number] {
    const { text } = this;
    let at = start + 1;
    for (; at < text.length && text.charCodeAt(at) !== 0x22; at += 1)
      if (text.charCodeAt(at) === 0x5c) at += 1;
    return [text.slice(start + 1, Math.min(at, start + 1 + SHOWN_CHARACTERS)), at + 3];
  }

  private readValue(line: number, from: number): string {
    const { to } = this.span(line);
    const end = this.text.charCodeAt(to - 1) === 0x2c ? to - 1 : to;
    return end - from > SHOWN_CHARACTERS
      ? `${this.text.slice(from, from + SHOWN_CHARACTERS)}…`
      : this.text.slice(from, end);
  }

  private listShown(): number[] {
    const rows: number[] = [];
    for (let line = 0; line < this.starts.length; ) {
      if (!this.isEnd(line)) rows.push(line);
      line = this.closed.at(line) === 1 ? this.ends.at(line) : line + 1;
    }
    return rows;
  }

  private closeAtFirst(): void {
    if (this.starts.length > OPEN_LINES) this.setAllOpen(false);
  }
}

function readKind(unit: number): TreeRow['kind'] {
  if (unit === OPEN_OBJECT) return 'object';
  if (unit === OPEN_LIST) return 'list';
  if (unit === 0x22) return 'string';
  return unit === 0x2d || (unit >= 0x30 && unit <= 0x39) ? 'number' : 'word';
}
