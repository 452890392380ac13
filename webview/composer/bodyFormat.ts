import { applyEdits, format as formatEdits } from 'jsonc-parser';
import type { ComposerDraft } from '../protocol.ts';

/** True when a text starts as a JSON object or array does; an unfinished one counts while it is typed. */
export function looksLikeJson(text: string): boolean {
  return /^\s*(?:\{\s*(?:["}]|$)|\[)/u.test(text);
}

/** What the body is treated as: the user's choice, else what it looks like. */
export function chooseFormat(format: ComposerDraft['format'], body: string): 'text' | 'json' {
  if (format !== 'auto') return format;
  return looksLikeJson(body) ? 'json' : 'text';
}

/**
 * Lays JSON out with two spaces, or undefined when the text is not JSON. Only white space changes: long numbers, key
 * order and escapes stay as they were typed, which a round trip through JSON.parse would not promise.
 */
export function formatJson(text: string): string | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  return applyEdits(text, formatEdits(text, undefined, { tabSize: 2, insertSpaces: true, eol: '\n' }));
}
