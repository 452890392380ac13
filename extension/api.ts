import type { Disposable, Event } from 'vscode';
import type { BrokerSession } from './broker/session.ts';

/** What `vscode.extensions.getExtension('queueside.queueside').exports` holds, for other extensions. */
export interface QueuesideApi {
  /** `http://127.0.0.1:<port>` while the broker serves. */
  readonly endpoint: string | undefined;
  /** Fires with the new value of {@link endpoint}. */
  readonly onDidChangeEndpoint: Event<string | undefined>;
  /** Starts the broker when it is not running and resolves to its endpoint. Idempotent. */
  start(): Promise<string>;
}

interface EndpointEmitter {
  readonly event: Event<string | undefined>;
  fire(endpoint: string | undefined): void;
}

/**
 * Narrows the session to what strangers may do with it.
 * @param prepare resolves when the queues of the workspace's definitions exist
 */
export function createApi(
  session: BrokerSession,
  emitter: EndpointEmitter,
  prepare: () => Promise<void>,
): QueuesideApi {
  return {
    get endpoint() {
      return readEndpoint(session);
    },
    onDidChangeEndpoint: emitter.event,
    start: async () => {
      const { endpoint } = await session.start();
      await prepare();
      return endpoint;
    },
  };
}

/** Fires when the broker serves at another endpoint, or at none. */
export function followEndpoint(session: BrokerSession, emitter: EndpointEmitter): Disposable {
  let last = readEndpoint(session);
  return session.onDidChangeState(() => {
    const endpoint = readEndpoint(session);
    if (endpoint === last) return;
    last = endpoint;
    emitter.fire(endpoint);
  });
}

function readEndpoint(session: BrokerSession): string | undefined {
  return session.state.kind === 'running' ? session.state.info.endpoint : undefined;
}
