import { l10n, window } from 'vscode';
import { clearFindings } from '../../broker/protocol/findings.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { forCount } from '../ground/forCount.ts';
import type { FindingStore } from './findingStore.ts';

interface Needs {
  readonly findings: FindingStore;
  readonly session: BrokerClient;
}

/** Forgets all findings, and what was dismissed, too. */
export async function clearFindingsCommand({ findings, session }: Needs): Promise<void> {
  const count = findings.findings.length;
  await session.request(clearFindings, {});
  window.setStatusBarMessage(
    forCount(count, l10n.t('Cleared 1 finding.'), l10n.t('Cleared {0} findings.', count)),
    5_000,
  );
}
