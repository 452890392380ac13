import type { Disposable, Event } from 'vscode';
import type { NotificationMethod, RequestMethod } from '../../broker/protocol/method.ts';

/** What a process of ours that serves queues is doing, as far as this window knows: the broker, or a gateway. */
export type ServerState<Info> =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly info: Info }
  | { readonly kind: 'restarting'; readonly attempt: number; readonly retryAt: number }
  | {
      readonly kind: 'failed';
      readonly reason: string;
      /** Of its failed line, such as `DATA_DAMAGED`, when it got to say one. */
      readonly code?: string;
    };

/** The one door of views, commands and panels to the process. */
export interface ServerClient<Info> {
  readonly state: ServerState<Info>;
  readonly onDidChangeState: Event<ServerState<Info>>;
  /** Fires with every new connection: subscriptions of the previous one are gone and must be placed again. */
  readonly onDidConnect: Event<Info>;
  /** Starts or attaches to the process when needed, and resolves when it serves. Idempotent. */
  start(): Promise<Info>;
  stop(): Promise<void>;
  restart(): Promise<Info>;
  /** Sends a request, starting the process first when it is not running. Rejects with a `ResponseError` of vscode-jsonrpc. */
  request<P, R>(method: RequestMethod<P, R>, params: P): Promise<R>;
  /** Handlers survive reconnections. */
  onNotification<P>(method: NotificationMethod<P>, handler: (params: P) => void): Disposable;
}
