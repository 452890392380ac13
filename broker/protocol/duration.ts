import * as l10n from '@vscode/l10n';

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

type TimeWords = readonly [seconds: number, one: string, other: (count: string) => string];

/** How durations are written out, the longest unit first. Call it when the language is known. */
export function listTimeWords(): readonly TimeWords[] {
  return [
    [86_400, l10n.t('1 day'), (count) => l10n.t('{0} days', count)],
    [3_600, l10n.t('1 hour'), (count) => l10n.t('{0} hours', count)],
    [60, l10n.t('1 minute'), (count) => l10n.t('{0} minutes', count)],
    [1, l10n.t('1 second'), (count) => l10n.t('{0} seconds', count)],
  ];
}

/** Seconds as people say them, exactly: `4 days`, `1 minute 30 seconds`, `0 seconds`, `1.5 seconds`, `-2 seconds`. */
export function writeSeconds(seconds: number, formatCount: (count: number) => string): string {
  const words = listTimeWords();
  const parts: string[] = [];
  let rest = seconds;
  for (const [length, one, other] of words) {
    // What is left below a second is none of a unit of its own.
    const isLast = length === 1;
    if (isLast ? rest === 0 && parts.length > 0 : rest < length) continue;
    const count = isLast ? rest : Math.floor(rest / length);
    rest -= count * length;
    parts.push(count === 1 ? one : other(formatCount(count)));
  }
  return parts.join(' ');
}

/** What is written out in the user's language can be typed, too. */
function readTranslatedUnits(): ReadonlyMap<string, number> {
  return new Map(
    listTimeWords().flatMap(([seconds, one, other]) =>
      [one, other('1')].map((text) => [text.replace('1', '').trim().toLowerCase(), seconds * 1_000] as const),
    ),
  );
}

/**
 * Parses a duration as users type it: `90s`, `2h30m`, `1.5 h`, `4 days`, `4 Tage`; a bare number is seconds.
 * @returns whole milliseconds, or undefined if it is not a duration
 */
export function parseDuration(text: string): number | undefined {
  const typed = text.trim().toLowerCase();
  if (/^\d+(?:\.\d+)?$/.test(typed)) return Math.round(Number(typed) * 1_000);
  const joined = typed.replaceAll(/\s+/g, '');
  if (joined === '') return undefined;
  const translated = readTranslatedUnits();
  let total = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < joined.length) {
    const part = PART.exec(joined);
    if (!part) return undefined;
    const [, count, unit = ''] = part;
    const unitMs = UNITS.get(unit) ?? translated.get(unit);
    if (unitMs === undefined) return undefined;
    total += Number(count) * unitMs;
  }
  return Math.round(total);
}
