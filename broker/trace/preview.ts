/** Characters of a body that lists and the trace show. */
export const PREVIEW_LENGTH = 256;
/** No UTF-16 unit takes more than three bytes of UTF-8; and one character may be cut. */
const ENOUGH_BYTES = PREVIEW_LENGTH * 3 + 4;

/** The first 256 characters (UTF-16 units) of a body, never ending in half a character. */
export function previewBody(body: Uint8Array): string {
  // Plain ASCII, the usual case, needs no more bytes than characters, and the string then stands for itself alone.
  const quick = decode(body, PREVIEW_LENGTH);
  if (body.byteLength <= PREVIEW_LENGTH) return quick;
  if (quick.length === PREVIEW_LENGTH && !quick.endsWith('\uFFFD')) return quick;
  return previewText(decode(body, ENOUGH_BYTES));
}

/** The first 256 characters of a text, never ending in half a character. */
function previewText(text: string): string {
  if (text.length <= PREVIEW_LENGTH) return text;
  const last = text.charCodeAt(PREVIEW_LENGTH - 1);
  const endsInHalf = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, endsInHalf ? PREVIEW_LENGTH - 1 : PREVIEW_LENGTH);
}

function decode(body: Uint8Array, maximumBytes: number): string {
  const buffer = Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return buffer.toString('utf8', 0, maximumBytes);
}
