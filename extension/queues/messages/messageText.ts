import * as l10n from '@vscode/l10n';
import type { MessageSummary } from '../../../broker/protocol/message.ts';
import { formatDuration } from '../../ground/durations.ts';
import { oneLine } from '../../ground/oneLine.ts';
import { formatBytes } from '../../ground/text.ts';

const LABEL_CHARACTERS = 40;

/** Size and time left have to be in sight beside it, in a side bar of the usual width. */
export const ROW_LABEL_CHARACTERS = 20;

/** The beginning of a body on one line. */
export function labelMessage(preview: string, characters = LABEL_CHARACTERS): string {
  return oneLine(preview, characters) || l10n.t('(blank)');
}

export function describeMessageState(message: MessageSummary): string {
  if (message.heldRemainingMs !== undefined) return l10n.t('held');
  switch (message.state) {
    case 'visible':
      return l10n.t('visible');
    case 'inFlight':
      return l10n.t('in flight');
    case 'delayed':
      return l10n.t('delayed');
  }
}

/**
 * Such as `held, 21 s left`; nothing for messages that time does not change.
 * @param now epoch ms on the broker's clock
 */
export function describeTimeLeft(message: MessageSummary, now: number): string | undefined {
  if (message.heldRemainingMs !== undefined) {
    return l10n.t('held, {0} left', formatDuration(message.heldRemainingMs));
  }
  if (message.visibleAt === undefined) return undefined;
  const left = formatDuration(Math.max(0, message.visibleAt - now));
  return message.state === 'delayed'
    ? l10n.t('delayed, {0} left', left)
    : l10n.t('in flight, {0} left', left);
}

/**
 * Such as `1.2 KiB · in flight, 12 s left · received 2×`: what a narrow row may cut is last.
 * @param now epoch ms on the broker's clock
 */
export function describeMessage(message: MessageSummary, now: number): string {
  return joinFacts(message, describeTimeLeft(message, now) ?? describeMessageState(message));
}

/** As {@link describeMessage}, beside an icon that shows that a message is visible: in a tree, there is little room. */
export function describeMessageRow(message: MessageSummary, now: number): string {
  if (message.state === 'visible' && message.heldRemainingMs === undefined)
    return joinFacts(message, undefined);
  return describeMessage(message, now);
}

function joinFacts(message: MessageSummary, state: string | undefined): string {
  const parts = [formatBytes(message.sizeBytes), ...(state === undefined ? [] : [state])];
  if (message.receiveCount > 0) parts.push(l10n.t('received {0}×', message.receiveCount));
  if (message.groupId !== undefined) parts.push(l10n.t('group {0}', message.groupId));
  return parts.join(' · ');
}
