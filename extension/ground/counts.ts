import * as l10n from '@vscode/l10n';
import { forCount } from './forCount.ts';
import { formatCount } from './text.ts';

/** "1 message", "2,004 messages". */
export function writeMessages(count: number): string {
  return forCount(count, l10n.t('1 message'), l10n.t('{0} messages', formatCount(count)));
}

/** "1 queue", "3 queues". */
export function writeQueues(count: number): string {
  return forCount(count, l10n.t('1 queue'), l10n.t('{0} queues', formatCount(count)));
}

/** "1 function", "3 functions". */
export function writeFunctions(count: number): string {
  return forCount(count, l10n.t('1 function'), l10n.t('{0} functions', formatCount(count)));
}

/** "1 alarm", "3 alarms". */
export function writeAlarms(count: number): string {
  return forCount(count, l10n.t('1 alarm'), l10n.t('{0} alarms', formatCount(count)));
}

/** "1 file", "3 files". */
export function writeFiles(count: number): string {
  return forCount(count, l10n.t('1 file'), l10n.t('{0} files', formatCount(count)));
}

/** What a deletion or a purge takes along. */
export function warnOfDeletedMessages(count: number): string {
  return forCount(
    count,
    l10n.t('This deletes 1 message.'),
    l10n.t('This deletes {0} messages.', formatCount(count)),
  );
}
