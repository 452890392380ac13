import { countChunks } from '../shared/chunks.ts';
import { countBase64Bytes } from './base64.ts';

/** The parts of an attribute that count towards the size of a message. */
export interface SizedAttribute {
  readonly name: string;
  /** The full type with its custom suffix. */
  readonly type: string;
  /** Text, or base64 when the type starts with `Binary`. */
  readonly value: string;
}

export interface MessageSize {
  readonly bodyBytes: number;
  readonly attributeBytes: number;
  readonly totalBytes: number;
  /** Billed requests of one send; at least 1. */
  readonly chunks: number;
}

/** Bytes of a text in UTF-8, without encoding it; a lone surrogate counts as U+FFFD would. */
export function countUtf8Bytes(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    if (unit < 0x800) {
      bytes += 1;
      continue;
    }
    const next = unit >= 0xd800 && unit <= 0xdbff ? text.charCodeAt(index + 1) : 0;
    bytes += 2;
    if (next >= 0xdc00 && next <= 0xdfff) index += 1;
  }
  return bytes;
}

/**
 * The size of a message by the service's rule: the body, and name, full type and value of each user attribute, binary
 * values by their raw bytes. Group and deduplication ids do not count.
 */
export function measureMessage(bodyBytes: number, attributes: readonly SizedAttribute[]): MessageSize {
  let attributeBytes = 0;
  for (const { name, type, value } of attributes) {
    const valueBytes = type.startsWith('Binary') ? countBase64Bytes(value) : countUtf8Bytes(value);
    attributeBytes += countUtf8Bytes(name) + countUtf8Bytes(type) + valueBytes;
  }
  const totalBytes = bodyBytes + attributeBytes;
  return { bodyBytes, attributeBytes, totalBytes, chunks: countChunks(totalBytes) };
}
