import { l10n, MarkdownString, ThemeColor, ThemeIcon, TreeItem } from 'vscode';
import { appendSentence } from '../ground/appendSentence.ts';
import { COMMANDS } from '../ground/commandIds.ts';
import { nameOfArn } from '../ground/text.ts';
import type { PlacedFinding } from './findingStore.ts';

/** A row of the Findings view. */
export class FindingNode {
  readonly finding: PlacedFinding;

  constructor(finding: PlacedFinding) {
    this.finding = finding;
  }

  toItem(): TreeItem {
    const { finding } = this;
    const item = new TreeItem(finding.title);
    const parts = [nameOfArn(finding.queueArn)];
    if (finding.connection) parts.push(finding.connection.name);
    if (finding.consumer) parts.push(finding.consumer.name);
    if (finding.count > 1) parts.push(`${finding.count}×`);
    item.id = finding.id;
    item.description = parts.join(' · ');
    item.iconPath = chooseIcon(finding);
    item.contextValue = finding.suggestion ? 'finding;fixable' : 'finding';
    const tooltip = new MarkdownString();
    appendSentence(tooltip, finding.explanation).appendMarkdown('\n\n');
    appendSentence(tooltip, finding.remedy);
    item.tooltip = tooltip;
    item.accessibilityInformation = {
      label: [finding.title, ...parts, finding.explanation, finding.remedy].join(', '),
    };
    item.command = { command: COMMANDS.openFinding, title: l10n.t('Open Finding'), arguments: [this] };
    return item;
  }
}

function chooseIcon({ severity }: PlacedFinding): ThemeIcon {
  switch (severity) {
    case 'error':
      return new ThemeIcon('error', new ThemeColor('problemsErrorIcon.foreground'));
    case 'warning':
      return new ThemeIcon('warning', new ThemeColor('problemsWarningIcon.foreground'));
    case 'information':
      return new ThemeIcon('info');
  }
}
