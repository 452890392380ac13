import type { Disposable, WebviewPanel } from 'vscode';
import { listQueues, type QueueSummary, queuesChanged } from '../../broker/protocol/queue.ts';
import type { HostToQueuePage, PageQueue, QueuePageState, QueuePageToHost } from '../../webview/protocol.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { Capability } from '../connections/capabilities.ts';
import type { Connection } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import { formatQueueRef, LOCAL_CONNECTION, type QueueRef } from '../connections/queueRef.ts';
import { describeBroker } from './brokerView.ts';
import { QueueRelay } from './queueRelay.ts';

/** What such a page asks of the rest of the extension. */
export interface QueuePageActions {
  showLog(): void;
  /** The queue that was created, or undefined if the user cancels. */
  createQueue(): Promise<QueueSummary | undefined>;
}

export interface QueuePageOptions extends QueuePageActions {
  /** Stands before the queue's name in the title of the panel. */
  readonly title: string;
  readonly connections: Connections;
  /** What the connection of a queue must be able to do for the page to offer it. */
  readonly needs: Capability;
  /** The queue to turn to at first. */
  readonly queueRef: QueueRef | undefined;
  /** Sends the page what it starts with. */
  greet(state: QueuePageState): void;
}

/** What the pages have in common on which one queue is chosen. */
export class QueuePage<ToPage> implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #session: BrokerClient;
  readonly #options: QueuePageOptions;
  readonly #relay: QueueRelay<{ readonly queues: readonly PageQueue[] }>;
  /** Of the local broker, in its order. */
  #localQueues: readonly QueueSummary[] = [];
  readonly #disposables: readonly Disposable[];
  #isReady = false;
  /** Given to the page once, when it is first ready; from then on it is in the page's own state. */
  #wantedQueue: QueueRef | undefined;
  /** Answers that came while the page did not exist, oldest first. */
  #undelivered: ToPage[] = [];

  constructor(panel: WebviewPanel, session: BrokerClient, options: QueuePageOptions) {
    this.#panel = panel;
    this.#session = session;
    this.#options = options;
    this.#wantedQueue = options.queueRef;
    this.#relay = new QueueRelay(({ queues }) => this.post({ type: 'queuesChanged', queues }));
    this.#disposables = [
      this.#relay,
      panel.onDidChangeViewState(() => {
        // A hidden page is destroyed; it sends `ready` again when it is shown.
        if (!panel.visible) this.#isReady = false;
      }),
      session.onDidChangeState((state) =>
        this.post({ type: 'brokerChanged', broker: describeBroker(state) }),
      ),
      session.onDidConnect(() => void this.#loadQueues()),
      session.onNotification(queuesChanged, ({ queues }) => this.#setLocal(queues)),
      options.connections.onDidChangeQueues(() => this.#relayOthers()),
    ];
  }

  get queues(): readonly PageQueue[] {
    return this.#relay.newest?.queues ?? [];
  }

  /** Does nothing while the page does not exist; it gets everything once it does. */
  post(message: ToPage | HostToQueuePage): void {
    if (this.#isReady) void this.#panel.webview.postMessage(message);
  }

  /** For what the page asked for: it gets that also when it was hidden meanwhile, once it is shown again. */
  async deliver(answer: ToPage): Promise<void> {
    const isDelivered = this.#isReady && (await this.#panel.webview.postMessage(answer));
    if (!isDelivered) this.#undelivered.push(answer);
  }

  async handle(message: QueuePageToHost): Promise<void> {
    switch (message.type) {
      case 'ready':
        // First the queues, so that the page never shows "No queues" for a moment.
        await this.#loadQueues();
        this.#greet();
        return;
      case 'startBroker':
        // A failure shows as the broker's state.
        await this.#session.start().catch(() => undefined);
        return;
      case 'showLog':
        this.#options.showLog();
        return;
      case 'createQueue': {
        const queue = await this.#options.createQueue().catch(() => undefined);
        if (queue === undefined) return;
        await this.#loadQueues();
        this.post({ type: 'selectQueue', queueArn: queue.arn, isNew: true });
        return;
      }
      case 'queueSelected':
        this.#panel.title = `${this.#options.title}: ${message.queueArn.slice(message.queueArn.lastIndexOf(':') + 1)}`;
    }
  }

  selectQueue(ref: QueueRef): void {
    if (this.#isReady) this.post({ type: 'selectQueue', queueArn: formatQueueRef(ref) });
    else this.#wantedQueue = ref;
  }

  dispose(): void {
    this.#isReady = false;
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #greet(): void {
    this.#isReady = true;
    this.#options.greet({
      broker: describeBroker(this.#session.state),
      queues: this.queues,
      ...(this.#wantedQueue === undefined ? {} : { queueArn: formatQueueRef(this.#wantedQueue) }),
    });
    this.#wantedQueue = undefined;
    const undelivered = this.#undelivered;
    this.#undelivered = [];
    for (const answer of undelivered) void this.deliver(answer);
  }

  async #loadQueues(): Promise<void> {
    if (this.#session.state.kind !== 'running') {
      this.#relayOthers();
      return;
    }
    try {
      this.#setLocal((await this.#session.request(listQueues, {})).queues);
    } catch {
      // The connection went away; the next one asks again.
    }
  }

  #setLocal(queues: readonly QueueSummary[]): void {
    this.#localQueues = queues;
    this.#relay.set({ queues: [...queues, ...this.#listOthers()] });
  }

  /** Does nothing if only the local broker has queues: the broker itself reports them. */
  #relayOthers(): void {
    const others = this.#listOthers();
    const known = this.#relay.newest?.queues ?? [];
    if (others.length > 0 || known.some(({ connection }) => connection !== undefined))
      this.#relay.set({ queues: [...this.#localQueues, ...others] });
  }

  #listOthers(): PageQueue[] {
    const { connections, needs } = this.#options;
    return connections
      .listAble([needs])
      .filter(({ id }) => id !== LOCAL_CONNECTION)
      .flatMap(listPageQueues);
  }
}

function listPageQueues({ id, name, can, queues }: Connection): PageQueue[] {
  const maximumMessageBytes = can.send?.maximumMessageBytes;
  const connection = {
    id,
    name,
    hasTrace: can.trace !== undefined,
    ...(maximumMessageBytes === undefined ? {} : { maximumMessageBytes }),
  };
  return queues.queues.map((queue) => ({ ...queue, connection }));
}
