import type { Disposable, WebviewPanel } from 'vscode';
import { listQueues, type QueueSummary, queuesChanged } from '../../broker/protocol/queue.ts';
import type { HostToQueuePage, QueuePageState, QueuePageToHost } from '../../webview/protocol.ts';
import type { BrokerSession } from '../broker/session.ts';
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
  /** The queue to turn to at first. */
  readonly queueArn: string | undefined;
  /** Sends the page what it starts with. */
  greet(state: QueuePageState): void;
}

/** What the pages have in common on which one of the broker's queues is chosen. */
export class QueuePage<ToPage> implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #session: BrokerSession;
  readonly #options: QueuePageOptions;
  readonly #relay: QueueRelay;
  readonly #disposables: readonly Disposable[];
  #isReady = false;
  /** Given to the page once, when it is first ready; from then on it is in the page's own state. */
  #wantedQueueArn: string | undefined;

  constructor(panel: WebviewPanel, session: BrokerSession, options: QueuePageOptions) {
    this.#panel = panel;
    this.#session = session;
    this.#options = options;
    this.#wantedQueueArn = options.queueArn;
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
      session.onNotification(queuesChanged, (snapshot) => this.#relay.set(snapshot)),
    ];
  }

  get queues(): readonly QueueSummary[] {
    return this.#relay.newest?.queues ?? [];
  }

  /** Does nothing while the page does not exist; it gets everything once it does. */
  post(message: ToPage | HostToQueuePage): void {
    if (this.#isReady) void this.#panel.webview.postMessage(message);
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

  selectQueue(queueArn: string): void {
    if (this.#isReady) this.post({ type: 'selectQueue', queueArn });
    else this.#wantedQueueArn = queueArn;
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
      ...(this.#wantedQueueArn === undefined ? {} : { queueArn: this.#wantedQueueArn }),
    });
    this.#wantedQueueArn = undefined;
  }

  async #loadQueues(): Promise<void> {
    if (this.#session.state.kind !== 'running') return;
    try {
      this.#relay.set(await this.#session.request(listQueues, {}));
    } catch {
      // The connection went away; the next one asks again.
    }
  }
}
