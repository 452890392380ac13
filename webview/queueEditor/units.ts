import * as l10n from '@vscode/l10n';
import { parseDuration } from '../../broker/protocol/duration.ts';
import type { NumberAttribute } from '../../broker/api/queueAttributes.ts';
import { formatCount } from '../shared/byteFormat.ts';
import { countBytes, forCount } from '../shared/quantities.ts';

type Unit = NumberAttribute['unit'];

const KIB = 1024;
const MIB = 1024 * 1024;

/** The largest first. */
const TIMES: readonly (readonly [seconds: number, one: string, other: (count: string) => string])[] = [
  [86_400, l10n.t('1 day'), (count) => l10n.t('{0} days', count)],
  [3_600, l10n.t('1 hour'), (count) => l10n.t('{0} hours', count)],
  [60, l10n.t('1 minute'), (count) => l10n.t('{0} minutes', count)],
  [1, l10n.t('1 second'), (count) => l10n.t('{0} seconds', count)],
];

/** What the page itself writes is read again in any language. */
const TRANSLATED_WORDS = new Map(
  TIMES.flatMap(([seconds, one, other]) =>
    [one, other('1')].map((text) => [text.replace('1', '').trim().toLowerCase(), seconds * 1_000] as const),
  ),
);

const SIZES = new Map([
  ['', 1],
  ...['b', 'byte', 'bytes'].map((word) => [word, 1] as const),
  ...['k', 'kb', 'kib'].map((word) => [word, KIB] as const),
  ...['m', 'mb', 'mib'].map((word) => [word, MIB] as const),
]);

/** A whole number of the unit as people say it, exactly: `4 days`, `1 minute 30 seconds`, `256 KiB`. */
export function formatQuantity(value: number, unit: Unit): string {
  return unit === 'seconds' ? formatSeconds(value) : formatSize(value);
}

/** @returns whole seconds or bytes; undefined if the text is no quantity of this unit */
export function parseQuantity(text: string, unit: Unit): number | undefined {
  return unit === 'seconds' ? parseSeconds(text) : parseSize(text);
}

function formatSeconds(seconds: number): string {
  let rest = seconds;
  const parts: string[] = [];
  for (const [length, one, other] of TIMES) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) parts.push(forCount(count, one, other(formatCount(count))));
  }
  return parts.join(' ') || (TIMES.at(-1)?.[2]('0') ?? '');
}

function parseSeconds(text: string): number | undefined {
  const ms = parseDuration(text, TRANSLATED_WORDS);
  return ms === undefined || ms % 1_000 !== 0 ? undefined : ms / 1_000;
}

function formatSize(bytes: number): string {
  if (bytes > 0 && bytes % MIB === 0) return `${bytes / MIB} MiB`;
  if (bytes > 0 && bytes % KIB === 0) return `${bytes / KIB} KiB`;
  return bytes < KIB ? countBytes(bytes) : `${bytes} B`;
}

function parseSize(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/.exec(text.trim().toLowerCase()) ?? [];
  const factor = SIZES.get(unit);
  if (count === undefined || factor === undefined) return undefined;
  const bytes = Number(count) * factor;
  return Number.isInteger(bytes) ? bytes : undefined;
}
