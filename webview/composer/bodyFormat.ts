import type { ComposerDraft } from '../protocol.ts';

/** White space in front of JSON that is looked through; a megabyte of it would take too long. */
const LOOKED_AT = 4096;

/** True when a text starts as a JSON object or array does; an unfinished one counts while it is typed. */
export function looksLikeJson(text: string): boolean {
  return /^\s*(?:\{\s*(?:["}]|$)|\[)/u.test(text.slice(0, LOOKED_AT));
}

/** What the body is treated as: the user's choice, else what it looks like. */
export function chooseFormat(format: ComposerDraft['format'], body: string): 'text' | 'json' {
  if (format !== 'auto') return format;
  return looksLikeJson(body) ? 'json' : 'text';
}
