import { countDrawn } from '../../../broker/protocol/hiddenCharacters.ts';
import { GrowingNumbers } from './growingNumbers.ts';

/** Characters read in one step: about a millisecond. */
export const STEP_CHARACTERS = 65_536;
/** Of a row that is not wrapped: the browser needs a second for one line of a megabyte. */
export const LONGEST_ROW = 1_000;

const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const TAB = 0x09;
export const TAB_COLUMNS = 4;

/** One row of a text as it is shown. */
export interface TextRow {
  /** Places in the text, without the line end. */
  readonly from: number;
  readonly to: number;
  /** From 1. */
  readonly line: number;
  /** The row goes on with the line of the row before. */
  readonly isContinued: boolean;
}

/**
 * Where the rows of a text begin: at its lines, and within a line that is wider than `columns`. The text is read in steps, and
 * may grow between them; what was read never changes.
 */
export class RowIndex {
  private readonly columns: number;
  private readonly starts = new GrowingNumbers();
  private readonly lines = new GrowingNumbers();
  private at = 0;
  /** Of the row under way. */
  private width = 0;
  private line = 1;

  constructor(columns: number) {
    this.columns = Math.max(1, columns);
    this.startRow(0);
  }

  get count(): number {
    return this.starts.length;
  }

  get lineCount(): number {
    return this.line;
  }

  hasRead(text: string): boolean {
    return this.at >= text.length;
  }

  /** @returns how many characters it read */
  step(text: string): number {
    const start = this.at;
    const end = Math.min(text.length, start + STEP_CHARACTERS);
    let at = start;
    for (; at < end; at += 1) {
      const unit = text.charCodeAt(at);
      if (unit === LINE_FEED) {
        this.line += 1;
        this.startRow(at + 1);
        continue;
      }
      const width = this.widthOf(unit);
      if (this.width + width > this.columns && this.width > 0) this.startRow(at);
      this.width += width;
    }
    this.at = at;
    return at - start;
  }

  row(text: string, index: number): TextRow {
    const from = this.starts.at(index);
    const line = this.lines.at(index);
    let to = index + 1 < this.count ? this.starts.at(index + 1) : Math.min(this.at, text.length);
    if (to > from && text.charCodeAt(to - 1) === LINE_FEED) {
      to -= 1;
      if (to > from && text.charCodeAt(to - 1) === RETURN) to -= 1;
    }
    return { from, to, line, isContinued: index > 0 && this.lines.at(index - 1) === line };
  }

  /** The row that a place of the text is in. */
  rowOf(place: number): number {
    return Math.max(0, this.starts.lastAtMost(place));
  }

  private startRow(from: number): void {
    this.starts.push(from);
    this.lines.push(this.line);
    this.width = 0;
  }

  /** In columns of a font of equal widths. The second half of a pair has none, so that no row begins with it. */
  private widthOf(unit: number): number {
    if (unit === TAB) return TAB_COLUMNS - (this.width % TAB_COLUMNS);
    // Most returns belong to a line end, which is not drawn.
    if (unit === RETURN || (unit >= 0x20 && unit < 0x7f)) return 1;
    if (unit < 0x700 || (unit >= 0x2000 && unit < 0x2070) || unit === 0xfeff) return countDrawn(unit);
    if (unit >= 0xdc00 && unit <= 0xdfff) return 0;
    return isWide(unit) ? 2 : 1;
  }
}

/** Scripts and signs whose characters are as wide as two letters; first halves of pairs are mostly emoji. */
function isWide(unit: number): boolean {
  return (
    (unit >= 0x1100 && unit <= 0x115f) ||
    (unit >= 0x2e80 && unit <= 0xa4cf) ||
    (unit >= 0xac00 && unit <= 0xd7a3) ||
    (unit >= 0xd800 && unit <= 0xdbff) ||
    (unit >= 0xf900 && unit <= 0xfaff) ||
    (unit >= 0xfe30 && unit <= 0xfe6f) ||
    (unit >= 0xff00 && unit <= 0xff60) ||
    (unit >= 0xffe0 && unit <= 0xffe6)
  );
}
