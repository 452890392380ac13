import type { GatewayInfo } from '../../../broker/protocol/gateway.ts';
import type { NotificationMethod } from '../../../broker/protocol/method.ts';
import type { ServerState } from '../../../extension/broker/serverClient.ts';
import type { GatewayUse } from '../../../extension/remote/programs/gatewayUse.ts';
import { MemoryConnection } from '../connections/memoryConnection.ts';

export const INFO = {
  endpoint: 'http://127.0.0.1:40001',
  upstream: 'https://sqs.eu-west-1.amazonaws.com/',
  region: 'eu-west-1',
  level: 'confirm',
  connectionId: 'orders-prod',
  name: 'orders prod',
} as GatewayInfo;

type Handler = (params: never) => void;

/** A gateway as a window uses it, without a process: what it reports and what its state is, the test says. */
export class ScriptedGateway implements GatewayUse {
  readonly connection = new MemoryConnection('orders-prod', []);
  /** Methods and params. */
  readonly requests: (readonly [string, unknown])[] = [];
  /** Launches of this window. */
  readonly launches = new Set<string>(['QS1']);
  /** What `listQuestions` returns. */
  waiting: readonly unknown[] = [];
  readonly #handlers = new Map<string, Handler>();
  readonly #onConnect = new Set<(info: GatewayInfo) => unknown>();
  readonly #onState = new Set<(state: ServerState<GatewayInfo>) => unknown>();
  readonly #onHolds = new Set<() => unknown>();
  #state: ServerState<GatewayInfo> = { kind: 'running', info: INFO };
  #isPaused = true;

  /** With an open debug session. */
  readonly programs: { readonly name: string }[] = [];
  terminalKeyId: string | undefined;
  readonly #onUse = new Set<() => unknown>();

  readonly consumers = {
    programs: this.programs,
    onDidChange: (listener: () => unknown) => add(this.#onUse, listener),
    hasLaunch: (key: string) => this.launches.has(key),
  };

  readonly onDidChangeUse = (listener: () => unknown) => add(this.#onUse, listener);

  readonly holds = {
    count: 0,
    isPaused: () => this.#isPaused,
    onDidChange: (listener: () => unknown) => add(this.#onHolds, listener),
  };

  readonly client: GatewayUse['client'];

  constructor() {
    const readState = () => this.#state;
    this.client = {
      get state() {
        return readState();
      },
      onDidChangeState: (listener) => add(this.#onState, listener),
      onDidConnect: (listener) => add(this.#onConnect, listener),
      start: () => Promise.resolve(INFO),
      stop: () => {
        this.setState({ kind: 'stopped' });
        return Promise.resolve();
      },
      restart: () => Promise.resolve(INFO),
      request: (method, params) => {
        this.requests.push([method.method.replace('queueside/gateway/', ''), params]);
        return Promise.resolve({ questions: this.waiting } as never);
      },
      onNotification: (method, handler) => {
        this.#handlers.set(method.method, handler);
        return { dispose: () => this.#handlers.delete(method.method) };
      },
    };
  }

  report<P>({ method }: NotificationMethod<P>, params: P): void {
    this.#handlers.get(method)?.(params as never);
  }

  setState(state: ServerState<GatewayInfo>): void {
    this.#state = state;
    for (const listener of this.#onState) listener(state);
    if (state.kind === 'running') for (const listener of this.#onConnect) listener(state.info);
  }

  /** Something in this window begins or ends to use it. */
  changeUse(): void {
    for (const listener of this.#onUse) listener();
  }

  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    for (const listener of this.#onHolds) listener();
  }
}

function add<T>(listeners: Set<T>, listener: T): { dispose(): void } {
  listeners.add(listener);
  return { dispose: () => listeners.delete(listener) };
}
