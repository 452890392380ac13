import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
  commands,
  type Disposable,
  type ExtensionContext,
  l10n,
  type WebviewView,
  type WebviewViewProvider,
  window,
} from 'vscode';
import { CONTROL_ERROR_CODES } from '../../broker/protocol/errors.ts';
import {
  clearFindings,
  dismissFinding,
  findingsChanged,
  listFindings,
} from '../../broker/protocol/findings.ts';
import { getMessage, getSentMessage } from '../../broker/protocol/message.ts';
import { readTrace, type TraceEvent } from '../../broker/protocol/trace.ts';
import type {
  ComposerDraftSource,
  HostToTrace,
  MessageContent,
  TraceFilter,
  TraceToHost,
} from '../../webview/protocol.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { isNotFound } from '../connections/notFound.ts';
import { describeBroker, describeFailure } from '../webviews/brokerView.ts';
import { copyFromPage } from '../ground/copyText.ts';
import { showError } from '../ground/notices.ts';
import { tellFailure } from '../ground/tellFailure.ts';
import { readTraceMessage } from '../webviews/messageShapes.ts';
import { makeWebviewOptions, renderWebviewPage } from '../webviews/webviewPage.ts';
import { saveCsv } from './saveCsv.ts';
import { TraceFeed } from './traceFeed.ts';
import type { ShownTrace } from './traceFile.ts';

/** The view's id in package.json. */
export const TRACE_VIEW_ID = 'queueside.trace';

/** The most steps of one message's life that are shown. */
const MAXIMUM_LIFE_EVENTS = 1_000;
/** Events of a saved trace in one message to the view. */
const PAGE_EVENTS = 1_000;

/** What the trace asks of the rest of the extension. */
export interface TracePanelActions {
  showLog(): void;
  openComposer(queueArn?: string, draft?: ComposerDraftSource): void;
  /** A saved trace is shown, or no longer. */
  noteSavedTrace(isShown: boolean): void;
  /** Shows how a refusal came about. */
  explainDenial(sequence: number): void;
  /** Writes what these messages said to a file. */
  exportMessages(messageIds: readonly string[]): Promise<void>;
}

export interface TracePanel extends Disposable {
  /** Brings the trace to the front; a given filter replaces the one in it. */
  openTrace(filter?: TraceFilter): Promise<void>;
  /** Forgets all events, in the broker and in the view. */
  clear(): Promise<void>;
  /** Shows a saved trace instead of the live one, until the user goes back. */
  showSaved(shown: ShownTrace): Promise<void>;
  /** What is shown; undefined for the live trace. */
  readonly saved: ShownTrace | undefined;
}

/** Registers the view `queueside.trace`. */
export function registerTracePanel(
  context: ExtensionContext,
  session: BrokerClient,
  actions: TracePanelActions,
): TracePanel {
  const provider = new TraceViewProvider(context, session, actions);
  const registration = window.registerWebviewViewProvider(TRACE_VIEW_ID, provider, {
    // Events of earlier runs of the broker are nowhere else.
    webviewOptions: { retainContextWhenHidden: true },
  });
  return {
    openTrace: async (filter) => {
      if (filter !== undefined) provider.showLive(filter);
      await commands.executeCommand(`${TRACE_VIEW_ID}.focus`);
    },
    clear: () => provider.clear(),
    showSaved: async (shown) => {
      provider.setSaved(shown);
      await commands.executeCommand(`${TRACE_VIEW_ID}.focus`);
    },
    get saved() {
      return provider.saved;
    },
    dispose: () => {
      registration.dispose();
      provider.dispose();
    },
  };
}

class TraceViewProvider implements WebviewViewProvider, Disposable {
  readonly #context: ExtensionContext;
  readonly #session: BrokerClient;
  readonly #actions: TracePanelActions;
  readonly #feed: TraceFeed;
  readonly #disposables: Disposable[];
  #view: WebviewView | undefined;
  /** The view's script runs and listens. */
  #isReady = false;
  /** Incremented when another source is shown; pages of an older one are no longer posted. */
  #postedSource = 0;
  /** Shown instead of the live trace. */
  #saved: ShownTrace | undefined;
  /** Asked for before the view was ready. */
  #wantedFilter: TraceFilter | undefined;

