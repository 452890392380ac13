import * as l10n from '@vscode/l10n';
import { formatSeconds } from './wholeSeconds.ts';

/** A language may write the hour, and a number of hours, in different ways. */
const LABELS: ReadonlyMap<number, string> = new Map([
  [60, l10n.t('Last minute')],
  [300, l10n.t('Last 5 minutes')],
  [900, l10n.t('Last 15 minutes')],
  [3_600, l10n.t('Last hour')],
  [10_800, l10n.t('Last 3 hours')],
  [43_200, l10n.t('Last 12 hours')],
  [86_400, l10n.t('Last 24 hours')],
  [1_296_000, l10n.t('Last 15 days')],
]);

/** How far back something goes, to choose from: `Last 15 minutes`, `Last hour`. */
export function sayRange(seconds: number): string {
  return LABELS.get(seconds) ?? formatSeconds(seconds);
}
