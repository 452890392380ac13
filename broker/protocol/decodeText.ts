import * as l10n from '@vscode/l10n';
/** The text of a hand-written file, or what is wrong with it. */
export type DecodedText =
  | { readonly ok: true; readonly text: string }
  | {
      readonly ok: false;
      /** Follows the name of the file, without a full stop. */
      readonly message: string;
      /** From 0. */
      readonly line: number;
    };

/** A decoder of UTF-8 that drops a byte order mark and replaces what it cannot read: `TextDecoder` as it is. */
interface Decoder {
  decode(bytes: Uint8Array): string;
}

const REPLACEMENT = '\uFFFD';

/**
 * Reads UTF-8 with or without a byte order mark. Rejects other encodings, because their text would change if read as
 * UTF-8.
 */
export function decodeText(bytes: Uint8Array, decoder: Decoder): DecodedText {
  const encoding = findOtherEncoding(bytes);
  if (encoding !== undefined)
    return { ok: false, message: l10n.t('is {0}; save it as UTF-8', encoding), line: 0 };
  const text = decoder.decode(bytes);
  const at = text.indexOf(REPLACEMENT);
  if (at < 0 || countReplacements(text) === countWrittenReplacements(bytes)) return { ok: true, text };
  const line = text.slice(0, at).split('\n').length - 1;
  return { ok: false, message: l10n.t('is not UTF-8 in line {0}; save it as UTF-8', line + 1), line };
}

/**
 * Detected by the byte order mark, otherwise by zero bytes next to the first letter: these files begin with plain
 * ASCII.
 */
function findOtherEncoding([first, second, third, fourth]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return third === 0 && fourth === 0 ? 'UTF-32' : 'UTF-16';
  if (first === 0xfe && second === 0xff) return 'UTF-16';
  if (first === 0 && second === 0) return 'UTF-32';
  if (second === 0 && third === 0) return 'UTF-32';
  if (first === 0 || second === 0) return 'UTF-16';
  return undefined;
}

function countReplacements(text: string): number {
  return text.split(REPLACEMENT).length - 1;
}

/** Replacement characters that the file itself contains, as EF BF BD. */
function countWrittenReplacements(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(0xef); at >= 0; at = bytes.indexOf(0xef, at + 1)) {
    if (bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd) count++;
  }
  return count;
}
