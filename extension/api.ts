import type { Disposable, Event } from 'vscode';
import type { BrokerClient } from './broker/brokerClient.ts';
import type { Connections } from './connections/connections.ts';
import type { StopDecoration } from './debug/stopDecoration.ts';
import type { Gateways } from './gateway/gateways.ts';
import type { QueuesTree } from './queues/tree/queuesTree.ts';

/** What `vscode.extensions.getExtension('queueside.queueside').exports` holds, for other extensions. */
export interface QueuesideApi {
  /** `http://127.0.0.1:<port>` while the broker serves. */
  readonly endpoint: string | undefined;
  /** Fires with the new value of {@link endpoint}. */
  readonly onDidChangeEndpoint: Event<string | undefined>;
  /** Starts the broker when it is not running and resolves to its endpoint. Idempotent. */
  start(): Promise<string>;
  /** Only where the editor runs the extension's own tests. */
  readonly testing?: TestingApi;
}

/** For the tests of this extension, which run in the editor. */
export interface TestingApi {
  readonly connections: Connections;
  readonly gateways: Gateways;
  readonly tree: QueuesTree;
  /** What stands beside the line where a program is paused. */
  readonly inlineMessage: Pick<StopDecoration, 'text' | 'onDidChange'>;
}

interface EndpointEmitter {
  readonly event: Event<string | undefined>;
  fire(endpoint: string | undefined): void;
}

/**
 * Narrows the session to what strangers may do with it.
 * @param prepare resolves when the queues of the workspace's definitions exist
 * @param testing absent but for the tests of this extension
 */
export function createApi(
  session: BrokerClient,
  emitter: EndpointEmitter,
  prepare: () => Promise<void>,
  testing: TestingApi | undefined,
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
    ...(testing === undefined ? {} : { testing }),
  };
}

/** Fires when the broker serves at another endpoint, or at none. */
export function followEndpoint(session: BrokerClient, emitter: EndpointEmitter): Disposable {
  let last = readEndpoint(session);
  return session.onDidChangeState(() => {
    const endpoint = readEndpoint(session);
    if (endpoint === last) return;
    last = endpoint;
    emitter.fire(endpoint);
  });
}

function readEndpoint(session: BrokerClient): string | undefined {
  return session.state.kind === 'running' ? session.state.info.endpoint : undefined;
}