  constructor(context: ExtensionContext, session: BrokerClient, actions: TracePanelActions) {
    this.#context = context;
    this.#session = session;
    this.#actions = actions;
    this.#feed = new TraceFeed(session, (message) => this.#post(message));
    this.#disposables = [
      this.#feed,
      session.onDidChangeState((state) =>
        this.#post({ type: 'brokerChanged', broker: describeBroker(state) }),
      ),
      session.onDidConnect(() => void this.#loadFindings()),
      session.onNotification(findingsChanged, ({ findings }) =>
        this.#post({ type: 'findingsChanged', findings }),
      ),
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
      if (view.visible) this.#feed.resume();
      else this.#feed.rest();
    });
    view.onDidDispose(() => {
      this.#isReady = false;
      this.#feed.rest();
      this.#view = undefined;
    });
    view.webview.html = renderWebviewPage(
      view.webview,
      this.#context.extensionUri,
      'trace',
      l10n.t('Queue trace'),
    );
  }

  /** A filter is about what happens now, so a saved trace is put away. */
  showLive(filter: TraceFilter): void {
    if (this.#saved !== undefined) this.setSaved(undefined);
    if (this.#isReady) this.#post({ type: 'setFilter', filter });
    else this.#wantedFilter = filter;
  }

  async clear(): Promise<void> {
    await this.#feed.clear();
  }

  get saved(): ShownTrace | undefined {
    return this.#saved;
  }

  setSaved(saved: ShownTrace | undefined): void {
    this.#saved = saved;
    this.#actions.noteSavedTrace(saved !== undefined);
    if (this.#isReady) this.#showSource();
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
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
        // A failure shows as the broker's state.
        await this.#session.start().catch(() => undefined);
        return;
      case 'showLog':
        this.#actions.showLog();
        return;
      case 'closeSavedTrace':
        this.setSaved(undefined);
        return;
      case 'dismissFinding':
        await this.#session.request(dismissFinding, { findingId: message.findingId });
        return;
      case 'clearFindings':
        await this.#session.request(clearFindings, {});
        return;
      case 'refill':
        await this.#feed.refill(message.afterSequence, message.beforeSequence);
        return;
      case 'loadHistory':
        await this.#loadHistory(message.messageId);
        return;
      case 'loadBody':
        await this.#loadBody(message.queueArn, message.messageId);
        return;
      case 'sendAgain':
        this.#actions.openComposer(message.queueArn, message.draft);
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
    this.#post({ type: 'brokerChanged', broker: describeBroker(this.#session.state) });
    this.#feed.open();
    this.#showSource();
    if (this.#wantedFilter !== undefined) this.#post({ type: 'setFilter', filter: this.#wantedFilter });
    this.#wantedFilter = undefined;
    void this.#loadFindings();
  }

  /** Fills the view from the file, or from the broker. */
  #showSource(): void {
    this.#postedSource += 1;
    if (this.#saved === undefined) {
      this.#post({ type: 'savedChanged' });
      this.#feed.show();
      return;
    }
    this.#feed.hide();
    const { file, trace } = this.#saved;
    const fileName = basename(file.fsPath);
    const { events, omittedCount, unreadableCount } = trace;
    this.#post({ type: 'savedChanged', saved: { fileName, omittedCount, unreadableCount } });
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

  async #loadFindings(): Promise<void> {
    if (!this.#isReady || this.#session.state.kind !== 'running') return;
    try {
      const { findings } = await this.#session.request(listFindings, {});
      this.#post({ type: 'findingsChanged', findings });
    } catch {
      // The connection went away; the next one asks again.
    }
  }

  async #loadHistory(messageId: string): Promise<void> {
    if (this.#session.state.kind !== 'running' || this.#saved !== undefined) {
      this.#post({ type: 'historyLoaded', messageId, events: [] });
      return;
    }
    try {
      const { events } = await this.#session.request(readTrace, {
        afterSequence: 0,
        limit: MAXIMUM_LIFE_EVENTS,
        messageId,
      });
      this.#post({ type: 'historyLoaded', messageId, events });
    } catch {
      // The view shows what it has.
    }
  }

  async #loadBody(queueArn: string, messageId: string): Promise<void> {
    try {
      const message = await this.#findContent(queueArn, messageId);
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

  /** From the queue, else what the trace remembers of the send. Rejects when neither has it. */
  async #findContent(queueArn: string, messageId: string): Promise<MessageContent> {
    if (this.#saved !== undefined) {
      const content = this.#saved.trace.contents.get(messageId);
      if (content === undefined) throw new NotInFile();
      return content;
    }
    try {
      return await this.#session.request(getMessage, { queueArn, messageId });
    } catch (error) {
      if (!isNotFound(error)) throw error;
      return this.#session.request(getSentMessage, { messageId });
    }
  }
}

function showFailure(error: unknown): void {
  void showError(error instanceof Error ? error.message : String(error));
}

/** A saved trace does not have what a message said. */
class NotInFile extends Error {
  readonly code = CONTROL_ERROR_CODES.notFound;
}
