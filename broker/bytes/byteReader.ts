/** Reads what {@link ByteWriter} wrote. Records are checked before they are read, so running over the end is a bug. */
export class ByteReader {
  private bytes: Buffer;
  private fields: DataView;
  position = 0;

  constructor(bytes: Buffer, position = 0) {
    this.bytes = bytes;
    this.fields = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.position = position;
  }

  /** Continues elsewhere. */
  turnTo(bytes: Buffer, position: number): void {
    if (bytes !== this.bytes) {
      this.bytes = bytes;
      this.fields = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    this.position = position;
  }

  u8(): number {
    return this.bytes[this.position++] as number;
  }

  u16(): number {
    const value = this.fields.getUint16(this.position, true);
    this.position += 2;
    return value;
  }

  u32(): number {
    const value = this.fields.getUint32(this.position, true);
    this.position += 4;
    return value;
  }

  f64(): number {
    const value = this.fields.getFloat64(this.position, true);
    this.position += 8;
    return value;
  }

  shortText(): string {
    return this.text(this.u16());
  }

  longText(): string {
    return this.text(this.u32());
  }

  hex(length: number): string {
    const end = this.position + length;
    const value = this.bytes.toString('hex', this.position, end);
    this.position = end;
    return value;
  }

  /** A view of all that was not read, to the end of the bytes. */
  get rest(): Buffer {
    return this.bytes.subarray(this.position);
  }

  /** What is good for as long as nothing else is written there. */
  view(length: number): Buffer {
    const start = this.position;
    this.position = start + length;
    return this.bytes.subarray(start, this.position);
  }

  /** A copy. */
  raw(length: number): Buffer {
    const end = this.position + length;
    const value = Buffer.from(this.bytes.subarray(this.position, end));
    this.position = end;
    return value;
  }

  private text(length: number): string {
    const end = this.position + length;
    const value = this.bytes.toString('utf8', this.position, end);
    this.position = end;
    return value;
  }
}
