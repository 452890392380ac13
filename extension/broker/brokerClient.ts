import type { Disposable, Event } from 'vscode';
import type { BrokerInfo } from '../../broker/protocol/broker.ts';
import type { NotificationMethod, RequestMethod } from '../../broker/protocol/method.ts';

/** What the broker is doing, as far as this window knows. */
export type BrokerState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly info: BrokerInfo }
  | { readonly kind: 'restarting'; readonly attempt: number; readonly retryAt: number }
  | {
      readonly kind: 'failed';
      readonly reason: string;
      /** Of the broker's failed line, such as `DATA_DAMAGED`, when it got to say one. */
      readonly code?: string;
    };

/** The one door of views, commands and panels to the broker. */
export interface BrokerClient {
  readonly state: BrokerState;
  readonly onDidChangeState: Event<BrokerState>;
  /** Fires with every new connection: subscriptions of the previous one are gone and must be placed again. */
  readonly onDidConnect: Event<BrokerInfo>;
  /** Starts or attaches to the broker when needed, and resolves when it serves. Idempotent. */
  start(): Promise<BrokerInfo>;
  stop(): Promise<void>;
  restart(): Promise<BrokerInfo>;
  /** Sends a request, starting the broker first when it is not running. Rejects with a `ResponseError` of vscode-jsonrpc. */
  request<P, R>(method: RequestMethod<P, R>, params: P): Promise<R>;
  /** Handlers survive reconnections. */
  onNotification<P>(method: NotificationMethod<P>, handler: (params: P) => void): Disposable;
}

/** What a command needs that talks to the broker and to nothing else. */
export interface WithSession {
  readonly session: BrokerClient;
}
