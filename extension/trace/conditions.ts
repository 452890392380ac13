import { BROKER_RUNS } from '../broker/conditions.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { Condition } from '../ground/commandTable.ts';
import { CONTEXTS } from '../ground/ids.ts';
import type { TracePanel } from './tracePanel.ts';
import { describeNoGateway } from './traceSource.ts';

export interface TraceRunsNeeds {
  readonly session: BrokerClient;
  readonly trace: Pick<TracePanel, 'source'>;
}

/** For commands about the live trace: they start neither the broker nor a gateway, which would have none. */
export const TRACE_RUNS: Condition<TraceRunsNeeds> = {
  when: CONTEXTS.traceRuns,
  findMissing: ({ session, trace: { source } }) => {
    const { connection, client } = source;
    if (connection.remote === undefined) return BROKER_RUNS.findMissing({ session });
    if (client?.state.kind === 'running') return undefined;
    return { text: describeNoGateway(connection) };
  },
};
