import { StringDecoder } from 'node:string_decoder';

/** Longest line that is passed on, in characters; what is longer is cut, so that output without line breaks has a bound. */
export const MAXIMUM_LINE_LENGTH = 16_384;

/** Follows a line that was cut. */
const CUT_MARK = '…';

/** Cuts the output of a program into lines. A character may be spread over chunks, and a line may have no end. */
export class OutputLines {
  private readonly decoder = new StringDecoder('utf8');
  private readonly onLine: (line: string) => void;
  private begun = '';
  /** The rest of the line up to its end is left out. */
  private isCut = false;

  constructor(onLine: (line: string) => void) {
    this.onLine = onLine;
  }

  add(chunk: Buffer): void {
    this.take(this.decoder.write(chunk));
  }

  /** The output has ended; its last line may have no line break. */
  end(): void {
    this.take(this.decoder.end());
    if (this.begun !== '') this.finish();
    this.isCut = false;
  }

  private take(text: string): void {
    let from = 0;
    for (let to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
      this.extend(text.slice(from, to));
      if (!this.isCut) this.finish();
      this.isCut = false;
      from = to + 1;
    }
    this.extend(text.slice(from));
  }

  private extend(text: string): void {
    if (this.isCut) return;
    this.begun += text;
    if (this.begun.length <= MAXIMUM_LINE_LENGTH) return;
    this.begun = `${cutText(this.begun)}${CUT_MARK}`;
    this.finish();
    this.isCut = true;
  }

  private finish(): void {
    const line = this.begun.endsWith('\r') ? this.begun.slice(0, -1) : this.begun;
    this.begun = '';
    this.onLine(line);
  }
}

/** Never between the two halves of a character. */
function cutText(text: string): string {
  const isHalf = /[\uD800-\uDBFF]/.test(text.charAt(MAXIMUM_LINE_LENGTH - 1));
  return text.slice(0, isHalf ? MAXIMUM_LINE_LENGTH - 1 : MAXIMUM_LINE_LENGTH);
}
