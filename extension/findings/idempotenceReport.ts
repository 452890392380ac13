import * as l10n from '@vscode/l10n';
import type { IdempotenceReport, ProbeReport } from '../../broker/protocol/idempotence.ts';
import { forCount } from '../ground/forCount.ts';
import { oneLine } from '../ground/oneLine.ts';
import { nameOfArn } from '../ground/text.ts';

/** Writes the result of an idempotence test as Markdown: first what it comes to, then message by message. */
export function writeIdempotenceReport(report: IdempotenceReport): string {
  const rows = [
    `# ${l10n.t('Idempotence of the consumer of {0}', nameOfArn(report.queueArn))}`,
    '',
    `**${describeOutcome(report)}**`,
    '',
    report.summary,
    '',
    forCount(
      report.messages.length,
      l10n.t('1 message, delivered {0} times, with seed {1}.', report.deliveries, report.seed),
      l10n.t(
        '{0} messages, each delivered {1} times, in a random order (seed {2}).',
        report.messages.length,
        report.deliveries,
        report.seed,
      ),
    ),
    '',
    `| ${l10n.t('Message')} | ${l10n.t('Result')} | ${l10n.t('Delivered')} | ${l10n.t('Deleted')} | ${l10n.t('Effects')} | ${l10n.t('Repeated')} |`,
    '| --- | --- | ---: | --- | ---: | ---: |',
    ...report.messages.map((probe) => writeProbe(probe)),
    '',
  ];
  const repeated = report.messages.filter(({ repeatedEffects }) => repeatedEffects > 0);
  if (repeated.length > 0) rows.push(`## ${l10n.t('What happened twice')}`, '');
  for (const probe of repeated) rows.push(...writeEffects(probe));
  rows.push(
    `## ${l10n.t('How to read this')}`,
    '',
    l10n.t(
      'A consumer is idempotent if a second delivery changes nothing. The broker sees only one kind of effect: the messages that the consumer sends while it processes the delivered one. Two with the same body in the same queue count as repeated. The broker can’t see writes to databases and other services.',
    ),
    '',
  );
  return rows.join('\n');
}

function writeProbe(probe: ProbeReport): string {
  const cells = [
    `\`${probe.messageId.slice(0, 8)}\` ${escapeCell(oneLine(probe.preview, 60))}`,
    describeVerdict(probe),
    probe.deliveries,
    probe.deletes,
    probe.effects.length,
    probe.repeatedEffects,
  ];
  return `| ${cells.join(' | ')} |`;
}

function writeEffects({ messageId, preview, effects }: ProbeReport): string[] {
  return [
    l10n.t('Message `{0}` ({1}):', messageId, escapeCell(oneLine(preview, 60))),
    '',
    ...effects.map(
      (effect) =>
        `- ${l10n.t('sent to {0}', nameOfArn(effect.queueArn))}: \`${effect.messageId}\` ${escapeCell(oneLine(effect.preview, 80))}`,
    ),
    '',
  ];
}

function describeOutcome({ status, twiceCount, messages }: IdempotenceReport): string {
  switch (status) {
    case 'running':
      return l10n.t('The test is running.');
    case 'cancelled':
      return l10n.t('The test was canceled.');
    case 'timedOut':
      return l10n.t('The test ended before every message was processed.');
    case 'done':
      return twiceCount === 0
        ? l10n.t('No message was processed twice.')
        : forCount(
            messages.length,
            l10n.t('The message was processed twice.'),
            l10n.t('{0} of {1} messages were processed twice.', twiceCount, messages.length),
          );
  }
}

function describeVerdict({ verdict }: ProbeReport): string {
  switch (verdict) {
    case 'pending':
      return l10n.t('not finished');
    case 'once':
      return l10n.t('once ✓');
    case 'twice':
      return l10n.t('twice ✗');
    case 'failed':
      return l10n.t('not deleted ✗');
  }
}

/** One line in a table cell, without what Markdown would take for its own. */
function escapeCell(text: string): string {
  return text.replaceAll(/[\\|`*_<>[\]]/g, String.raw`\$&`);
}
