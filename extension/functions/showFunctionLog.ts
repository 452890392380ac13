import { l10n } from 'vscode';
import { readFunctionLog } from '../../broker/protocol/functions.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { showMissing } from '../ground/missing.ts';
import type { ReadOnlyTexts } from '../queues/messages/readOnlyTexts.ts';
import type { FunctionLog } from './functionLog.ts';
import { pickLog, type PickFunctionNeeds } from './pickFunction.ts';

export interface ShowFunctionLogNeeds extends PickFunctionNeeds {
  readonly session: BrokerClient;
  readonly functionLog: FunctionLog;
  readonly texts: Pick<ReadOnlyTexts, 'show'>;
}

/**
 * Shows what a function or one of its environments has written: in a terminal if this window has run it, otherwise the end of
 * it that the broker keeps.
 */
export async function showFunctionLog(needs: ShowFunctionLogNeeds, target?: unknown): Promise<void> {
  const { session, functionLog, texts } = needs;
  const subject = await pickLog(needs, target, {
    title: l10n.t('Show Log'),
    accepts: ({ environments, definition }) => environments.length > 0 || functionLog.has(definition.name),
    none: l10n.t('No function has run yet.'),
  });
  if (subject === undefined) return;
  const { info, environment = info.environments.at(-1) } = subject;
  const { name } = info.definition;
  if (functionLog.show(subject.environment?.name ?? name)) return;
  if (environment === undefined) {
    void showMissing({ text: l10n.t('The function {0} has not run yet.', name) });
    return;
  }
  const { lines } = await session.request(readFunctionLog, { name, environment: environment.number });
  await texts.show(`${environment.name}.log`, lines.map((line) => `${line}\n`).join(''));
}
