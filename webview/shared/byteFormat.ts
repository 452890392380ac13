import { LANGUAGE } from './language.ts';

const UNITS = ['B', 'KiB', 'MiB', 'GiB'] as const;

/** `999 B`, `1.5 KiB`, `1 MiB`: at most one decimal, binary units. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const rounded = unit === 0 ? value : Math.floor(value * 10) / 10;
  return `${PLAIN.format(rounded)} ${UNITS[unit] ?? ''}`;
}

const COUNT = new Intl.NumberFormat(LANGUAGE);
const PLAIN = new Intl.NumberFormat(LANGUAGE, { useGrouping: false });

const TENTHS = new Intl.NumberFormat(LANGUAGE, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** `12,345`; in German `12.345`. */
export function formatCount(count: number): string {
  return COUNT.format(count);
}

/** At most so many decimals, without zeros at the end: `1.25`, `1.5`, `1`. */
export function formatDecimal(value: number, digits: number): string {
  return COUNT.format(Number(value.toFixed(digits)));
}

/** `29%`, `0.4%`, in German `29 %`; at most so many decimals, without zeros at the end. */
export function formatPercent(share: number, digits: number): string {
  return new Intl.NumberFormat(LANGUAGE, { style: 'percent', maximumFractionDigits: digits }).format(share);
}

/** Always with one decimal: `1.0`. */
export function formatTenths(value: number): string {
  return TENTHS.format(value);
}
