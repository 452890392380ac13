import * as l10n from '@vscode/l10n';
import type { ConsumerInfo } from '../../../broker/protocol/trace.ts';
import { formatCount, formatDecimal, formatPercent } from '../../shared/byteFormat.ts';
import { formatDuration } from '../../shared/timeFormat.ts';

/** What is to be known of a consumer beside its name. */
export function describeClient({ name, sdk, language, kind, accessKeyId }: ConsumerInfo): string {
  if (kind === 'function') return l10n.t('Function');
  const about = sdk === name ? language : sdk;
  return about ?? (kind === 'editor' ? l10n.t('This editor') : accessKeyId);
}

/** `1,204`, `2.5`; a rate that is not 0 never looks like it: `< 0.1`. */
export function formatRate(rate: number): string {
  if (rate >= 10) return formatCount(Math.round(rate));
  return rate > 0 && rate < 0.05 ? `< ${formatDecimal(0.1, 1)}` : formatDecimal(rate, 1);
}

/** `29%`, `0.4%`; `–` of nothing. */
export function formatShare(share: number | undefined): string {
  if (share === undefined) return '–';
  return formatPercent(share, share < 0.1 ? 1 : 0);
}

export function formatOptional(durationMs: number | undefined): string {
  return durationMs === undefined ? '–' : formatDuration(durationMs);
}
