import { type IllegalCharacters, writeCodePoint } from './characterRules.ts';

/** Characters of one step: a fraction of a millisecond, a few while the code is cold. */
export const STEP_CHARACTERS = 65_536;

/** What has to be known of a body before it can be sent. */
export interface BodyFacts {
  /** In UTF-8; a lone surrogate counts as U+FFFD would. */
  readonly bytes: number;
  readonly lines: number;
  readonly illegal?: IllegalCharacters | undefined;
}

const SPACE = 0x20;
const LINE_FEED = 0x0a;

/**
 * Reads a body once, in steps: one of 1 MiB, while the code is cold, would hold up the panel for longer than a key press may
 * take. What is refused: everything but tab, line feed, carriage return, U+0020-D7FF, U+E000-FFFD, U+10000-10FFFF
 * (SendMessage, "MessageBody").
 */
export class BodyScan {
  private readonly body: string;
  private at = 0;
  private bytes = 0;
  private line = 1;
  /** Where the line begins. */
  private lineStart = 0;
  private illegal: BodyFacts['illegal'];

  constructor(body: string) {
    this.body = body;
  }

  /** Undefined until all of the body is read. */
  get facts(): BodyFacts | undefined {
    const { bytes, line, illegal } = this;
    return this.at < this.body.length ? undefined : { bytes, lines: line, illegal };
  }

  /** @returns how many characters it read */
  step(): number {
    const { body } = this;
    const start = this.at;
    const end = Math.min(body.length, start + STEP_CHARACTERS);
    let at = start;
    for (; at < end; at += 1) {
      const unit = body.charCodeAt(at);
      if (unit < 0x80) {
        this.bytes += 1;
        if (unit >= SPACE) continue;
        if (unit === LINE_FEED) {
          this.line += 1;
          this.lineStart = at + 1;
        } else if (unit !== 0x09 && unit !== 0x0d) this.refuse(unit, at);
      } else if (unit < 0x800) this.bytes += 2;
      else if (unit < 0xd800 || unit > 0xdfff) {
        this.bytes += 3;
        if (unit > 0xfffd) this.refuse(unit, at);
      } else if (unit < 0xdc00 && isLowSurrogate(body.charCodeAt(at + 1))) {
        // A pair counts as a whole, though it may reach over the end of the step.
        this.bytes += 4;
        at += 1;
      } else {
        this.bytes += 3;
        this.refuse(unit, at);
      }
    }
    this.at = at;
    return at - start;
  }

  private refuse(unit: number, at: number): void {
    const first = this.illegal ?? {
      codePoint: writeCodePoint(unit),
      line: this.line,
      column: at - this.lineStart + 1,
      count: 0,
    };
    this.illegal = { ...first, count: first.count + 1 };
  }
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** The facts of a body that is read in one go: what is short enough, or needed at once. */
export function scanBody(body: string): BodyFacts {
  const scan = new BodyScan(body);
  let { facts } = scan;
  while (facts === undefined) {
    scan.step();
    ({ facts } = scan);
  }
  return facts;
}
