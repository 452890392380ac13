export const BYTES_PER_ROW = 16;

/** One row of bytes, as tools for binary files show them. */
export interface HexRow {
  /** Of its first byte, in hexadecimal. */
  readonly offset: string;
  /** `48 65 6c 6c 6f`, in two groups of eight. */
  readonly digits: string;
  /** What is a character of ASCII; a dot for the rest. */
  readonly characters: string;
}

export function countHexRows(bytes: Uint8Array): number {
  return Math.ceil(bytes.length / BYTES_PER_ROW);
}

export function readHexRow(bytes: Uint8Array, row: number): HexRow {
  const from = row * BYTES_PER_ROW;
  const part = [...bytes.subarray(from, from + BYTES_PER_ROW)];
  const pairs = part.map((byte) => byte.toString(16).padStart(2, '0'));
  const half = BYTES_PER_ROW / 2;
  return {
    offset: from.toString(16).padStart(8, '0'),
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
