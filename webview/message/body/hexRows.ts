/** In the order in which they are tried. */
const BYTES_PER_ROW = [16, 8, 4, 2] as const;
/** Of the offset of a row, in hexadecimal: the largest message has 1 MiB. */
const OFFSET_DIGITS = 6;
/** Before the offset, the bytes and the characters. */
const GAP_COLUMNS = 1;

/** How many bytes a row has. @param columns characters that the view is wide */
export function chooseBytesPerRow(columns: number): number {
  return BYTES_PER_ROW.find((count) => columnsOf(count) <= columns) ?? BYTES_PER_ROW[3];
}

/** How many characters a row of bytes is wide. */
function columnsOf(bytes: number): number {
  return OFFSET_DIGITS + countDigits(bytes) + bytes + 3 * GAP_COLUMNS;
}

/** Characters of the digits of a full row: two for each byte, with a space between, and one more in the middle. */
export function countDigits(bytesPerRow: number): number {
  return 3 * bytesPerRow;
}

/** One row of bytes, as tools for binary files show them. */
export interface HexRow {
  /** Of its first byte, in hexadecimal. */
  readonly offset: string;
  /** `48 65 6c 6c 6f`, in two groups. */
  readonly digits: string;
  /** What is a character of ASCII; a dot for the rest. */
  readonly characters: string;
}

export function countHexRows(bytes: Uint8Array, bytesPerRow: number): number {
  return Math.ceil(bytes.length / bytesPerRow);
}

export function readHexRow(bytes: Uint8Array, row: number, bytesPerRow: number): HexRow {
  const from = row * bytesPerRow;
  const part = [...bytes.subarray(from, from + bytesPerRow)];
  const pairs = part.map((byte) => byte.toString(16).padStart(2, '0'));
  const half = bytesPerRow / 2;
  return {
    offset: from.toString(16).padStart(OFFSET_DIGITS, '0'),
    digits: [pairs.slice(0, half).join(' '), pairs.slice(half).join(' ')].filter(Boolean).join('  '),
    characters: part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join(''),
  };
}

/** The bytes of a text in base64, white space not counted; undefined if it is none. */
export function decodeBase64(text: string): Uint8Array | undefined {
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    return undefined;
  }
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

/** `0a 1b 2c`, the start of some bytes on one line. */
export function writeHex(bytes: Uint8Array, count = bytes.length): string {
  return [...bytes.subarray(0, count)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
