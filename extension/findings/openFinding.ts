import { commands, l10n, Range } from 'vscode';
import { writeFindingReport } from './findingReport.ts';
import { queueOfFinding } from './findingStore.ts';
import { pickFinding, type PickFindingNeeds } from './pickFinding.ts';
import { listFindingsOf, makeFindingsUri } from './reportDocuments.ts';

/** Opens the report of a finding: what happened, why it matters, how to fix it. */
export async function openFinding(services: PickFindingNeeds, target?: unknown): Promise<void> {
  const finding = await pickFinding(services, target, { title: l10n.t('Open Finding') });
  if (!finding) return;
  const queue = queueOfFinding(finding);
  const ofQueue = listFindingsOf(services.findings, queue);
  const line = writeFindingReport(finding.queueArn, ofQueue).lines.get(finding.id) ?? 0;
  await commands.executeCommand('vscode.open', makeFindingsUri(queue), {
    preview: true,
    selection: new Range(line, 0, line, 0),
  });
}
