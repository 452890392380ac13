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
 * Reads a length of time as people type it: `90s`, `2h30m`, `1.5 h`, `3d`; a bare number is seconds.
 * @returns whole milliseconds, or undefined when it is no length of time
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

/** Such as `21 s`, `2 min 5 s`, `12 h`, `3 d 4 h`: the two largest units; what is left of a second counts as one. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.ceil(Math.abs(durationMs) / 1_000);
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first === -1) return '0 s';
  const shown = parts.slice(first, first + 2).filter(([count]) => count > 0);
  return shown.map(([count, unit]) => `${count} ${unit}`).join(' ');
}
