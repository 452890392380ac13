import type { Disposable, Event } from 'vscode';
import type { BrokerInfo, ReadyLine } from '../../broker/protocol/broker.ts';
import type { NotificationMethod, RequestMethod } from '../../broker/protocol/method.ts';
import { type Transport, type CloseOptions, TransportError } from './transport.ts';
import type { ServerClient, ServerState } from './serverClient.ts';
import type { ServerTexts } from './serverTexts.ts';
import {
  STOPPED_MODEL,
  type SupervisorEffect,
  type SupervisorEvent,
  type SupervisorModel,
  transition,
} from './supervisor.ts';

/** The part of an event emitter that both VS Code's and vscode-jsonrpc's have. */
export interface EventSource<T> {
  readonly event: Event<T>;
  fire(value: T): void;
  dispose(): void;
}

/** What is logged of a process that serves. */
type Serving = Pick<ReadyLine, 'endpoint'>;

export interface SessionOptions<Info> {
  readonly texts: ServerTexts;
  readonly createEmitter: <T>() => EventSource<T>;
  /** Loads what is needed to talk to the process; called with the first start. */
  readonly loadLink: () => Promise<Transport<Info>>;
  readonly log: { info(message: string): void; error(message: string): void };
}

/** The broker, or the gateway, could not be started or reached; the message says why. */
export class ServerUnavailableError extends Error {
  override readonly name = 'ServerUnavailableError';
}

/** Executes the supervisor's decisions, and gives all other code access to the process. */
export class SupervisedClient<Info extends Serving = BrokerInfo> implements ServerClient<Info>, Disposable {
  readonly onDidChangeState: Event<ServerState<Info>>;
  readonly onDidConnect: Event<Info>;
  readonly #options: SessionOptions<Info>;
  readonly #stateEmitter: EventSource<ServerState<Info>>;
  readonly #connectEmitter: EventSource<Info>;
  readonly #handlers = new Map<string, Set<(params: never) => void>>();
  #model: SupervisorModel<Info> = STOPPED_MODEL;
  #link: Transport<Info> | undefined;
  #isDisposed = false;
  #retryTimer: NodeJS.Timeout | undefined;
  /** Connecting and closing go one after the other. */
  #work: Promise<void> = Promise.resolve();
  #closeOptions: CloseOptions = { endsServer: true, restarts: false };

  constructor(options: SessionOptions<Info>) {
    this.#options = options;
    this.#stateEmitter = options.createEmitter();
    this.#connectEmitter = options.createEmitter();
    this.onDidChangeState = this.#stateEmitter.event;
    this.onDidConnect = this.#connectEmitter.event;
  }

  get state(): ServerState<Info> {
    return this.#model.state;
  }

