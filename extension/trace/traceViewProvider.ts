import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
  type Disposable,
  type ExtensionContext,
  l10n,
  type WebviewView,
  type WebviewViewProvider,
} from 'vscode';
import type { TraceEvent } from '../../broker/protocol/trace.ts';
import type { ComposerDraftSource, HostToTrace, TraceFilter, TraceToHost } from '../../webview/protocol.ts';
import { isNotFound } from '../connections/notFound.ts';
import { LOCAL_CONNECTION, type QueueRef } from '../connections/queueRef.ts';
import { copyFromPage } from '../ground/copyText.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { showError } from '../ground/notices.ts';
import { tellFailure } from '../ground/tellFailure.ts';
import { describeFailure } from '../webviews/brokerView.ts';
import { readTraceMessage } from '../webviews/messageShapes.ts';
import { describePlace } from '../webviews/placeView.ts';
import { makeWebviewOptions, renderWebviewPage } from '../webviews/webviewPage.ts';
import { LiveTrace, NotRemembered } from './liveTrace.ts';
import { saveCsv } from './saveCsv.ts';
import type { ShownTrace } from './traceFile.ts';
import { type TraceSource, TraceSources, type TraceSourcesPorts } from './traceSource.ts';

/** Events of a saved trace in one message to the view. */
const PAGE_EVENTS = 1_000;

/** What the trace asks of the rest of the extension. */
export interface TracePanelActions {
  showLog(): void;
  openComposer(queue?: QueueRef, draft?: ComposerDraftSource): void;
  /** A saved trace is shown, or no longer. */
  noteSavedTrace(isShown: boolean): void;
  /** The process that the live trace comes from runs, or no longer. */
  noteRunning(isRunning: boolean): void;
  /** Shows how a refusal of the local broker came about. */
  explainDenial(sequence: number): void;
  /** Writes what these messages said to a file. */
  exportMessages(messageIds: readonly string[]): Promise<void>;
}

/** What the view `queueside.trace` shows: the live trace of a source, or a saved one. */
export class TraceViewProvider implements WebviewViewProvider, Disposable {
  readonly #context: ExtensionContext;
  readonly #actions: TracePanelActions;
  readonly #sources: TraceSources;
  readonly #disposables: Disposable[];
  #live: LiveTrace;
  #view: WebviewView | undefined;
  /** The view's script runs and listens. */
  #isReady = false;
  /** Incremented when another source is shown; pages of an older one are no longer posted. */
  #postedSource = 0;
  /** Shown instead of the live trace. */
  #saved: ShownTrace | undefined;
  /** Asked for before the view was ready. */
  #wantedFilter: TraceFilter | undefined;

