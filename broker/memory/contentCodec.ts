import type { MessageAttribute, MessageContent } from '../engine/base/content.ts';

const MD5_BYTES = 16;
const HAS_ATTRIBUTES = 1;
const HAS_TRACE_HEADER = 2;
const HAS_GROUP = 4;
const HAS_DEDUPLICATION = 8;
const HAS_SEQUENCE = 16;

const LENGTH_BYTES = 4;
/** UTF-8 has at most this many bytes for a UTF-16 code unit. */
const BYTES_PER_UNIT = 3;
/** Flags, digest, and the lengths of all single members. */
const FIXED_BYTES = 1 + MD5_BYTES + 6 * LENGTH_BYTES + 2;
const ATTRIBUTE_BYTES = 3 * LENGTH_BYTES + 1;

/** An upper bound of what {@link writeContent} writes, bytes. */
export function boundContent(content: MessageContent): number {
  const { body, senderId, traceHeader, groupId, deduplicationId, sequenceNumber, attributes } = content;
  let units = senderId.length + (traceHeader?.length ?? 0) + (groupId?.length ?? 0);
  units += (deduplicationId?.length ?? 0) + (sequenceNumber?.length ?? 0);
  let bytes = FIXED_BYTES + body.length;
  for (const { name, type, value } of attributes ?? []) {
    units += name.length + type.length;
    bytes += ATTRIBUTE_BYTES;
    if (typeof value === 'string') units += value.length;
    else bytes += value.length;
  }
  return bytes + units * BYTES_PER_UNIT;
}

/** Writes a content into a buffer that has room for {@link boundContent}; returns where it ends. */
export function writeContent(buffer: Buffer, start: number, content: MessageContent): number {
  const { body, bodyMd5, senderId, traceHeader, groupId, deduplicationId, sequenceNumber } = content;
  const { attributes } = content;
  let flags = 0;
  let at = start + 1;
  at += buffer.write(bodyMd5, at, MD5_BYTES, 'hex');
  at = writeBytes(buffer, at, body);
  at = writeText(buffer, at, senderId);
  if (traceHeader !== undefined) {
    flags |= HAS_TRACE_HEADER;
    at = writeText(buffer, at, traceHeader);
  }
  if (groupId !== undefined) {
    flags |= HAS_GROUP;
    at = writeText(buffer, at, groupId);
  }
  if (deduplicationId !== undefined) {
    flags |= HAS_DEDUPLICATION;
    at = writeText(buffer, at, deduplicationId);
  }
  if (sequenceNumber !== undefined) {
    flags |= HAS_SEQUENCE;
    at = writeText(buffer, at, sequenceNumber);
  }
  if (attributes !== undefined) {
    flags |= HAS_ATTRIBUTES;
    at = buffer.writeUInt16LE(attributes.length, at);
    for (const attribute of attributes) at = writeAttribute(buffer, at, attribute);
  }
  buffer[start] = flags;
  return at;
}

function writeAttribute(buffer: Buffer, start: number, { name, type, value }: MessageAttribute): number {
  const at = writeText(buffer, writeText(buffer, start, name), type);
  const isText = typeof value === 'string';
  buffer[at] = isText ? 1 : 0;
  return isText ? writeText(buffer, at + 1, value) : writeBytes(buffer, at + 1, value);
}

function writeText(buffer: Buffer, start: number, text: string): number {
  const bytes = buffer.write(text, start + LENGTH_BYTES);
  buffer.writeUInt32LE(bytes, start);
  return start + LENGTH_BYTES + bytes;
}

function writeBytes(buffer: Buffer, start: number, bytes: Uint8Array): number {
  buffer.writeUInt32LE(bytes.length, start);
  buffer.set(bytes, start + LENGTH_BYTES);
  return start + LENGTH_BYTES + bytes.length;
}

/** Reads what {@link writeContent} wrote. The body is a view of the buffer, all else is copied. */
export function readContent(buffer: Buffer, start: number): MessageContent {
  const reader = new Reader(buffer, start);
  const flags = reader.byte();
  const bodyMd5 = reader.hex(MD5_BYTES);
  const body = reader.view();
  const senderId = reader.text();
  return {
    body,
    bodyMd5,
    senderId,
    ...(flags & HAS_TRACE_HEADER ? { traceHeader: reader.text() } : undefined),
    ...(flags & HAS_GROUP ? { groupId: reader.text() } : undefined),
    ...(flags & HAS_DEDUPLICATION ? { deduplicationId: reader.text() } : undefined),
    ...(flags & HAS_SEQUENCE ? { sequenceNumber: reader.text() } : undefined),
    ...(flags & HAS_ATTRIBUTES ? { attributes: readAttributes(reader) } : undefined),
  };
}

function readAttributes(reader: Reader): MessageAttribute[] {
  return Array.from({ length: reader.short() }, () => {
    const name = reader.text();
    const type = reader.text();
    return { name, type, value: reader.byte() === 1 ? reader.text() : Uint8Array.from(reader.view()) };
  });
}

class Reader {
  private readonly buffer: Buffer;
  private at: number;

  constructor(buffer: Buffer, at: number) {
    this.buffer = buffer;
    this.at = at;
  }

  byte(): number {
    return this.buffer[this.at++] as number;
  }

  short(): number {
    this.at += 2;
    return this.buffer.readUInt16LE(this.at - 2);
  }

  hex(bytes: number): string {
    this.at += bytes;
    return this.buffer.toString('hex', this.at - bytes, this.at);
  }

  text(): string {
    const start = this.skipCounted();
    return this.buffer.toString('utf8', start, this.at);
  }

  view(): Uint8Array {
    const start = this.skipCounted();
    return this.buffer.subarray(start, this.at);
  }

  /** Moves behind a run of bytes with its length in front; returns where it starts. */
  private skipCounted(): number {
    const start = this.at + LENGTH_BYTES;
    this.at = start + this.buffer.readUInt32LE(this.at);
    return start;
  }
}
