import type { IdempotenceReport, ProbeReport } from '../../broker/protocol/idempotence.ts';
import { forCount } from '../ground/forCount.ts';
import { oneLine } from '../ground/oneLine.ts';
import { nameOfArn, type Translate } from '../ground/text.ts';

/** Writes the result of an idempotence test as Markdown: first what it comes to, then message by message. */
export function writeIdempotenceReport(t: Translate, report: IdempotenceReport): string {
  const rows = [
    `# ${t('Idempotence of the consumer of {0}', nameOfArn(report.queueArn))}`,
    '',
    `**${describeOutcome(t, report)}**`,
    '',
    report.summary,
    '',
    forCount(
      report.messages.length,
      t('1 message, delivered {0} times, with seed {1}.', report.deliveries, report.seed),
      t(
        '{0} messages, each delivered {1} times, in a random order (seed {2}).',
        report.messages.length,
        report.deliveries,
        report.seed,
      ),
    ),
    '',
    `| ${t('Message')} | ${t('Result')} | ${t('Delivered')} | ${t('Deleted')} | ${t('Effects')} | ${t('Repeated')} |`,
    '| --- | --- | --- | --- | --- | --- |',
    ...report.messages.map((probe) => writeProbe(t, probe)),
    '',
  ];
  const repeated = report.messages.filter(({ repeatedEffects }) => repeatedEffects > 0);
  if (repeated.length > 0) rows.push(`## ${t('What happened twice')}`, '');
  for (const probe of repeated) rows.push(...writeEffects(t, probe));
  rows.push(
    `## ${t('How to read this')}`,
    '',
    t(
      'A consumer is idempotent if a second delivery changes nothing. The broker sees only one kind of effect: the messages that the consumer sends while it processes the delivered one. Two with the same body in the same queue count as repeated. The broker can’t see writes to databases and other services.',
    ),
    '',
  );
  return rows.join('\n');
}

function writeProbe(t: Translate, probe: ProbeReport): string {
  const cells = [
    `\`${probe.messageId.slice(0, 8)}\` ${escapeCell(oneLine(probe.preview, 60))}`,
    describeVerdict(t, probe),
    probe.deliveries,
    probe.deletes,
    probe.effects.length,
    probe.repeatedEffects,
  ];
  return `| ${cells.join(' | ')} |`;
}

function writeEffects(t: Translate, { messageId, preview, effects }: ProbeReport): string[] {
  return [
    t('Message `{0}` ({1}):', messageId, escapeCell(oneLine(preview, 60))),
    '',
    ...effects.map(
      (effect) =>
        `- ${t('sent to {0}', nameOfArn(effect.queueArn))}: \`${effect.messageId}\` ${escapeCell(oneLine(effect.preview, 80))}`,
    ),
    '',
  ];
}

function describeOutcome(t: Translate, { status, twiceCount, messages }: IdempotenceReport): string {
  switch (status) {
    case 'running':
      return t('The test is running.');
    case 'cancelled':
      return t('The test was cancelled.');
    case 'timedOut':
      return t('The test ended before every message was processed.');
    case 'done':
      return twiceCount === 0
        ? t('No message was processed twice.')
        : forCount(
            messages.length,
            t('The message was processed twice.'),
            t('{0} of {1} messages were processed twice.', twiceCount, messages.length),
          );
  }
}

function describeVerdict(t: Translate, { verdict }: ProbeReport): string {
  switch (verdict) {
    case 'pending':
      return t('not finished');
    case 'once':
      return t('once ✓');
    case 'twice':
      return t('twice ✗');
    case 'failed':
      return t('not deleted ✗');
  }
}

/** One line in a table cell, without what Markdown would take for its own. */
function escapeCell(text: string): string {
  return text.replaceAll(/[\\|`*_<>[\]]/g, String.raw`\$&`);
}
