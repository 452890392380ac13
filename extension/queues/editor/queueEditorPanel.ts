import { type Disposable, l10n, type Uri, type WebviewPanel } from 'vscode';
import type { QueueSummary } from '../../../broker/protocol/queue.ts';
import type {
  EditorStart,
  HostToQueueEditor,
  KnownQueue,
  QueueEditorToHost,
  WantedField,
} from '../../../webview/queueEditorProtocol.ts';
import type { BrokerClient } from '../../broker/brokerClient.ts';
import { isAble } from '../../connections/connection.ts';
import type { Connections } from '../../connections/connections.ts';
import { formatQueueRef, type QueueRef } from '../../connections/queueRef.ts';
import { copyText } from '../../ground/copyText.ts';
import { disposeAll } from '../../ground/disposeAll.ts';
import { nameOfArn } from '../../ground/text.ts';
import { tellFailure } from '../../ground/tellFailure.ts';
import { describeBroker, describeFailure } from '../../webviews/brokerView.ts';
import { readQueueEditorMessage } from '../../webviews/messageShapes.ts';
import { ConnectionClaim } from '../../webviews/claimConnection.ts';
import { connectPlace, describePlace } from '../../webviews/placeView.ts';
import { PageMail } from '../../webviews/pageMail.ts';
import { findTabIcon, makeWebviewOptions, renderWebviewPage } from '../../webviews/webviewPage.ts';
import { applyForm, checkForm, createFromForm, type EditingConnection, readQueue } from './editorRequests.ts';

/** A queue, or where one is to be created. */
export type EditorTarget = QueueRef | { readonly connectionId: string; readonly arn?: undefined };

interface QueueEditorOptions {
  readonly extensionUri: Uri;
  readonly session: BrokerClient;
  readonly connections: Connections;
  showLog(): void;
  /** Shows an empty form, for a queue of this connection. */
  createQueue(connectionId: string): void;
  readonly target: EditorTarget;
  readonly field: WantedField | undefined;
}

