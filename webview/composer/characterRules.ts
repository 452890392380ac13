import * as l10n from '@vscode/l10n';

/** What the service refuses in a text: the first such code point, and how many there are. */
export interface IllegalCharacters {
  /** Such as `U+0000`. */
  readonly codePoint: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units, as editors count. */
  readonly column: number;
  readonly count: number;
}

// All but: tab, line feed, carriage return, U+0020-D7FF, U+E000-FFFD, U+10000-10FFFF (SendMessage, "MessageBody").
const ILLEGAL = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** Finds what SendMessage refuses in bodies and String values; undefined when all is legal. */
export function findIllegalCharacters(text: string): IllegalCharacters | undefined {
  const found = text.match(ILLEGAL);
  if (found === null) return undefined;
  const [first = ''] = found;
  const at = text.search(ILLEGAL);
  const before = text.slice(0, at);
  return {
    codePoint: writeCodePoint(first.codePointAt(0) ?? 0),
    line: before.split('\n').length,
    column: at - before.lastIndexOf('\n'),
    count: found.length,
  };
}

/** `U+001B cannot be sent.`; undefined when all is legal. */
export function describeIllegalCharacter(text: string): string | undefined {
  const illegal = findIllegalCharacters(text);
  return illegal === undefined ? undefined : l10n.t('{0} cannot be sent.', illegal.codePoint);
}

/** `U+001B`. */
export function writeCodePoint(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
