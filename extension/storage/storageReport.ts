import type { ExpiredMessages, RecoveryReport, StorageState } from '../../broker/protocol/storage.ts';
import { formatDuration } from '../ground/durations.ts';
import { formatBytes, type Translate } from '../ground/text.ts';

/** Whether a start has found less in the data folder than was written there. */
export function hasLosses(recovery: RecoveryReport): boolean {
  const { tornTails, damaged, missing, recovered, unreadable, unreadableKeys } = recovery;
  if (unreadable > 0 || unreadableKeys > 0) return true;
  return [tornTails, damaged, missing, recovered].some((found) => found.length > 0);
}

/** A sentence for each kind of loss, to be shown at once; the report has the rest. */
export function listLosses(t: Translate, recovery: RecoveryReport): string[] {
  const { tornTails, damaged, missing, recovered, unreadable, unreadableKeys, expired } = recovery;
  const texts: string[] = [];
  if (expired !== undefined) texts.push(describeExpiry(t, expired));
  if (missing.length > 0) texts.push(t('Files with stored messages of the local SQS are missing.'));
  if (damaged.length > 0) {
    texts.push(t('Some stored messages of the local SQS are damaged. The readable ones were kept.'));
  } else if (recovered.length > 0) {
    texts.push(t('The queue of some stored messages is unknown. They are in a recovered queue.'));
  }
  if (unreadable > 0 || unreadableKeys > 0) {
    texts.push(
      t('Some stored messages of the local SQS can’t be decrypted with the available keys. They are kept.'),
    );
  }
  if (texts.length === 0 && tornTails.length > 0) {
    texts.push(
      t(
        'The broker crashed while writing. The unfinished data was discarded; no program had received a response for it.',
      ),
    );
  }
  return texts;
}

/** The report on stored messages, as Markdown. `state` is undefined while the broker does not run. */
export function writeStorageReport(t: Translate, state: StorageState | undefined): string {
  const lines = [`# ${t('Stored messages')}`, ''];
  if (state === undefined) {
    lines.push(t('The broker is not running.'), '');
    return lines.join('\n');
  }
  const { recovery, folder, durability } = state;
  if (folder === undefined) {
    lines.push(t('The broker keeps its queues and messages in memory. They are lost when it stops.'), '');
    return lines.join('\n');
  }
  lines.push(
    `| | |`,
    `| --- | --- |`,
    `| ${t('Folder')} | \`${folder}\` |`,
    `| ${t('Durability')} | \`${durability}\` |`,
    `| ${t('On disk')} | ${t('{0}, files: {1}', formatBytes(state.bytes), state.segments)} |`,
  );
  if (state.failure !== undefined) lines.push(`| ${t('Nothing can be stored')} | ${state.failure} |`);
  if (state.unreadable > 0) lines.push(`| ${t('Messages that cannot be read now')} | ${state.unreadable} |`);
  if (state.setAside > 0) lines.push(`| ${t('Damaged files set aside')} | ${state.setAside} |`);
  lines.push('');
  if (recovery !== undefined) lines.push(...writeRecovery(t, recovery));
  return lines.join('\n');
}

function writeRecovery(t: Translate, recovery: RecoveryReport): string[] {
  const { queues, messages, segments, records, durationMs, tornTails, damaged, expired } = recovery;
  const lines = [
    `## ${t('The last start')}`,
    '',
    t('Restored in {2} ms: queues: {0}, messages: {1}.', queues, messages, Math.round(durationMs)),
    t('Records read for that: {0}, from files: {1}.', records, segments),
    '',
  ];
  if (!hasLosses(recovery)) lines.push(t('No data was missing or damaged.'), '');
  if (expired !== undefined) lines.push(`## ${t('Expired')}`, '', describeExpiry(t, expired), '');
  if (tornTails.length > 0) {
    lines.push(
      `## ${t('Discarded')}`,
      '',
      t('The broker was writing this when it ended. No program received a response for it.'),
      '',
      `| ${t('File')} | ${t('Offset')} | ${t('Bytes')} | ${t('Seems to have been')} |`,
      '| --- | ---: | ---: | --- |',
      ...tornTails.map(
        ({ file, offset, bytes, kind }) => `| \`${file}\` | ${offset} | ${bytes} | ${kind ?? t('unknown')} |`,
      ),
      '',
    );
  }
  if (damaged.length > 0) {
    lines.push(
      `## ${t('Damaged')}`,
      '',
      t(
        'These files were changed or lost bytes after they were written. Their readable parts were kept; the files were renamed and are no longer used. Messages in the unreadable parts are lost.',
      ),
      '',
      `| ${t('File')} | ${t('Set aside as')} | ${t('Gaps')} | ${t('Unreadable bytes')} |`,
      '| --- | --- | ---: | ---: |',
      ...damaged.map(
        ({ file, setAsideAs, gaps, unreadableBytes }) =>
          `| \`${file}\` | ${setAsideAs === undefined ? t('not renamed') : `\`${setAsideAs}\``} | ${gaps} | ${unreadableBytes} |`,
      ),
      '',
    );
  }
  return [
    ...lines,
    ...writeMissing(t, recovery),
    ...writeRecovered(t, recovery),
    ...writeUnreadable(t, recovery),
  ];
}

function writeMissing(t: Translate, { missing }: RecoveryReport): string[] {
  if (missing.length === 0) return [];
  return [
    `## ${t('Missing')}`,
    '',
    t(
      'These files are missing from the folder, and the broker did not remove them. Some of their messages may have been deleted before.',
    ),
    '',
    `| ${t('File')} | ${t('Bytes')} | ${t('Messages, at most')} |`,
    '| --- | ---: | ---: |',
    ...missing.map(
      ({ file, bytes, messages }) =>
        `| \`${file}\` | ${bytes ?? t('unknown')} | ${messages ?? t('unknown')} |`,
    ),
    '',
  ];
}

function writeUnreadable(t: Translate, { unreadable, unreadableKeys }: RecoveryReport): string[] {
  if (unreadable === 0 && unreadableKeys === 0) return [];
  return [
    `## ${t('Cannot be read')}`,
    '',
    t(
      'Data keys in keys.jsonl that the master key can’t decrypt: {0}. Messages encrypted with them: {1}. These messages are kept but not delivered. Restore an undamaged keys.jsonl and restart the broker to deliver them.',
      unreadableKeys,
      unreadable,
    ),
    '',
  ];
}

function writeRecovered(t: Translate, { recovered }: RecoveryReport): string[] {
  if (recovered.length === 0) return [];
  return [
    `## ${t('Recovered queues')}`,
    '',
    t(
      'The original queues of these messages are unknown. The broker created these queues for them: receive the messages there, or move them to another queue.',
    ),
    '',
    `| ${t('Queue')} | ${t('Messages')} |`,
    '| --- | ---: |',
    ...recovered.map(({ queueArn, messages }) => `| \`${queueArn}\` | ${messages} |`),
    '',
  ];
}

/** How many messages a start dropped, and why. */
export function describeExpiry(t: Translate, { messages, absenceMs, by }: ExpiredMessages): string {
  const absence = formatDuration(absenceMs);
  return by === 'boot'
    ? t('Messages that expired while no broker ran: {0}. No broker ran for {1}.', messages, absence)
    : t(
        'Messages that expired while no broker ran: {0}. The machine was restarted; according to its clock, no broker ran for {1}. If the clock is wrong, set it before you start the broker.',
        messages,
        absence,
      );
}
