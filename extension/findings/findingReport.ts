import * as l10n from '@vscode/l10n';
import type { Finding } from '../../broker/protocol/findings.ts';
import { readLanguage } from '../ground/language.ts';
import { nameOfArn } from '../ground/text.ts';
import type { PlacedFinding } from './findingStore.ts';

/** The findings about one queue as a document, and where each has its heading (from 0). */
export interface FindingReport {
  readonly text: string;
  readonly lines: ReadonlyMap<string, number>;
}

/** Writes the findings about a queue of one connection as Markdown, in the given order. */
export function writeFindingReport(queueArn: string, findings: readonly PlacedFinding[]): FindingReport {
  const queue = nameOfArn(queueArn);
  const connection = findings[0]?.connection?.name;
  const title =
    connection === undefined
      ? l10n.t('Findings about {0}', queue)
      : l10n.t('Findings about {0} of {1}', queue, connection);
  const rows: string[] = [`# ${title}`, ''];
  const lines = new Map<string, number>();
  if (findings.length === 0) rows.push(l10n.t('There are no more findings.'), '');
  for (const finding of findings) {
    lines.set(finding.id, rows.length);
    rows.push(`## ${finding.title}`, '', describeSighting(finding), '', finding.explanation, '');
    rows.push(`**${l10n.t('How to fix it')}:** ${finding.remedy}`, '');
    if (finding.suggestion) {
      rows.push(
        `**${l10n.t('Suggested')}:** \`${finding.suggestion.attribute}\` = \`${finding.suggestion.value}\``,
        '',
      );
    }
    if (finding.messageIds.length > 0) {
      rows.push(`${l10n.t('Messages')}:`, '', ...finding.messageIds.map((id) => `- \`${id}\``), '');
    }
  }
  return { text: rows.join('\n'), lines };
}

function describeSighting(finding: Finding): string {
  const parts = [describeSeverity(finding.severity)];
  if (finding.consumer) parts.push(l10n.t('by {0}', finding.consumer.name));
  if (finding.groupId !== undefined) parts.push(l10n.t('group {0}', finding.groupId));
  parts.push(
    finding.count === 1 ? l10n.t('seen once') : l10n.t('seen {0} times', finding.count),
    l10n.t('last at {0}', new Date(finding.lastSeen).toLocaleTimeString(readLanguage())),
  );
  return `*${parts.join(' · ')}*`;
}

function describeSeverity(severity: Finding['severity']): string {
  switch (severity) {
    case 'error':
      return l10n.t('Error');
    case 'warning':
      return l10n.t('Warning');
    case 'information':
      return l10n.t('Information');
  }
}
