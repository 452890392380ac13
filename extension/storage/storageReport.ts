import * as l10n from '@vscode/l10n';
import type { ExpiredMessages, RecoveryReport, StorageState } from '../../broker/protocol/storage.ts';
import { formatDuration } from '../ground/durations.ts';
import { forCount } from '../ground/forCount.ts';
import { formatBytes, formatCount } from '../ground/text.ts';
import { writeFiles, writeMessages, writeQueues } from '../ground/counts.ts';

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
