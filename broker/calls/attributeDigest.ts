import { md5 } from './digests.ts';
import type { MessageAttribute } from '../engine/base/content.ts';

/** Transport type bytes of the digest's input. */
const TEXT_VALUE = 1;
const BINARY_VALUE = 2;

/**
 * MD5OfMessageAttributes and MD5OfMessageSystemAttributes: for each attribute in ascending order of the names, name,
 * full type and value, each with its length in front. Undefined without attributes: the service leaves the member out.
 * Source: SQS developer guide, "Calculating the MD5 message digest for message attributes".
 */
export function digestAttributes(attributes: readonly MessageAttribute[] | undefined): string | undefined {
  if (attributes === undefined || attributes.length === 0) return undefined;
  const parts: Buffer[] = [];
  const sorted = attributes.length === 1 ? attributes : attributes.toSorted(byName);
  for (const { name, type, value } of sorted) {
    addText(parts, name);
    addText(parts, type);
    if (typeof value === 'string') {
      parts.push(Buffer.of(TEXT_VALUE));
      addText(parts, value);
    } else {
      parts.push(Buffer.of(BINARY_VALUE));
      addBytes(parts, value);
    }
  }
  return md5(Buffer.concat(parts));
}

/** By code units, whatever the locale. */
function byName(a: MessageAttribute, b: MessageAttribute): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

function addText(parts: Buffer[], text: string): void {
  addBytes(parts, Buffer.from(text));
}

function addBytes(parts: Buffer[], bytes: Uint8Array): void {
  const length = Buffer.allocUnsafe(4);
  length.writeUInt32BE(bytes.byteLength);
  parts.push(length, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}
