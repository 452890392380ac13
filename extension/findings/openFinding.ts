import { commands, l10n, Range } from 'vscode';
import { writeFindingReport } from './findingReport.ts';
import { pickFinding, type PickFindingNeeds } from './pickFinding.ts';
import { makeFindingsUri } from './reportDocuments.ts';

/** Opens the report of a finding: what happened, why it matters, how to fix it. */
export async function openFinding(services: PickFindingNeeds, target?: unknown): Promise<void> {
  const finding = await pickFinding(services, target, { title: l10n.t('Open Finding') });
  if (!finding) return;
  const { queueArn, id } = finding;
  const ofQueue = services.findings.findings.filter((other) => other.queueArn === queueArn);
  const line = writeFindingReport(queueArn, ofQueue).lines.get(id) ?? 0;
  await commands.executeCommand('vscode.open', makeFindingsUri(queueArn), {
    preview: true,
    selection: new Range(line, 0, line, 0),
  });
}