  start(): Promise<Info> {
    if (this.#isDisposed)
      return Promise.reject(new ServerUnavailableError(this.#options.texts.hasBeenStopped()));
    const outcome = this.#waitForOutcome();
    this.#send({ kind: 'start' });
    return outcome;
  }

  async stop(): Promise<void> {
    this.#end({ endsServer: true, restarts: false });
    await this.#work;
  }

  async restart(): Promise<Info> {
    this.#end({ endsServer: true, restarts: true });
    await this.#work;
    return this.start();
  }

  /** Leaves the process to the other windows, or lets it exit. */
  async leave(): Promise<void> {
    this.#end({ endsServer: false, restarts: false });
    await this.#work;
  }

  async request<P, R>(method: RequestMethod<P, R>, params: P): Promise<R> {
    // A request that meets a restart waits its turn: only a person's start cuts the back-off short.
    if (this.#model.state.kind === 'restarting') await this.#waitForOutcome();
    else await this.start();
    if (!this.#link) throw new ServerUnavailableError(this.#options.texts.hasBeenStopped());
    return (await this.#link.request(method.method, params)) as R;
  }

  onNotification<P>(method: NotificationMethod<P>, handler: (params: P) => void): Disposable {
    const handlers = this.#handlers.get(method.method) ?? new Set();
    if (handlers.size === 0) this.#link?.onNotification(method.method, this.#dispatchTo(handlers));
    this.#handlers.set(method.method, handlers);
    handlers.add(handler);
    return { dispose: () => handlers.delete(handler) };
  }

  /** Nothing starts the process from here afterwards. */
  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#retryTimer);
    this.#stateEmitter.dispose();
    this.#connectEmitter.dispose();
  }

  #end(options: CloseOptions): void {
    this.#closeOptions = options;
    this.#send({ kind: 'stop' });
  }

  #send(event: SupervisorEvent<Info>): void {
    const before = this.#model;
    const { model, effects } = transition(before, event, performance.now());
    this.#model = model;
    for (const effect of effects) this.#carryOut(effect);
    if (model.state === before.state) return;
    this.#options.log.info(`${this.#options.texts.logName}: ${describeState(model.state)}`);
    this.#stateEmitter.fire(model.state);
    if (model.state.kind === 'running') this.#connectEmitter.fire(model.state.info);
  }

  #carryOut(effect: SupervisorEffect): void {
    switch (effect.kind) {
      case 'connect':
        this.#enqueue(() => this.#connect(effect.epoch));
        return;
      case 'disconnect': {
        const options = this.#closeOptions;
        this.#enqueue(async () => this.#link?.close(options));
        return;
      }
      case 'scheduleRetry':
        clearTimeout(this.#retryTimer);
        this.#retryTimer = setTimeout(() => this.#send({ kind: 'retryDue' }), effect.delayMs);
        return;
      case 'cancelRetry':
        clearTimeout(this.#retryTimer);
        return;
    }
  }

  #enqueue(task: () => Promise<void>): void {
    this.#work = this.#work.then(task).catch((error: unknown) => {
      this.#options.log.error(`Unexpected: ${String(error)}`);
    });
  }

  async #connect(epoch: number): Promise<void> {
    // Stopped again before it was this task's turn.
    if (epoch !== this.#model.epoch || !this.#model.connecting) return;
    try {
      const link = (this.#link ??= await this.#prepareLink());
      link.onLost = ({ meant, reason }) =>
        this.#send(meant ? { kind: 'stoppedElsewhere', epoch } : { kind: 'connectionLost', epoch, reason });
      const info = await link.open();
      this.#send({ kind: 'connected', epoch, info });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#options.log.error(`${this.#options.texts.logName}: it could not be reached: ${reason}`);
      const failure =
        error instanceof TransportError ? error.failure : ({ kind: 'configuration', reason } as const);
      this.#send({ kind: 'startFailed', epoch, failure });
    }
  }

  async #prepareLink(): Promise<Transport<Info>> {
    const link = await this.#options.loadLink();
    for (const [method, handlers] of this.#handlers) link.onNotification(method, this.#dispatchTo(handlers));
    return link;
  }

  #dispatchTo(handlers: ReadonlySet<(params: never) => void>): (params: unknown) => void {
    return (params) => {
      for (const handler of handlers) handler(params as never);
    };
  }

  #waitForOutcome(): Promise<Info> {
    if (this.#model.state.kind === 'running') return Promise.resolve(this.#model.state.info);
    return new Promise((resolve, reject) => {
      const listener = this.onDidChangeState((state) => {
        if (state.kind === 'starting' || state.kind === 'restarting') return;
        listener.dispose();
        if (state.kind === 'running') resolve(state.info);
        else
          reject(
            new ServerUnavailableError(
              state.kind === 'failed' ? state.reason : this.#options.texts.wasStopped(),
            ),
          );
      });
    });
  }
}

function describeState(state: ServerState<Serving>): string {
  switch (state.kind) {
    case 'running':
      return `running at ${state.info.endpoint}`;
    case 'restarting':
      return `restarting, attempt ${state.attempt}`;
    case 'failed':
      return `failed: ${state.reason}`;
    case 'stopped':
    case 'starting':
      return state.kind;
  }
}
