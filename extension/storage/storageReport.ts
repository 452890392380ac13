import * as l10n from '@vscode/l10n';
import type { RecoveryReport, StorageState } from '../../broker/protocol/storage.ts';
import { forCount } from '../ground/forCount.ts';
import { formatBytes, formatCount } from '../ground/text.ts';
import { writeFiles, writeMessages, writeQueues } from '../ground/counts.ts';
import { describeExpiry, hasLosses } from './storageLosses.ts';

/** The report on stored messages, as Markdown. `state` is undefined while the broker does not run. */
export function writeStorageReport(state: StorageState | undefined): string {
  const lines = [`# ${l10n.t('Stored messages')}`, ''];
  if (state === undefined) {
    lines.push(l10n.t('The broker is not running.'), '');
    return lines.join('\n');
  }
  const { recovery, folder, durability } = state;
  if (folder === undefined) {
    lines.push(
      l10n.t('The broker keeps its queues and messages in memory. They are lost when it stops.'),
      '',
    );
    return lines.join('\n');
  }
  lines.push(
    `| | |`,
    `| --- | --- |`,
    `| ${l10n.t('Folder')} | \`${folder}\` |`,
    `| ${l10n.t('Durability')} | \`${durability}\` |`,
    `| ${l10n.t('On disk')} | ${l10n.t('{0} in {1}', formatBytes(state.bytes), writeFiles(state.segments))} |`,
  );
  if (state.failure !== undefined) lines.push(`| ${l10n.t('Nothing can be stored')} | ${state.failure} |`);
  if (state.unreadable > 0)
    lines.push(`| ${l10n.t('Messages that cannot be read now')} | ${state.unreadable} |`);
  if (state.setAside > 0) lines.push(`| ${l10n.t('Damaged files set aside')} | ${state.setAside} |`);
  lines.push('');
  if (recovery !== undefined) lines.push(...writeRecovery(recovery));
  return lines.join('\n');
}

function writeRecovery(recovery: RecoveryReport): string[] {
  const { queues, messages, segments, records, durationMs, tornTails, damaged, expired } = recovery;
  const lines = [
    `## ${l10n.t('The last start')}`,
    '',
    l10n.t(
      'Restored {0} and {1} in {2} ms.',
      writeQueues(queues),
      writeMessages(messages),
      formatCount(Math.round(durationMs)),
    ),
    forCount(
      records,
      l10n.t('Read 1 record from {0}.', writeFiles(segments)),
      l10n.t('Read {0} records from {1}.', formatCount(records), writeFiles(segments)),
    ),
    '',
  ];
  if (!hasLosses(recovery)) lines.push(l10n.t('No data was missing or damaged.'), '');
  if (expired !== undefined) lines.push(`## ${l10n.t('Expired')}`, '', describeExpiry(expired), '');
  if (tornTails.length > 0) {
    lines.push(
      `## ${l10n.t('Discarded')}`,
      '',
      l10n.t('The broker ended while it wrote this. No program received a response for it.'),
      '',
      `| ${l10n.t('File')} | ${l10n.t('Offset')} | ${l10n.t('Bytes')} | ${l10n.t('Probably')} |`,
      '| --- | ---: | ---: | --- |',
      ...tornTails.map(
        ({ file, offset, bytes, kind }) =>
          `| \`${file}\` | ${offset} | ${bytes} | ${kind ?? l10n.t('unknown')} |`,
      ),
      '',
    );
  }
  if (damaged.length > 0) {
    lines.push(
      `## ${l10n.t('Damaged')}`,
      '',
      l10n.t(
        'These files are damaged. Their readable parts were kept; messages in the unreadable parts are lost. The files were renamed and are no longer used.',
      ),
      '',
      `| ${l10n.t('File')} | ${l10n.t('Renamed to')} | ${l10n.t('Gaps')} | ${l10n.t('Unreadable bytes')} |`,
      '| --- | --- | ---: | ---: |',
      ...damaged.map(
        ({ file, setAsideAs, gaps, unreadableBytes }) =>
          `| \`${file}\` | ${setAsideAs === undefined ? l10n.t('not renamed') : `\`${setAsideAs}\``} | ${gaps} | ${unreadableBytes} |`,
      ),
      '',
    );
  }
  return [...lines, ...writeMissing(recovery), ...writeRecovered(recovery), ...writeUnreadable(recovery)];
}

function writeMissing({ missing }: RecoveryReport): string[] {
  if (missing.length === 0) return [];
  return [
    `## ${l10n.t('Missing')}`,
    '',
    l10n.t(
      'These files are missing from the folder, and the broker did not remove them. Some of their messages may have been deleted before.',
    ),
    '',
    `| ${l10n.t('File')} | ${l10n.t('Bytes')} | ${l10n.t('Messages, at most')} |`,
    '| --- | ---: | ---: |',
    ...missing.map(
      ({ file, bytes, messages }) =>
        `| \`${file}\` | ${bytes ?? l10n.t('unknown')} | ${messages ?? l10n.t('unknown')} |`,
    ),
    '',
  ];
}

function writeUnreadable({ unreadable, unreadableKeys }: RecoveryReport): string[] {
  if (unreadable === 0 && unreadableKeys === 0) return [];
  return [
    `## ${l10n.t('Cannot be read')}`,
    '',
    l10n.t(
      'Data keys in keys.jsonl that the master key can’t decrypt: {0}. Messages encrypted with them: {1}. These messages are kept but not delivered. Restore an undamaged keys.jsonl and restart the broker to deliver them.',
      unreadableKeys,
      unreadable,
    ),
    '',
  ];
}

function writeRecovered({ recovered }: RecoveryReport): string[] {
  if (recovered.length === 0) return [];
  return [
    `## ${l10n.t('Recovered queues')}`,
    '',
    l10n.t(
      'The original queues of these messages are unknown, so the broker created these queues for them. Receive the messages there, or move them to another queue.',
    ),
    '',
    `| ${l10n.t('Queue')} | ${l10n.t('Messages')} |`,
    '| --- | ---: |',
    ...recovered.map(({ queueArn, messages }) => `| \`${queueArn}\` | ${messages} |`),
    '',
  ];
}
