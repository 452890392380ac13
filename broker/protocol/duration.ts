const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const PART = /(\d+(?:\.\d+)?)\s*(ms|s|min|m|h|d)/gy;

/**
 * Parses a duration as users type it: `90s`, `2h30m`, `1.5 h`, `3d`; a bare number is seconds.
 * @returns whole milliseconds, or undefined if it is not a duration
 */
export function parseDuration(text: string): number | undefined {
  const typed = text.trim().toLowerCase();
  if (/^\d+(?:\.\d+)?$/.test(typed)) return Math.round(Number(typed) * 1_000);
  const joined = typed.replaceAll(/\s+/g, '');
  if (joined === '') return undefined;
  let total = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < joined.length) {
    const part = PART.exec(joined);
    if (!part) return undefined;
    total += Number(part[1]) * (UNITS[part[2] ?? ''] ?? Number.NaN);
  }
  return Math.round(total);
}
