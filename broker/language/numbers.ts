import * as l10n from '@vscode/l10n';
import { readLanguage } from './language.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Formats that were made: making one takes longer than a hundred uses of it. By language, and digits at least and at most. */
const formats = new Map<string, Intl.NumberFormat>();

function findFormat(leastDigits: number, mostDigits: number): Intl.NumberFormat {
  const language = readLanguage();
  const key = `${language} ${leastDigits} ${mostDigits}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(language, {
      minimumFractionDigits: leastDigits,
      maximumFractionDigits: mostDigits,
    });
    formats.set(key, format);
  }
  return format;
}

/** `0.4`, `7,005,405`; in German `0,4`, `7.005.405`. */
export function formatNumber(value: number, digits = 0): string {
  return findFormat(0, digits).format(value);
}

/** Always with so many digits after the point: `1.50`; in German `1,50`. */
export function formatFixed(value: number, digits: number): string {
  return findFormat(digits, digits).format(value);
}

/**
 * A time as a user set it, or as it was measured: `400` is "0.4 s", `90000` is "90 s", `345600000` is "4 days". Whole days,
 * hours and minutes are written as such from two of them on; what is measured keeps its seconds.
 */
export function formatTime(ms: number): string {
  if (ms % DAY_MS === 0 && ms > 0)
    return ms === DAY_MS ? l10n.t('1 day') : l10n.t('{0} days', formatNumber(ms / DAY_MS));
  if (ms % HOUR_MS === 0 && ms > 0)
    return ms === HOUR_MS ? l10n.t('1 hour') : l10n.t('{0} hours', formatNumber(ms / HOUR_MS));
  if (ms % MINUTE_MS === 0 && ms > MINUTE_MS) return l10n.t('{0} minutes', formatNumber(ms / MINUTE_MS));
  // Rounded to tenths of a second, it would be nothing.
  if (ms > 0 && ms < 100) return `${formatNumber(ms)} ms`;
  return `${formatNumber(ms / SECOND_MS, 1)} s`;
}

/** `$2.80`; in German `2,80 $`. */
export function formatUsd(usd: number): string {
  return usd.toLocaleString(readLanguage(), { style: 'currency', currency: 'USD' });
}

/** "1 message", "3 messages". */
export function countMessages(count: number): string {
  return count === 1 ? l10n.t('1 message') : l10n.t('{0} messages', formatNumber(count));
}
