import type { Kind } from '../format/recordKinds.ts';
import type { Log } from '../disk/log.ts';

const SMALL_ROOM = 64;

/** Appends a record whose content is a value as JSON. */
export function appendJson(log: Log, kind: Kind, flags: number, value: unknown): void {
  const bytes = encode(value);
  log.begin(kind, flags, SMALL_ROOM + bytes.length);
  log.endHead();
  log.writer.raw(bytes);
  log.end();
}

/** An upper bound of what such a record takes behind its frame, bytes. */
export function boundJson(value: unknown): number {
  return SMALL_ROOM + encode(value).length;
}

function encode(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