  constructor(context: ExtensionContext, ports: TraceSourcesPorts, actions: TracePanelActions) {
    this.#context = context;
    this.#actions = actions;
    this.#sources = new TraceSources(ports);
    this.#live = this.#openSource(this.#findSource(LOCAL_CONNECTION));
    this.#disposables = [
      ports.gateways.onDidChange(() => this.#followSources()),
      // Names, colours and levels of connections.
      ports.connections.onDidChangeState(() => this.#followSources()),
    ];
  }

  resolveWebviewView(view: WebviewView): void {
    this.#view = view;
    this.#isReady = false;
    view.webview.options = makeWebviewOptions(this.#context.extensionUri);
    view.webview.onDidReceiveMessage((value: unknown) => {
      const message = readTraceMessage(value);
      if (message !== undefined) tellFailure(this.#handle(message));
    });
    view.onDidChangeVisibility(() => {
      if (!this.#isReady) return;
      if (view.visible) this.#live.resume();
      else this.#live.rest();
    });
    view.onDidDispose(() => {
      this.#isReady = false;
      this.#live.rest();
      this.#view = undefined;
    });
    this.#describe();
    view.webview.html = renderWebviewPage(
      view.webview,
      this.#context.extensionUri,
      'trace',
      l10n.t('Queue trace'),
    );
  }

  /** The user asks for what happens now, so a saved trace is put away. */
  showLive(filter: TraceFilter | undefined, connectionId: string): void {
    if (this.#saved !== undefined) this.setSaved(undefined);
    this.showSource(connectionId);
    if (filter === undefined) return;
    if (this.#isReady) this.#post({ type: 'setFilter', filter });
    else this.#wantedFilter = filter;
  }

  showSource(connectionId: string): void {
    if (connectionId === this.source.connection.id) return;
    this.#replace(this.#findSource(connectionId));
  }

  async clear(): Promise<void> {
    await this.#live.clear();
  }

  get source(): TraceSource {
    return this.#live.source;
  }

  /** Also the one that is shown, if no gateway of it was opened. */
  listSources(): readonly TraceSource[] {
    const sources = this.#sources.list();
    const isListed = sources.some(({ connection }) => connection.id === this.source.connection.id);
    return isListed ? sources : [...sources, this.source];
  }

  get saved(): ShownTrace | undefined {
    return this.#saved;
  }

  setSaved(saved: ShownTrace | undefined): void {
    this.#saved = saved;
    this.#actions.noteSavedTrace(saved !== undefined);
    this.#describe();
    if (this.#isReady) this.#showEvents();
  }

  dispose(): void {
    disposeAll(this.#disposables);
    this.#live.dispose();
  }

  #post(message: HostToTrace): void {
    if (this.#isReady) void this.#view?.webview.postMessage(message);
  }

  async #handle(message: TraceToHost): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#greet();
        return;
      case 'startBroker':
        // A gateway is started by what needs it. A failure shows as the broker's state.
        if (!this.#live.isOfGateway) await this.source.client?.start().catch(() => undefined);
        return;
      case 'showLog':
        this.#actions.showLog();
        return;
      case 'closeSavedTrace':
        this.setSaved(undefined);
        return;
      case 'chooseSource':
        this.showSource(message.sourceId);
        return;
      case 'dismissFinding':
        await this.#live.dismissFinding(message.findingId);
        return;
      case 'clearFindings':
        await this.#live.clearFindings();
        return;
      case 'refill':
        await this.#live.refill(message.afterSequence, message.beforeSequence);
        return;
      case 'loadHistory':
        if (this.#saved === undefined) await this.#live.loadHistory(message.messageId);
        else this.#post({ type: 'historyLoaded', messageId: message.messageId, events: [] });
        return;
      case 'loadBody':
        await this.#loadBody(message.queueArn, message.messageId);
        return;
      case 'sendAgain':
        this.#actions.openComposer(this.#placeQueue(message.queueArn), message.draft);
        return;
      case 'openComposer':
        this.#actions.openComposer();
        return;
      case 'exportCsv':
        await saveCsv(this.#context, message.rows).catch(showFailure);
        return;
      case 'exportMessages':
        await this.#actions.exportMessages(message.messageIds).catch(showFailure);
        return;
      case 'explainDenial':
        this.#actions.explainDenial(message.sequence);
        return;
      case 'copy':
        await copyFromPage(message.text);
        return;
    }
  }

  #greet(): void {
    this.#isReady = true;
    this.#postSources();
    this.#live.open();
    this.#showEvents();
    if (this.#wantedFilter !== undefined) this.#post({ type: 'setFilter', filter: this.#wantedFilter });
    this.#wantedFilter = undefined;
  }

  /** Fills the view from the file, or from the source. */
  #showEvents(): void {
    this.#postedSource += 1;
    if (this.#saved === undefined) {
      this.#post({ type: 'savedChanged' });
      this.#live.show();
      return;
    }
    this.#live.hide();
    const { file, trace } = this.#saved;
    const fileName = basename(file.fsPath);
    const { events, omittedCount, unreadableCount, connection } = trace;
    this.#post({
      type: 'savedChanged',
      saved: { fileName, omittedCount, unreadableCount, ...(connection !== undefined && { connection }) },
    });
    this.#post({ type: 'events', start: 'snapshot', events: events.slice(0, PAGE_EVENTS), dropped: 0 });
    void this.#postRest(events);
  }

  /** Page by page, with turns for others between them, for as long as the file is shown. */
  async #postRest(events: readonly TraceEvent[]): Promise<void> {
    const source = this.#postedSource;
    for (let from = PAGE_EVENTS; from < events.length; from += PAGE_EVENTS) {
      await setImmediate();
      if (source !== this.#postedSource) return;
      const page = events.slice(from, from + PAGE_EVENTS);
      this.#post({ type: 'events', start: 'continue', events: page, dropped: 0 });
    }
  }

  async #loadBody(queueArn: string, messageId: string): Promise<void> {
    try {
      const saved = this.#saved?.trace.contents.get(messageId);
      if (this.#saved !== undefined && saved === undefined) throw new NotRemembered();
      const message = saved ?? (await this.#live.findContent(queueArn, messageId));
      this.#post({ type: 'bodyLoaded', messageId, outcome: { ok: true, message } });
    } catch (error) {
      const gone = isNotFound(error);
      this.#post({
        type: 'bodyLoaded',
        messageId,
        outcome: { ok: false, gone, failure: describeFailure(error) },
      });
    }
  }

  /** Messages of a file are sent to the local broker again, wherever they were recorded. */
  #placeQueue(arn: string): QueueRef {
    const connectionId = this.#saved === undefined ? this.source.connection.id : LOCAL_CONNECTION;
    return { connectionId, arn };
  }

  #findSource(connectionId: string): TraceSource {
    const source = this.#sources.find(connectionId) ?? this.#sources.list()[0];
    if (source === undefined) throw new Error('The local broker is always a source.');
    return source;
  }

  #openSource(source: TraceSource): LiveTrace {
    const live: LiveTrace = new LiveTrace(
      source,
      (message) => this.#post(message),
      () => this.#actions.noteRunning(live.isRunning),
    );
    this.#actions.noteRunning(live.isRunning);
    return live;
  }

  #replace(source: TraceSource): void {
    this.#live.dispose();
    this.#live = this.#openSource(source);
    this.#describe();
    if (!this.#isReady) return;
    this.#postSources();
    this.#live.open();
    if (this.#saved === undefined) this.#live.show();
    if (this.#view?.visible !== true) this.#live.rest();
  }

  /** A gateway was opened or is gone, or a connection was changed or removed. */
  #followSources(): void {
    const now = this.#findSource(this.source.connection.id);
    if (now.client !== this.source.client || now.connection !== this.source.connection) this.#replace(now);
    else if (this.#isReady) this.#postSources();
  }

  #postSources(): void {
    this.#post({
      type: 'sourceChanged',
      sourceId: this.source.connection.id,
      sources: this.listSources().map(({ connection }) => {
        const place = describePlace(connection);
        return { id: connection.id, name: connection.name, ...(place !== undefined && { place }) };
      }),
    });
  }

  /** The title of the view names what is shown if it is not the local broker. */
  #describe(): void {
    if (this.#view === undefined) return;
    const { connection } = this.source;
    const live = this.#live.isOfGateway ? connection.name : undefined;
    const text = this.#saved === undefined ? live : basename(this.#saved.file.fsPath);
    this.#view.description = text ?? '';
  }
}

function showFailure(error: unknown): void {
  void showError(error instanceof Error ? error.message : String(error));
}
