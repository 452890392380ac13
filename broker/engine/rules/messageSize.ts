import type { MessageAttribute } from '../base/content.ts';
import type { EnginePorts } from '../base/ports.ts';

/** A started chunk of this many bytes is a billed request (contract §7). */
export const CHUNK_BYTES = 65_536;

/** Size by the service's rule (contract §5.4): body plus name, type and value of each user attribute, in bytes. */
export function measureMessage(
  ports: Pick<EnginePorts, 'encodeText'>,
  body: Uint8Array,
  attributes: readonly MessageAttribute[] | undefined,
): number {
  let bytes = body.length;
  for (const { name, type, value } of attributes ?? []) {
    bytes += ports.encodeText(name).length + ports.encodeText(type).length;
    bytes += typeof value === 'string' ? ports.encodeText(value).length : value.length;
  }
  return bytes;
}

/** Requests that a call with this payload is billed as; never less than one. */
export function countChunks(payloadBytes: number): number {
  return Math.max(1, Math.ceil(payloadBytes / CHUNK_BYTES));
}