/** The editor of one queue: keeps its page up to date, and does what it asks for. */
export class QueueEditorPanel implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #options: QueueEditorOptions;
  readonly #parts: readonly Disposable[];
  #target: EditorTarget;
  /** Given to the page when it is ready. */
  #wantedField: WantedField | undefined;
  readonly #mail: PageMail<HostToQueueEditor>;
  /** Our own change is no news. */
  #isApplying = false;
  /** What the page knows: a revision of the queue, or that it is not there. */
  #told: string | undefined;

  constructor(panel: WebviewPanel, options: QueueEditorOptions) {
    const { connections, session, extensionUri, target, field } = options;
    this.#panel = panel;
    this.#options = options;
    this.#target = target;
    this.#wantedField = field;
    this.#mail = new PageMail(panel);
    panel.webview.options = makeWebviewOptions(extensionUri);
    panel.iconPath = findTabIcon(extensionUri);
    this.#showTitle();
    const claim = new ConnectionClaim(panel, connections);
    claim.set(target.connectionId);
    this.#parts = [
      this.#mail,
      claim,
      session.onDidChangeState((state) =>
        this.#mail.post({ type: 'brokerChanged', broker: describeBroker(state) }),
      ),
      connections.onDidChangeQueues(() => void this.#follow()),
      connections.onDidChangeState(() => this.#tellPlace()),
      panel.webview.onDidReceiveMessage((value: unknown) => {
        const message = readQueueEditorMessage(value);
        if (message !== undefined) tellFailure(this.#handle(message));
      }),
    ];
    panel.webview.html = renderWebviewPage(panel.webview, extensionUri, 'queueEditor', panel.title);
  }

  /** Of the queue; undefined for one to create. */
  get address(): string | undefined {
    return this.#ref && formatQueueRef(this.#ref);
  }

  get #ref(): QueueRef | undefined {
    return this.#target.arn === undefined ? undefined : this.#target;
  }

  reveal(field: WantedField | undefined): void {
    this.#panel.reveal();
    if (field === undefined) return;
    if (this.#mail.isReady) this.#mail.post({ type: 'showField', field });
    else this.#wantedField = field;
  }

  dispose(): void {
    disposeAll(this.#parts);
  }

  async #handle(message: QueueEditorToHost): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#mail.open(await this.#describeStart());
        return;
      case 'startBroker':
        // A failure shows as the broker's state.
        await this.#options.session.start().catch(() => undefined);
        return;
      case 'showLog':
        this.#options.showLog();
        return;
      case 'createQueue':
        this.#options.createQueue(this.#target.connectionId);
        return;
      case 'connect':
        await connectPlace(this.#options.connections, this.#target.connectionId);
        return;
      case 'close':
        this.#panel.dispose();
        return;
      case 'check':
        await this.#check(message);
        return;
      case 'apply':
        await this.#apply(message);
        return;
      case 'create':
        await this.#create(message);
        return;
      case 'copy':
        await copyText(message.text, l10n.t('Copied the queue as queueside.json.'));
    }
  }

  get #connection(): EditingConnection | undefined {
    const found = this.#options.connections.find(this.#target.connectionId);
    return found && isAble(found, ['attributes', 'edit']) ? found : undefined;
  }

  get #summary(): QueueSummary | undefined {
    return this.#ref && this.#options.connections.findQueue(this.#ref)?.queue;
  }

  async #describeStart(): Promise<HostToQueueEditor> {
    const queue = await this.#read();
    const field = this.#wantedField;
    this.#wantedField = undefined;
    const connection = this.#connection;
    const place = connection && describePlace(connection);
    const maximumMessageBytes = connection?.can.edit.maximumMessageBytes;
    const { address } = this;
    return {
      type: 'initialize',
      broker: describeBroker(this.#options.session.state),
      queues: this.#listKnown(),
      ...(address === undefined ? { connectionId: this.#target.connectionId } : { address }),
      ...(place === undefined ? {} : { place }),
      ...(maximumMessageBytes === undefined ? {} : { maximumMessageBytes }),
      ...(queue === undefined ? {} : { queue }),
      ...(field === undefined ? {} : { field }),
    };
  }

  #tellPlace(): void {
    const place = this.#connection && describePlace(this.#connection);
    if (place !== undefined) this.#mail.post({ type: 'placeChanged', place });
  }

  /** Tells the page what has become of the queue, if that is news. */
  async #follow(): Promise<void> {
    if (!this.#mail.isReady || this.#isApplying) return;
    this.#mail.post({ type: 'queuesChanged', queues: this.#listKnown() });
    if (this.#ref === undefined || this.#connection?.isOpen !== true) return;
    if (this.#told === describeVersion(this.#summary)) return;
    const queue = await this.#read();
    if (queue !== undefined && queue !== 'create') this.#mail.post({ type: 'queueRead', queue });
  }

  /** @returns undefined when the queue cannot be read now */
  async #read(): Promise<EditorStart['queue']> {
    if (this.#ref === undefined) return 'create';
    const connection = this.#connection;
    if (connection?.isOpen !== true) return undefined;
    try {
      if (this.#summary === undefined) await connection.queues.refresh();
      const summary = this.#summary;
      // Of a list that has more, the queue may be one of those.
      if (summary === undefined && connection.remote?.hasMore === true) {
        connection.remote.search(nameOfArn(this.#ref.arn));
        return undefined;
      }
      this.#told = describeVersion(summary);
      return summary === undefined ? 'gone' : await readQueue(connection, summary);
    } catch {
      // The connection went away, or the queue between two requests: it is read again with the next list of queues.
      this.#told = undefined;
      return undefined;
    }
  }

  async #check(message: Extract<QueueEditorToHost, { type: 'check' }>): Promise<void> {
    const connection = this.#connection;
    if (connection?.isOpen !== true) return;
    try {
      const found = await checkForm(connection, this.#ref?.arn, message);
      this.#mail.post({ type: 'checked', requestId: message.requestId, ...found });
    } catch {
      // The queue or the connection is gone; other messages inform the page of that.
    }
  }

  async #apply(message: Extract<QueueEditorToHost, { type: 'apply' }>): Promise<void> {
    const { requestId } = message;
    const [connection, summary] = [this.#connection, this.#summary];
    if (connection === undefined || summary === undefined) {
      const failure = { message: l10n.t('This queue no longer exists.') };
      await this.#mail.deliver({ type: 'applied', requestId, outcome: { kind: 'failed', failure } });
      return;
    }
    this.#isApplying = true;
    try {
      const outcome = await applyForm(connection, summary, message);
      // Elsewhere than on the local broker, a part may have been changed.
      const isUnsure = outcome.kind === 'failed' && connection.remote !== undefined;
      this.#told = isUnsure ? undefined : describeVersion(this.#summary);
      await this.#mail.deliver({ type: 'applied', requestId, outcome });
    } catch (error) {
      await this.#mail.deliver({
        type: 'applied',
        requestId,
        outcome: { kind: 'failed', failure: describeFailure(error) },
      });
    } finally {
      this.#endApplying();
    }
  }

  async #create(message: Extract<QueueEditorToHost, { type: 'create' }>): Promise<void> {
    const connection = this.#connection;
    if (connection === undefined) return;
    this.#isApplying = true;
    const { outcome, created } = await createFromForm(connection, message).finally(() => this.#endApplying());
    await this.#mail.deliver({ type: 'applied', requestId: message.requestId, outcome });
    if (created === undefined) return;
    this.#target = { connectionId: connection.id, arn: created.arn };
    this.#showTitle();
    this.#mail.post(await this.#describeStart());
  }

  /** Catches up on changes that arrived during Apply: nothing else reports a new dead-letter queue. */
  #endApplying(): void {
    this.#isApplying = false;
    void this.#follow();
  }

  #listKnown(): readonly KnownQueue[] {
    const queues = this.#connection?.queues.queues ?? [];
    return queues.map(({ name, arn, kind }) => ({ name, arn, kind }));
  }

  #showTitle(): void {
    this.#panel.title =
      this.#ref === undefined ? l10n.t('Create queue') : l10n.t('Edit queue: {0}', nameOfArn(this.#ref.arn));
  }
}

function describeVersion(queue: QueueSummary | undefined): string {
  return queue === undefined ? 'gone' : `revision ${queue.revision ?? 0}`;
}
