import type { InvocationReport } from '../protocol/invocation.ts';
import type { EnvironmentFacts } from './environmentFacts.ts';
import type { FunctionPorts } from './functionPorts.ts';
import type { FunctionSettings } from './functionSettings.ts';
import type { Invocation } from './invocation.ts';
import type { ProcessedEnd } from './ports.ts';

/** Reports an invocation that is over now. */
export function reportInvocation(
  facts: EnvironmentFacts,
  { given, memory }: FunctionSettings,
  invocation: Invocation,
  end: ProcessedEnd,
  ports: Pick<FunctionPorts, 'elapsedMs' | 'now'>,
): InvocationReport {
  const begunAt = invocation.begin(ports);
  const { at = ports.now() } = invocation;
  const { requestId, isCold, isRestarted, request } = invocation;
  const { mappingId } = request.origin;
  const durationMs = roundMs(ports.elapsedMs() - begunAt);
  // A start that was begun again is a part of the duration.
  const initMs = isCold && !isRestarted && facts.initMs !== undefined ? roundMs(facts.initMs) : undefined;
  return {
    requestId,
    function: given.name,
    environment: facts.name,
    ...(mappingId === undefined ? {} : { mappingId }),
    at,
    isCold,
    ...(initMs === undefined ? {} : { initMs }),
    durationMs,
    billedMs: Math.ceil(durationMs + (initMs ?? 0)),
    outcome: end.outcome === 'returned' ? 'returned' : end.kind,
    memory,
    ...(facts.usedMemory === undefined ? {} : { usedMemory: facts.usedMemory }),
  };
}

/** As the service reports it: two decimals. */
function roundMs(ms: number): number {
  return Math.round(ms * 100) / 100;
}
