import { l10n, window } from 'vscode';
import { forCount } from '../ground/forCount.ts';
import type { FindingStore } from './findingStore.ts';

interface Needs {
  readonly findings: FindingStore;
}

/** Forgets all findings, and what was dismissed, too. */
export async function clearFindingsCommand({ findings }: Needs): Promise<void> {
  const count = findings.findings.length;
  await findings.clear();
  window.setStatusBarMessage(
    forCount(count, l10n.t('Cleared 1 finding.'), l10n.t('Cleared {0} findings.', count)),
    5_000,
  );
}
