import { type Event, l10n } from 'vscode';
import type { BrokerInfo } from '../../broker/protocol/broker.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { ServerClient } from '../broker/serverClient.ts';
import type { Connection } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import { LOCAL_CONNECTION } from '../connections/queueRef.ts';

/** What tells one run of a process that traces from the next. */
export type TracedRun = Pick<BrokerInfo, 'pid' | 'startedAt'>;

/** The broker, or a gateway. */
export type TraceClient = ServerClient<TracedRun>;

/** The gateways that this window has opened. */
export interface OpenedGateways {
  readonly sessions: readonly { readonly connection: Connection; readonly client: TraceClient }[];
  readonly onDidChange: Event<void>;
}

/** Where a live trace comes from. */
export interface TraceSource {
  readonly connection: Connection;
  /** Undefined: no gateway of this connection was opened in this window. */
  readonly client: TraceClient | undefined;
}

export interface TraceSourcesPorts {
  readonly session: BrokerClient;
  readonly connections: Connections;
  readonly gateways: OpenedGateways;
}

/** The local broker, and the gateways. */
export class TraceSources {
  readonly #ports: TraceSourcesPorts;

  constructor(ports: TraceSourcesPorts) {
    this.#ports = ports;
  }

  /** Those that have a trace; the local broker is the first. */
  list(): readonly TraceSource[] {
    const { sessions } = this.#ports.gateways;
    return [this.#local, ...sessions.map(({ connection, client }) => ({ connection, client }))];
  }

  /** Of a connection, also of one without a gateway; undefined: there is no such connection. */
  find(connectionId: string): TraceSource | undefined {
    const known = this.list().find(({ connection }) => connection.id === connectionId);
    if (known !== undefined) return known;
    const connection = this.#ports.connections.find(connectionId);
    return connection && { connection, client: undefined };
  }

  get #local(): TraceSource {
    const { connections, session } = this.#ports;
    const connection = connections.find(LOCAL_CONNECTION);
    if (connection === undefined) throw new Error('The local broker is always a connection.');
    return { connection, client: session };
  }
}

/**
 * The process to ask for what a source knows: a broker is started when it is needed, a gateway never.
 * @throws Error that no gateway runs
 */
export function askSource({ connection, client }: TraceSource): TraceClient {
  const isGateway = connection.remote !== undefined;
  if (client === undefined || (isGateway && client.state.kind !== 'running'))
    throw new Error(describeNoGateway(connection));
  return client;
}

export function describeNoGateway({ name }: Connection): string {
  return l10n.t('No gateway is running for “{0}”. Debug a program with this connection.', name);
}
