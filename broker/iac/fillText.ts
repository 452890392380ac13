import type { Reference, ReferenceText } from './model.ts';

/** Puts local values into a text. */
export function fillText(text: ReferenceText, fill: (reference: Reference) => string): string {
  return text.map((part) => (typeof part === 'string' ? part : fill(part))).join('');
}
