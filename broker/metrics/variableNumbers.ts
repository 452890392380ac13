/** The longest number: 2^53 with its sign, in groups of seven bits. */
export const MAXIMUM_NUMBER_BYTES = 8;

/**
 * Writes a whole number, small ones in one byte, negative ones between the others.
 * @returns the position behind it
 */
export function writeNumber(bytes: Uint8Array, position: number, value: number): number {
  let rest = value < 0 ? -value * 2 - 1 : value * 2;
  let at = position;
  while (rest >= 0x80) {
    bytes[at++] = (rest % 0x80) | 0x80;
    rest = Math.floor(rest / 0x80);
  }
  bytes[at++] = rest;
  return at;
}

/** Reads what {@link writeNumber} wrote, one after the other. */
export class NumberReader {
  private readonly bytes: Uint8Array;
  private position = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.position >= this.bytes.length;
  }

  next(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.bytes[this.position++] ?? 0;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) break;
    }
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
