import type { ServiceErrorData } from '../../broker/protocol/errors.ts';
import type { BrokerView, RequestFailure, ServerView } from '../../webview/protocol.ts';
import type { BrokerState } from '../broker/brokerClient.ts';
import type { ServerState } from '../broker/serverClient.ts';

/** What of the broker's state a webview gets to know. */
export function describeBroker(state: BrokerState): BrokerView {
  return state.kind === 'running'
    ? { kind: 'running', maximumMessageBytes: state.info.maximumMessageBytes }
    : describeAbsence(state);
}

/** As {@link describeBroker}, of the broker or a gateway. */
export function describeServer(state: ServerState<unknown>): ServerView {
  return state.kind === 'running' ? { kind: 'running' } : describeAbsence(state);
}

function describeAbsence(
  state: Exclude<ServerState<unknown>, { readonly kind: 'running' }>,
): Exclude<ServerView, { readonly kind: 'running' }> {
  switch (state.kind) {
    case 'restarting':
      return { kind: 'restarting', attempt: state.attempt };
    case 'failed':
      return { kind: 'failed', reason: state.reason };
    case 'starting':
    case 'stopped':
      return { kind: state.kind };
  }
}

/** A rejected request in a form that survives postMessage; keeps the service's code and parameter when there are any. */
export function describeFailure(error: unknown): RequestFailure {
  const message = error instanceof Error ? error.message : String(error);
  const data: unknown =
    typeof error === 'object' && error !== null && 'data' in error ? error.data : undefined;
  if (typeof data !== 'object' || data === null) return { message };
  const { code, parameter } = data as Partial<ServiceErrorData>;
  return {
    message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof parameter === 'string' ? { parameter } : {}),
  };
}
