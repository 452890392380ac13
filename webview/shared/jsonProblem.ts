import * as l10n from '@vscode/l10n';
import { printParseErrorCode, visit } from 'jsonc-parser';

/** The first mistake that keeps a text from being JSON, and where it is. */
export interface JsonProblem {
  readonly text: string;
  /** In UTF-16 units, as the editor counts. */
  readonly offset: number;
  readonly length: number;
}

const WORDS: Readonly<Record<string, string>> = {
  InvalidSymbol: l10n.t('This is not a JSON value. Text needs double quotes.'),
  InvalidNumberFormat: l10n.t('This is not a JSON number.'),
  PropertyNameExpected: l10n.t('A property name in double quotes is expected here.'),
  ValueExpected: l10n.t('A value is expected here.'),
  ColonExpected: l10n.t('A colon is expected here.'),
  CommaExpected: l10n.t('A comma is expected here.'),
  CloseBraceExpected: l10n.t('A closing brace } is expected here.'),
  CloseBracketExpected: l10n.t('A closing bracket ] is expected here.'),
  EndOfFileExpected: l10n.t('Unexpected text after the JSON value.'),
  InvalidCommentToken: l10n.t('JSON has no comments.'),
  UnexpectedEndOfComment: l10n.t('JSON has no comments.'),
  UnexpectedEndOfString: l10n.t('This string has no closing quote. Write line breaks as \\n.'),
  UnexpectedEndOfNumber: l10n.t('This number is incomplete.'),
  InvalidUnicode: l10n.t('This is not a Unicode escape: \\u and four hexadecimal digits.'),
  InvalidEscapeCharacter: l10n.t('This is not a valid JSON escape.'),
  InvalidCharacter: l10n.t('This character must be escaped here.'),
};
const OTHERWISE = l10n.t('The JSON is not valid here.');

/** @returns undefined for valid JSON */
export function findJsonProblem(text: string): JsonProblem | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return findFirstMistake(text) ?? readPosition(text, error);
  }
}

function findFirstMistake(text: string): JsonProblem | undefined {
  let first: JsonProblem | undefined;
  const onError = (code: Parameters<typeof printParseErrorCode>[0], offset: number, length: number): void => {
    if (first !== undefined && first.offset <= offset) return;
    first = { text: WORDS[printParseErrorCode(code)] ?? OTHERWISE, offset, length };
  };
  try {
    visit(text, { onError }, { disallowComments: true });
  } catch (error) {
    // So deeply nested that it does not fit on the stack.
    if (!(error instanceof RangeError)) throw error;
  }
  return first;
}

/** The JavaScript engine's own message, for texts that the other parser accepts or cannot finish. */
function readPosition(text: string, error: unknown): JsonProblem {
  const position = /at position (\d+)/u.exec(String(error))?.[1];
  const offset = position === undefined ? text.length : Math.min(Number(position), text.length);
  return { text: OTHERWISE, offset, length: 1 };
}

/** What is wrong where a reader in the host found that the text stops being JSON. */
export function describeMistakeAt(text: string, offset: number): JsonProblem {
  const isEnd = text.slice(offset).trim() === '';
  return { text: isEnd ? l10n.t('The JSON value is incomplete.') : OTHERWISE, offset, length: 1 };
}

/** Such as `Line 3, column 9`. */
export function describePlace(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return l10n.t('Line {0}, column {1}', line, offset - before.lastIndexOf('\n'));
}
