import type { Disposable, Uri, WebviewPanel } from 'vscode';
import { listQueues, type QueueSummary, queuesChanged } from '../../broker/protocol/queue.ts';
import type {
  HostToQueuePage,
  PageQueue,
  PlaceView,
  QueuePageState,
  QueuePageToHost,
} from '../../webview/protocol.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { Capability } from '../connections/capabilities.ts';
import type { Connection } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import { formatQueueRef, LOCAL_CONNECTION, parseQueueRef, type QueueRef } from '../connections/queueRef.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { tellFailure } from '../ground/tellFailure.ts';
import { describeBroker } from './brokerView.ts';
import { ConnectionClaim } from './claimConnection.ts';
import { PageMail } from './pageMail.ts';
import { connectPlace, describePlace } from './placeView.ts';
import { QueueRelay } from './queueRelay.ts';
import type { WebviewName } from './pageHtml.ts';
import { findTabIcon, makeWebviewOptions, renderWebviewPage } from './webviewPage.ts';

/** What such a page asks of the rest of the extension. */
export interface QueuePageActions {
  showLog(): void;
  /** The queue that was created, or undefined if the user cancels. */
  createQueue(): Promise<QueueSummary | undefined>;
}

export interface QueuePageOptions<ToPage, FromPage> extends QueuePageActions {
  readonly extensionUri: Uri;
  readonly bundle: WebviewName;
  /** Of the page, for screen readers. */
  readonly pageTitle: string;
  /** Stands before the queue's name in the title of the panel. */
  readonly title: string;
  readonly connections: Connections;
  /** What the connection of a queue must be able to do for the page to offer it. */
  readonly needs: Capability;
  /** The queue to turn to at first. */
  readonly queueRef: QueueRef | undefined;
  /** What the page starts with. */
  start(state: QueuePageState): readonly ToPage[];
  /** @returns undefined for what is no message of this page */
  read(value: unknown): FromPage | undefined;
  handle(message: FromPage): Promise<void>;
}

/** What the pages have in common on which one queue is chosen. It fills the panel with the page. */
export class QueuePage<ToPage, FromPage> implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #session: BrokerClient;
  readonly #options: QueuePageOptions<ToPage, FromPage>;
  readonly #mail: PageMail<ToPage | HostToQueuePage>;
  readonly #relay: QueueRelay<{ readonly queues: readonly PageQueue[] }>;
  /** Of the local broker, in its order. */
  #localQueues: readonly QueueSummary[] = [];
  readonly #claim: ConnectionClaim;
  readonly #disposables: readonly Disposable[];
  /** Given to the page once, when it is first ready; from then on it is in the page's own state. */
  #wantedQueue: QueueRef | undefined;

  constructor(panel: WebviewPanel, session: BrokerClient, options: QueuePageOptions<ToPage, FromPage>) {
    const { extensionUri, bundle, pageTitle } = options;
    this.#panel = panel;
    this.#session = session;
    this.#options = options;
    this.#wantedQueue = options.queueRef;
    this.#mail = new PageMail(panel);
    panel.webview.options = makeWebviewOptions(extensionUri);
    panel.iconPath = findTabIcon(extensionUri);
    this.#relay = new QueueRelay(({ queues }) => this.post({ type: 'queuesChanged', queues }));
    this.#claim = new ConnectionClaim(panel, options.connections);
    this.#disposables = [
      this.#mail,
      this.#claim,
      this.#relay,
      panel.webview.onDidReceiveMessage((value: unknown) => {
        const message = options.read(value);
        if (message !== undefined) tellFailure(options.handle(message));
      }),
      session.onDidChangeState((state) =>
        this.post({ type: 'brokerChanged', broker: describeBroker(state) }),
      ),
      session.onDidConnect(() => void this.#loadQueues()),
      session.onNotification(queuesChanged, ({ queues }) => this.#setLocal(queues)),
      options.connections.onDidChangeQueues(() => this.#relayOthers()),
      options.connections.onDidChangeState(() => this.#relayPlaces()),
    ];
    panel.webview.html = renderWebviewPage(panel.webview, extensionUri, bundle, pageTitle);
  }

  get queues(): readonly PageQueue[] {
    return this.#relay.newest?.queues ?? [];
  }

  /** The page has what it starts with. */
  get isReady(): boolean {
    return this.#mail.isReady;
  }

  /** Does nothing while the page does not exist; it gets everything once it does. */
  post(message: ToPage | HostToQueuePage): void {
    this.#mail.post(message);
  }

  /** For what the page asked for: it gets that also when it was hidden meanwhile, once it is shown again. */
  async deliver(answer: ToPage): Promise<void> {
    await this.#mail.deliver(answer);
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
        const queue = await this.#options.createQueue();
        if (queue === undefined) return;
        await this.#loadQueues();
        this.post({ type: 'selectQueue', queueArn: queue.arn, isNew: true });
        return;
      }
      case 'connect':
        await connectPlace(this.#options.connections, message.connectionId);
        return;
      case 'queueSelected':
        this.#claim.set(parseQueueRef(message.queueArn).connectionId);
        this.#panel.title = `${this.#options.title}: ${message.queueArn.slice(message.queueArn.lastIndexOf(':') + 1)}`;
    }
  }

  selectQueue(ref: QueueRef): void {
    if (this.#mail.isReady) this.post({ type: 'selectQueue', queueArn: formatQueueRef(ref) });
    else this.#wantedQueue = ref;
  }

  dispose(): void {
    disposeAll(this.#disposables);
  }

  #greet(): void {
    const queueRef = this.#wantedQueue;
    this.#wantedQueue = undefined;
    const start = this.#options.start({
      broker: describeBroker(this.#session.state),
      queues: this.queues,
      places: this.#listPlaces(),
      ...(queueRef === undefined ? {} : { queueArn: formatQueueRef(queueRef) }),
    });
    this.#mail.open(...start);
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

  #relayPlaces(): void {
    this.#mail.post({ type: 'placesChanged', places: this.#listPlaces() });
  }

  #listPlaces(): readonly PlaceView[] {
    return this.#listAble().flatMap((connection) => describePlace(connection) ?? []);
  }

  #listOthers(): PageQueue[] {
    return this.#listAble().flatMap(listPageQueues);
  }

  #listAble(): readonly Connection[] {
    const { connections, needs } = this.#options;
    return connections.listAble([needs]).filter(({ id }) => id !== LOCAL_CONNECTION);
  }
}

function listPageQueues({ id, name, can, queues, remote }: Connection): PageQueue[] {
  const maximumMessageBytes = can.send?.maximumMessageBytes;
  const connection = {
    id,
    name,
    // What a page sends elsewhere does not pass through a gateway.
    hasTrace: can.trace !== undefined && remote === undefined,
    ...(maximumMessageBytes === undefined ? {} : { maximumMessageBytes }),
  };
  return queues.queues.map((queue) => ({ ...queue, connection }));
}
