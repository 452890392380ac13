import type { NumberAttribute } from '../../broker/api/queueAttributes.ts';
import { writeBytes } from '../../broker/protocol/metricWords.ts';
import { formatSeconds, parseSeconds } from '../shared/wholeSeconds.ts';

type Unit = NumberAttribute['unit'];

const KIB = 1024;
const MIB = 1024 * 1024;

const SIZES = new Map([
  ['', 1],
  ...['b', 'byte', 'bytes'].map((word) => [word, 1] as const),
  ...['k', 'kb', 'kib'].map((word) => [word, KIB] as const),
  ...['m', 'mb', 'mib'].map((word) => [word, MIB] as const),
]);

/** A whole number of the unit as people say it, exactly: `4 days`, `1 minute 30 seconds`, `256 KiB`. */
export function formatQuantity(value: number, unit: Unit): string {
  return unit === 'seconds' ? formatSeconds(value) : writeBytes(value, String);
}

/** @returns whole seconds or bytes; undefined if the text is no quantity of this unit */
export function parseQuantity(text: string, unit: Unit): number | undefined {
  return unit === 'seconds' ? parseSeconds(text) : parseSize(text);
}

function parseSize(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/.exec(text.trim().toLowerCase()) ?? [];
  const factor = SIZES.get(unit);
  if (count === undefined || factor === undefined) return undefined;
  const bytes = Number(count) * factor;
  return Number.isInteger(bytes) ? bytes : undefined;
}
