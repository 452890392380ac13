import type { MessageAttribute, MessageContent } from '../engine/base/content.ts';
import type { ByteReader } from './byteReader.ts';
import type { ByteWriter } from './byteWriter.ts';

/** What the journal has in the head of a record, in the clear, and memory in front of the content. */
export type ContentHead = Pick<MessageContent, 'groupId' | 'deduplicationId' | 'sequenceNumber'>;

const MD5_BYTES = 16;
const HAS_TRACE_HEADER = 1;
const HAS_GROUP = 2;
const HAS_DEDUPLICATION = 4;
const HAS_SEQUENCE = 8;
const IS_BINARY = 1;
/** UTF-8 has at most this many bytes for a UTF-16 code unit. */
const BYTES_PER_UNIT = 3;
/** More than all members take whose length does not depend on the content. */
const FIXED_BYTES = 64;
const FIXED_ATTRIBUTE_BYTES = 16;

/** An upper bound of what {@link encodeContent} or {@link encodeWholeContent} writes, bytes. */
export function maxContentBytes(content: MessageContent): number {
  const { body, attributes, traceHeader, senderId, groupId, deduplicationId, sequenceNumber } = content;
  let units = senderId.length + (traceHeader?.length ?? 0) + (groupId?.length ?? 0);
  units += (deduplicationId?.length ?? 0) + (sequenceNumber?.length ?? 0);
  let bytes = FIXED_BYTES + body.byteLength;
  if (attributes !== undefined) {
    for (const { name, type, value } of attributes) {
      bytes += FIXED_ATTRIBUTE_BYTES;
      units += name.length + type.length;
      if (typeof value === 'string') units += value.length;
      else bytes += value.byteLength;
    }
  }
  return bytes + BYTES_PER_UNIT * units;
}

/** Writes a content without what is in the {@link ContentHead}: the form in the journal. */
export function encodeContent(writer: ByteWriter, content: MessageContent): void {
  writer.u8(content.traceHeader === undefined ? 0 : HAS_TRACE_HEADER);
  encodeMembers(writer, content);
}

/** Writes all of a content: the form in memory. */
export function encodeWholeContent(writer: ByteWriter, content: MessageContent): void {
  const { traceHeader, groupId, deduplicationId, sequenceNumber } = content;
  const flagsAt = writer.position;
  let flags = traceHeader === undefined ? 0 : HAS_TRACE_HEADER;
  writer.u8(flags);
  if (groupId !== undefined) {
    flags |= HAS_GROUP;
    writer.shortText(groupId);
  }
  if (deduplicationId !== undefined) {
    flags |= HAS_DEDUPLICATION;
    writer.shortText(deduplicationId);
  }
  if (sequenceNumber !== undefined) {
    flags |= HAS_SEQUENCE;
    writer.shortText(sequenceNumber);
  }
  writer.bytes[flagsAt] = flags;
  encodeMembers(writer, content);
}

function encodeMembers(writer: ByteWriter, content: MessageContent): void {
  const { body, bodyMd5, attributes, traceHeader, senderId } = content;
  writer.u16(attributes?.length ?? 0);
  writer.hex(bodyMd5);
  writer.shortText(senderId);
  if (traceHeader !== undefined) writer.longText(traceHeader);
  if (attributes !== undefined) for (const attribute of attributes) encodeAttribute(writer, attribute);
  writer.u32(body.byteLength);
  writer.raw(body);
}

/** Reads what {@link encodeContent} wrote. */
export function decodeContent(reader: ByteReader, head: ContentHead): MessageContent {
  const content = decodeMembers(reader, reader.u8());
  content.body = reader.raw(reader.u32());
  return Object.assign(content, head);
}

/** Reads what {@link encodeWholeContent} wrote. The body is a view of the bytes, all else is copied. */
export function viewWholeContent(reader: ByteReader): MessageContent {
  const flags = reader.u8();
  const groupId = flags & HAS_GROUP ? reader.shortText() : undefined;
  const deduplicationId = flags & HAS_DEDUPLICATION ? reader.shortText() : undefined;
  const sequenceNumber = flags & HAS_SEQUENCE ? reader.shortText() : undefined;
  const content = decodeMembers(reader, flags);
  content.body = reader.view(reader.u32());
  if (groupId !== undefined) content.groupId = groupId;
  if (deduplicationId !== undefined) content.deduplicationId = deduplicationId;
  if (sequenceNumber !== undefined) content.sequenceNumber = sequenceNumber;
  return content;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const NO_BODY = new Uint8Array();

/** All up to the body. Fills one object: to copy objects into one another took a third of the time of a small message. */
function decodeMembers(reader: ByteReader, flags: number): Mutable<MessageContent> {
  const attributeCount = reader.u16();
  const content: Mutable<MessageContent> = {
    body: NO_BODY,
    bodyMd5: reader.hex(MD5_BYTES),
    senderId: reader.shortText(),
  };
  if (flags & HAS_TRACE_HEADER) content.traceHeader = reader.longText();
  if (attributeCount > 0) {
    content.attributes = Array.from({ length: attributeCount }, () => decodeAttribute(reader));
  }
  return content;
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
