import type { QueueSummary, UndoableChange, UndoneQueue } from '../../../broker/protocol/queue.ts';
import type { BrokerClient } from '../../../extension/broker/brokerClient.ts';

type Handler = (params: never) => void;

/** A session whose broker has these queues and answers as told; it records what is asked. */
export class ScriptedSession {
  readonly requests: { readonly method: string; readonly params: Readonly<Record<string, unknown>> }[] = [];
  /** What can be taken back, newest first. */
  undoable: readonly UndoableChange[] = [];
  /** What a purge or a deletion that is undone brings back. */
  undone: UndoneQueue = { messages: 2, missing: 0 };
  readonly #queues: readonly QueueSummary[];
  readonly #watchers = new Set<() => void>();
  readonly #answers = new Map<string, unknown>();
  readonly #handlers = new Map<string, Set<Handler>>();
  state: BrokerClient['state'] = { kind: 'running', info: { maximumMessageBytes: 1_048_576 } as never };

  constructor(queues: readonly QueueSummary[]) {
    this.#queues = queues;
  }

  readonly onDidChangeState = (handler: Handler) => this.#listen('state', handler);
  readonly onDidConnect = (handler: Handler) => this.#listen('connect', handler);

  onNotification(method: { readonly method: string }, handler: Handler) {
    return this.#listen(method.method, handler);
  }

  start() {
    return Promise.resolve('info' in this.state ? this.state.info : undefined);
  }

  request({ method }: { readonly method: string }, params: Readonly<Record<string, unknown>>) {
    this.requests.push({ method, params });
    for (const look of this.#watchers) look();
    return Promise.resolve(this.#answer(method));
  }

  /** What was asked with a method, by the end of its name. */
  asked(name: string): readonly Readonly<Record<string, unknown>>[] {
    return this.requests.filter(({ method }) => method.endsWith(name)).map(({ params }) => params);
  }

  /** What is asked with a method for the first or a later time. @param name the end of its name */
  waitUntilAsked(name: string, times = 1): Promise<Readonly<Record<string, unknown>>> {
    return new Promise((resolve) => {
      const look = () => {
        const asked = this.asked(name)[times - 1];
        if (asked === undefined) return;
        this.#watchers.delete(look);
        resolve(asked);
      };
      this.#watchers.add(look);
      look();
    });
  }

  /** What is answered to a method from now on. @param name behind `queueside/` */
  answer(name: string, result: unknown): void {
    this.#answers.set(`queueside/${name}`, result);
  }

  /** What the broker tells. @param name behind `queueside/` */
  notify(name: string, params: unknown): void {
    for (const handler of this.#handlers.get(`queueside/${name}`) ?? []) handler(params as never);
  }

  /** The connection begins, or ends. */
  setState(state: BrokerClient['state']): void {
    this.state = state;
    for (const handler of this.#handlers.get('state') ?? []) handler(state as never);
  }

  #answer(method: string): unknown {
    if (this.#answers.has(method)) return this.#answers.get(method);
    switch (method) {
      case 'queueside/queue/list':
        return { queues: this.#queues, now: 0, sequence: 0 };
      case 'queueside/pool/list':
        return { pools: [] };
      case 'queueside/function/list':
        return { functions: [] };
      case 'queueside/queue/get':
        return { ...this.#queues[0], attributes: {}, tags: {} };
      case 'queueside/queue/listUndoable':
        return { changes: this.undoable };
      case 'queueside/queue/undoPurge':
      case 'queueside/queue/undoDelete':
        return this.undone;
      case 'queueside/queue/purge':
        return { messagesLost: 1 };
      case 'queueside/message/peek':
        return { messages: [] };
      case 'queueside/message/search':
        return { found: [], searchedCount: 0, searchedBytes: 0 };
      case 'queueside/message/send':
        return { messageId: 'from the broker', bodyMd5: '', sizeBytes: 1, sentCount: 1, duplicateCount: 0 };
      default:
        throw new Error(`Not told what to answer to ${method}`);
    }
  }

  #listen(event: string, handler: Handler) {
    const handlers = this.#handlers.get(event) ?? new Set();
    this.#handlers.set(event, handlers);
    handlers.add(handler);
    return { dispose: () => handlers.delete(handler) };
  }
}
