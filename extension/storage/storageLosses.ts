import * as l10n from '@vscode/l10n';
import type { ExpiredMessages, RecoveryReport } from '../../broker/protocol/storage.ts';
import { formatDuration } from '../ground/durations.ts';

/** Whether a start has found less in the data folder than was written there. */
export function hasLosses(recovery: RecoveryReport): boolean {
  const { tornTails, damaged, missing, recovered, unreadable, unreadableKeys } = recovery;
  if (unreadable > 0 || unreadableKeys > 0) return true;
  return [tornTails, damaged, missing, recovered].some((found) => found.length > 0);
}

/** A sentence for each kind of loss, to be shown at once; the report has the rest. */
export function listLosses(recovery: RecoveryReport): string[] {
  const { tornTails, damaged, missing, recovered, unreadable, unreadableKeys, expired } = recovery;
  const texts: string[] = [];
  if (expired !== undefined) texts.push(describeExpiry(expired));
  if (missing.length > 0) texts.push(l10n.t('Some files with stored messages are missing.'));
  if (damaged.length > 0) {
    texts.push(l10n.t('Some stored messages are damaged. The readable ones were kept.'));
  } else if (recovered.length > 0) {
    texts.push(l10n.t('The queue of some stored messages is unknown. They are in a recovered queue.'));
  }
  if (unreadable > 0 || unreadableKeys > 0) {
    texts.push(l10n.t('Some stored messages can’t be decrypted with the available keys. They are kept.'));
  }
  if (texts.length === 0 && tornTails.length > 0) {
    texts.push(
      l10n.t(
        'The broker crashed while writing. The unfinished data was discarded; no program had received a response for it.',
      ),
    );
  }
  return texts;
}

/** How many messages a start dropped, and why. */
export function describeExpiry({ messages, absenceMs, by }: ExpiredMessages): string {
  const absence = formatDuration(absenceMs);
  return by === 'boot'
    ? l10n.t('Messages that expired while no broker ran: {0}. No broker ran for {1}.', messages, absence)
    : l10n.t(
        'Messages that expired while no broker ran: {0}. The machine was restarted; according to its clock, no broker ran for {1}. If the clock is wrong, set it before you start the broker.',
        messages,
        absence,
      );
}
