import * as l10n from '@vscode/l10n';

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

/** Where the broker's clock is, in one sentence; `offsetMs` is how far it is ahead of the machine's. */
export function describeOffset(offsetMs: number): string {
  if (offsetMs === 0) return l10n.t('The broker’s clock shows real time.');
  const distance = formatDuration(offsetMs);
  return offsetMs > 0
    ? l10n.t('The broker’s clock is {0} ahead of this machine’s.', distance)
    : l10n.t('The broker’s clock is {0} behind this machine’s.', distance);
}
