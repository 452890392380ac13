import type { BrokerInfo } from '../../broker/protocol/broker.ts';
import type { ServerClient, ServerState } from './serverClient.ts';

/** What the broker is doing, as far as this window knows. */
export type BrokerState = ServerState<BrokerInfo>;

/** The one door of views, commands and panels to the broker. */
export type BrokerClient = ServerClient<BrokerInfo>;

/** What a command needs that talks to the broker and to nothing else. */
export interface WithSession {
  readonly session: BrokerClient;
}
