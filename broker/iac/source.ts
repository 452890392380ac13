import { LineIndex } from '../definitions/problems.ts';
import type { IacProblem, SourceRange, Unknown } from './model.ts';

/** The text of one file. */
export class Source {
  readonly file: string;
  readonly text: string;
  private lines: LineIndex | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
  }

  range(start: number, end: number): SourceRange {
    this.lines ??= new LineIndex(this.text);
    const { line, character, endLine, endCharacter } = this.lines.describe(start, end - start, '');
    return { file: this.file, start, end, line, character, endLine, endCharacter };
  }
}

/** A part of a file; its lines are counted when they are asked for. */
export interface Place {
  readonly source: Source;
  /** UTF-16 units from the start of the text. */
  readonly start: number;
  readonly end: number;
}

export function rangeOf({ source, start, end }: Place): SourceRange {
  return source.range(start, end);
}

export function problemAt(place: Place, message: string): IacProblem {
  return { range: rangeOf(place), message };
}

export function unknownAt(place: Place, reason: string): Unknown {
  return { isKnown: false, reason, range: rangeOf(place) };
}
