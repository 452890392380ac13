const UNITS = ['B', 'KiB', 'MiB', 'GiB'] as const;

/** `999 B`, `1.5 KiB`, `1 MiB`: at most one decimal, binary units. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const rounded = unit === 0 ? String(value) : String(Math.floor(value * 10) / 10);
  return `${rounded} ${UNITS[unit] ?? ''}`;
}

const COUNT = new Intl.NumberFormat('en-US');

/** `12,345`. */
export function formatCount(count: number): string {
  return COUNT.format(count);
}

/** `1 event`, `2 events`; English plurals in `s` only. */
export function formatQuantity(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
