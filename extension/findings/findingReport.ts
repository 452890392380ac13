import type { Finding } from '../../broker/protocol/findings.ts';
import { nameOfArn, type Translate } from '../ground/text.ts';

/** The findings about one queue as a document, and where each has its heading (from 0). */
export interface FindingReport {
  readonly text: string;
  readonly lines: ReadonlyMap<string, number>;
}

/** Writes the findings about a queue as Markdown, in the given order. */
export function writeFindingReport(
  t: Translate,
  queueArn: string,
  findings: readonly Finding[],
): FindingReport {
  const rows: string[] = [`# ${t('Findings about {0}', nameOfArn(queueArn))}`, ''];
  const lines = new Map<string, number>();
  if (findings.length === 0) rows.push(t('There are no findings anymore.'), '');
  for (const finding of findings) {
    lines.set(finding.id, rows.length);
    rows.push(`## ${finding.title}`, '', describeSighting(t, finding), '', finding.explanation, '');
    rows.push(`**${t('How to fix it')}:** ${finding.remedy}`, '');
    if (finding.suggestion) {
      rows.push(
        `**${t('Suggested')}:** \`${finding.suggestion.attribute}\` = \`${finding.suggestion.value}\``,
        '',
      );
    }
    if (finding.messageIds.length > 0) {
      rows.push(`${t('Messages')}:`, '', ...finding.messageIds.map((id) => `- \`${id}\``), '');
    }
  }
  return { text: rows.join('\n'), lines };
}

function describeSighting(t: Translate, finding: Finding): string {
  const parts = [describeSeverity(t, finding.severity)];
  if (finding.consumer) parts.push(t('by {0}', finding.consumer.name));
  if (finding.groupId !== undefined) parts.push(t('group {0}', finding.groupId));
  parts.push(
    finding.count === 1 ? t('seen once') : t('seen {0} times', finding.count),
    t('last at {0}', new Date(finding.lastSeen).toLocaleTimeString()),
  );
  return `*${parts.join(' · ')}*`;
}

function describeSeverity(t: Translate, severity: Finding['severity']): string {
  switch (severity) {
    case 'error':
      return t('Error');
    case 'warning':
      return t('Warning');
    case 'information':
      return t('Information');
  }
}
