import type { MessageAttribute, MessageContent } from '../engine/base/content.ts';
import type { ByteReader } from './byteReader.ts';
import type { ByteWriter } from './byteWriter.ts';

/** What of a content is in the head of its record, unencrypted. */
export type ContentHead = Pick<MessageContent, 'groupId' | 'deduplicationId' | 'sequenceNumber'>;

const MD5_BYTES = 16;
const HAS_TRACE_HEADER = 1;
const IS_BINARY = 1;
/** UTF-8 has at most this many bytes for a UTF-16 code unit. */
const BYTES_PER_UNIT = 3;
const FIXED_BYTES = 64;
const FIXED_ATTRIBUTE_BYTES = 16;

/** An upper bound of what {@link encodeContent} writes, bytes. */
export function boundContent(content: MessageContent): number {
  const { body, attributes, traceHeader, senderId } = content;
  let bytes = FIXED_BYTES + body.byteLength + BYTES_PER_UNIT * (senderId.length + (traceHeader?.length ?? 0));
  for (const { name, type, value } of attributes ?? []) {
    bytes += FIXED_ATTRIBUTE_BYTES + BYTES_PER_UNIT * (name.length + type.length);
    bytes += typeof value === 'string' ? BYTES_PER_UNIT * value.length : value.byteLength;
  }
  return bytes;
}

export function encodeContent(writer: ByteWriter, content: MessageContent): void {
  const { body, bodyMd5, attributes, traceHeader, senderId } = content;
  writer.u8(traceHeader === undefined ? 0 : HAS_TRACE_HEADER);
  writer.u16(attributes?.length ?? 0);
  writer.hex(bodyMd5);
  writer.shortText(senderId);
  if (traceHeader !== undefined) writer.longText(traceHeader);
  if (attributes !== undefined) for (const attribute of attributes) encodeAttribute(writer, attribute);
  writer.u32(body.byteLength);
  writer.raw(body);
}

export function decodeContent(reader: ByteReader, head: ContentHead): MessageContent {
  const flags = reader.u8();
  const attributeCount = reader.u16();
  const bodyMd5 = reader.hex(MD5_BYTES);
  const senderId = reader.shortText();
  const traceHeader = flags & HAS_TRACE_HEADER ? reader.longText() : undefined;
  const attributes = Array.from({ length: attributeCount }, () => decodeAttribute(reader));
  return {
    body: reader.raw(reader.u32()),
    bodyMd5,
    senderId,
    ...(attributeCount === 0 ? undefined : { attributes }),
    ...(traceHeader === undefined ? undefined : { traceHeader }),
    ...head,
  };
}

function encodeAttribute(writer: ByteWriter, { name, type, value }: MessageAttribute): void {
  writer.shortText(name);
  writer.shortText(type);
  if (typeof value === 'string') {
    writer.u8(0);
    writer.longText(value);
  } else {
    writer.u8(IS_BINARY);
    writer.u32(value.byteLength);
    writer.raw(value);
  }
}

function decodeAttribute(reader: ByteReader): MessageAttribute {
  const name = reader.shortText();
  const type = reader.shortText();
  const value = reader.u8() === IS_BINARY ? reader.raw(reader.u32()) : reader.longText();
  return { name, type, value };
}
