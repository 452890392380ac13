import { setImmediate } from 'node:timers/promises';
import type { Session } from '../../../broker/control/channel/session.ts';
import type { NotificationMethod, RequestMethod } from '../../../broker/protocol/method.ts';
import { BrokerClock } from '../../../extension/clock/brokerClock.ts';
import type { EventSource } from '../../../extension/broker/supervisedClient.ts';
import { QueueStore } from '../../../extension/queues/queueStore.ts';
import type { BrokerClient, BrokerState } from '../../../extension/broker/brokerClient.ts';
import { TraceFeed } from '../../../extension/trace/traceFeed.ts';
import type { HostToTrace, TraceToHost } from '../../../webview/protocol.ts';
import { createTraceStore, type TraceStore } from '../../../webview/trace/traceStore.ts';
import { ManualMachine } from '../manualMachine.ts';
import { MemoryBroker } from './memoryBroker.ts';

/** Everything waits for no longer than this before it is passed on, ms; the broker looks at the wall clock as often. */
const PASSED_ON_MS = 1_100;
const TICK_MS = 20;

function createEmitter<T>(): EventSource<T> {
  const handlers = new Set<(value: T) => void>();
  return {
    event: (handler: (value: T) => void) => {
      handlers.add(handler);
      return { dispose: () => handlers.delete(handler) };
    },
    fire: (value: T) => {
      for (const handler of handlers) handler(value);
    },
    dispose: () => handlers.clear(),
  };
}

/**
 * A window of the editor and its broker, on a machine whose time moves only when told to: the extension's stores and the
 * trace's view are the real ones, and what they say to each other is copied on the way as between processes.
 */
export class PanelWorld {
  readonly machine = new ManualMachine();
  readonly queues: QueueStore;
  readonly brokerClock: BrokerClock;
  broker: MemoryBroker;
  /** Undefined while the panel is hidden. */
  view: TraceStore | undefined;
  /** It keeps what it has while it is hidden. */
  private hiddenView: TraceStore | undefined;
  private state: BrokerState = { kind: 'stopped' };
  private connection: Session | undefined;
  private readonly handlers = new Map<string, Set<(params: unknown) => void>>();
  private readonly states = createEmitter<BrokerState>();
  private readonly connections = createEmitter<MemoryBroker['info']>();
  private readonly feed: TraceFeed;
  private deliver: (message: HostToTrace) => void = () => undefined;
  private pid = 1;

  constructor() {
    const session = this.makeSession();
    this.queues = new QueueStore(session, createEmitter());
    this.brokerClock = new BrokerClock(session, createEmitter(), () => this.machine.wallMs());
    this.feed = new TraceFeed(session, (message) => this.deliver(structuredClone(message)), {
      schedule: this.machine.after,
    });
    this.broker = new MemoryBroker(this.machine, this.pid);
    this.connect();
  }

  /** Lets everything be passed on that is under way. */
  async settle(ms = PASSED_ON_MS): Promise<void> {
    for (let passed = 0; passed < ms; passed += TICK_MS) {
      await setImmediate();
      this.machine.run(TICK_MS);
    }
    await setImmediate();
  }

  /** Until nothing has happened for so long that everything was passed on. */
  async settleQuietly(): Promise<void> {
    for (let round = 0; round < 100; round += 1) {
      const { lastSequence } = this.broker.recorder;
      await this.settle();
      if (this.broker.recorder.lastSequence === lastSequence) return;
    }
    throw new Error('Something happens all the time.');
  }

  show(): void {
    if (this.view !== undefined) return;
    if (this.hiddenView === undefined) this.load();
    else {
      this.view = this.hiddenView;
      this.feed.resume();
    }
  }

  hide(): void {
    if (this.view === undefined) return;
    this.feed.rest();
    this.hiddenView = this.view;
    this.view = undefined;
  }

  /** The view's script restarts, as when the window is loaded again. */
  load(): void {
    let receive: (message: HostToTrace) => void = () => undefined;
    this.view = createTraceStore(
      {
        post: (_message: TraceToHost) => undefined,
        listen: (handler) => {
          receive = handler;
        },
        readState: () => undefined,
        saveState: () => undefined,
      },
      { capacity: 20_000, readTimer: () => this.machine.monotonicMs() },
    );
    this.deliver = receive;
    this.tellState();
    this.feed.open();
    this.feed.show();
  }

  clear(): Promise<void> {
    return this.feed.clear();
  }

  /** The connection is lost and comes back. */
  reconnect(): void {
    this.disconnect();
    this.connect();
  }

  /** The broker ends with all its messages, and another one starts. */
  async restart(): Promise<void> {
    this.disconnect();
    this.broker.stop();
    this.setState({ kind: 'stopped' });
    await this.settle();
    this.pid += 1;
    this.broker = new MemoryBroker(this.machine, this.pid);
    this.connect();
  }

  request<P, R>(method: RequestMethod<P, R>, params: P): R {
    if (this.connection === undefined) throw new Error('not connected');
    return this.broker.request(this.connection, method.method, params) as R;
  }

  private connect(): void {
    const { broker } = this;
    this.connection = broker.connect((method, params) => {
      for (const handler of this.handlers.get(method) ?? []) handler(structuredClone(params));
    });
    this.setState({ kind: 'running', info: broker.info });
    this.connections.fire(broker.info);
  }

  private disconnect(): void {
    if (this.connection !== undefined) this.broker.disconnect(this.connection);
    this.connection = undefined;
  }

  private setState(state: BrokerState): void {
    this.state = state;
    this.states.fire(state);
    this.tellState();
  }

  private tellState(): void {
    const { kind } = this.state;
    const broker =
      kind === 'running' ? ({ kind, maximumMessageBytes: 1 } as const) : { kind: 'stopped' as const };
    this.deliver({ type: 'brokerChanged', broker });
  }

  private makeSession(): BrokerClient {
    const readState = (): BrokerState => this.state;
    return {
      get state() {
        return readState();
      },
      onDidChangeState: this.states.event,
      onDidConnect: this.connections.event,
      request: async <P, R>(method: RequestMethod<P, R>, params: P): Promise<R> => {
        const { connection } = this;
        const answer = structuredClone(this.request(method, params));
        await Promise.resolve();
        if (connection !== this.connection) throw new Error('The connection went away.');
        return answer;
      },
      onNotification: <P>({ method }: NotificationMethod<P>, handler: (params: P) => void) => {
        const known = this.handlers.get(method) ?? new Set();
        this.handlers.set(method, known.add(handler as (params: unknown) => void));
        return { dispose: () => known.delete(handler as (params: unknown) => void) };
      },
    } as BrokerClient;
  }
}
