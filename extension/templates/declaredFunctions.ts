import { applyDefinitions } from '../../broker/protocol/definitions.ts';
import { type FunctionInfo, listFunctions } from '../../broker/protocol/functions.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { NO_QUEUES } from '../definitions/applyText.ts';

/** The functions of a template that the broker has. It stores them: they may be of another window, or of its last start. */
export async function listDeclared(session: BrokerClient, source: string): Promise<readonly FunctionInfo[]> {
  const { functions } = await session.request(listFunctions, {});
  return functions.filter((each) => each.source === source);
}

/** The broker has no functions of a template afterwards, if it runs: this is not worth a start. Queues stay. */
export async function undeclare(session: BrokerClient, source: string): Promise<void> {
  if (session.state.kind !== 'running') return;
  if ((await listDeclared(session, source)).length === 0) return;
  await session.request(applyDefinitions, { text: NO_QUEUES, source });
}
