/** Writes little-endian fields into a buffer with enough room. The caller sees to the room. */
export class ByteWriter {
  bytes: Buffer;
  private view: DataView;
  position = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.view = viewOf(bytes);
  }

  /** Continues in another buffer. */
  turnTo(bytes: Buffer, position: number): void {
    if (bytes !== this.bytes) {
      this.bytes = bytes;
      this.view = viewOf(bytes);
    }
    this.position = position;
  }

  /** Grows until `bytes` more fit, at least to double the size. What was written stays. */
  makeRoom(bytes: number): void {
    const needed = this.position + bytes;
    if (needed <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.bytes.length));
    this.bytes.copy(grown, 0, 0, this.position);
    this.turnTo(grown, this.position);
  }

  /** A view of what was written. */
  get written(): Buffer {
    return this.bytes.subarray(0, this.position);
  }

  u8(value: number): void {
    this.bytes[this.position++] = value;
  }

  u16(value: number): void {
    this.view.setUint16(this.position, value, true);
    this.position += 2;
  }

  u32(value: number): void {
    this.view.setUint32(this.position, value, true);
    this.position += 4;
  }

  u48(value: number): void {
    this.position = this.bytes.writeUIntLE(value, this.position, 6);
  }

  f64(value: number): void {
    this.view.setFloat64(this.position, value, true);
    this.position += 8;
  }

  /** UTF-8 behind its length in 16 bits; for texts whose length a rule bounds. */
  shortText(value: string): void {
    const length = this.bytes.write(value, this.position + 2, 'utf8');
    this.u16(length);
    this.position += length;
  }

  /** UTF-8 behind its length in 32 bits. */
  longText(value: string): void {
    const length = this.bytes.write(value, this.position + 4, 'utf8');
    this.u32(length);
    this.position += length;
  }

  hex(value: string): void {
    this.position += this.bytes.write(value, this.position, 'hex');
  }

  /** Bytes as they are. */
  raw(value: Uint8Array): void {
    this.bytes.set(value, this.position);
    this.position += value.byteLength;
  }

  patchU16(position: number, value: number): void {
    this.view.setUint16(position, value, true);
  }

  patchU32(position: number, value: number): void {
    this.view.setUint32(position, value, true);
  }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
