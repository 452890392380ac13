import * as l10n from '@vscode/l10n';
import type { MessageDetails } from '../../broker/protocol/message.ts';
import { formatDuration } from '../shared/timeFormat.ts';

/**
 * Such as `In flight, 12 s left`.
 * @param now epoch ms on the clock of the message's connection
 */
export function describeState(
  { state, visibleAt, heldRemainingMs }: Pick<MessageDetails, 'state' | 'visibleAt' | 'heldRemainingMs'>,
  now: number,
): string {
  if (heldRemainingMs !== undefined) return l10n.t('Held, {0} left', formatDuration(heldRemainingMs));
  const left = visibleAt === undefined ? undefined : formatSeconds(visibleAt - now);
  switch (state) {
    case 'visible':
      return l10n.t('Visible');
    case 'inFlight':
      return left === undefined ? l10n.t('In flight') : l10n.t('In flight, {0} left', left);
    case 'delayed':
      return left === undefined ? l10n.t('Delayed') : l10n.t('Delayed, {0} left', left);
  }
}

/** A countdown changes with each second, and not more often. */
export function formatSeconds(ms: number): string {
  const whole = Math.max(0, Math.ceil(ms / 1_000)) * 1_000;
  return whole === 0 ? '0 s' : formatDuration(whole);
}
