/** The first code point that the service refuses in a text. */
export interface IllegalCharacter {
  /** Such as `U+0000`. */
  readonly codePoint: string;
  /** From 1. */
  readonly line: number;
}

// All but: tab, line feed, carriage return, U+0020-D7FF, U+E000-FFFD, U+10000-10FFFF (SendMessage, "MessageBody").
const ILLEGAL = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** Finds what SendMessage refuses in bodies and String values; undefined when all is legal. */
export function findIllegalCharacter(text: string): IllegalCharacter | undefined {
  const match = ILLEGAL.exec(text);
  if (match === null) return undefined;
  const codePoint = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const line = text.slice(0, match.index).split('\n').length;
  return { codePoint: `U+${codePoint}`, line };
}
