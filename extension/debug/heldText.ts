import { l10n } from 'vscode';
import { formatDuration } from '../ground/durations.ts';
import { describeTimeLeft } from '../queues/messages/messageText.ts';
import type { HeldMessage } from './inFlightStore.ts';

/** Its program is paused, and so it does not come back. */
export function isHeld({ heldRemainingMs, isExtended = false }: HeldMessage): boolean {
  return heldRemainingMs !== undefined || isExtended;
}

/**
 * How long a message stays in flight.
 * @param now epoch ms on the broker's clock; an endpoint has the time of this machine
 */
export function describeHeld(message: HeldMessage, now: number): string {
  const { connection, isExtended = false, visibleAt } = message;
  const time = connection === undefined ? now : Date.now();
  if (isExtended && visibleAt !== undefined)
    return l10n.t('visibility timeout extended, {0} left', formatDuration(Math.max(0, visibleAt - time)));
  return describeTimeLeft(message, time) ?? l10n.t('in flight');
}
