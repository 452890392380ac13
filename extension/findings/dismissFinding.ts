import { l10n } from 'vscode';
import { dismissFinding } from '../../broker/protocol/findings.ts';
import type { Services } from '../services.ts';
import { pickFinding } from './pickFinding.ts';

/** Takes a finding away until all findings are cleared. */
export async function dismissFindingCommand(services: Services, target?: unknown): Promise<void> {
  const finding = await pickFinding(services, target, l10n.t('Dismiss Finding'));
  if (finding) await services.session.request(dismissFinding, { findingId: finding.id });
}
