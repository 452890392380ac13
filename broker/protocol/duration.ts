const UNITS = readUnits([
  [1, 'ms'],
  [1_000, 's sec second seconds'],
  [60_000, 'm min minute minutes'],
  [3_600_000, 'h hour hours'],
  [86_400_000, 'd day days'],
]);

const PART = /(\d+(?:\.\d+)?)(\p{L}+)/guy;

function readUnits(units: readonly (readonly [number, string])[]): ReadonlyMap<string, number> {
  return new Map(units.flatMap(([ms, words]) => words.split(' ').map((word) => [word, ms] as const)));
}

/**
 * Parses a duration as users type it: `90s`, `2h30m`, `1.5 h`, `4 days`; a bare number is seconds.
 * @param more units in another language, in small letters, in ms
 * @returns whole milliseconds, or undefined if it is not a duration
 */
export function parseDuration(text: string, more?: ReadonlyMap<string, number>): number | undefined {
  const typed = text.trim().toLowerCase();
  if (/^\d+(?:\.\d+)?$/.test(typed)) return Math.round(Number(typed) * 1_000);
  const joined = typed.replaceAll(/\s+/g, '');
  if (joined === '') return undefined;
  let total = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < joined.length) {
    const part = PART.exec(joined);
    if (!part) return undefined;
    const [, count, unit = ''] = part;
    const unitMs = UNITS.get(unit) ?? more?.get(unit);
    if (unitMs === undefined) return undefined;
    total += Number(count) * unitMs;
  }
  return Math.round(total);
}
