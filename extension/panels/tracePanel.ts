import {
  commands,
  type Disposable,
  env,
  type ExtensionContext,
  type WebviewView,
  type WebviewViewProvider,
  window,
} from 'vscode';
import { CONTROL_ERROR_CODES } from '../../broker/protocol/errors.ts';
import { getMessage } from '../../broker/protocol/message.ts';
import { listQueues, type QueueSummary, queuesChanged } from '../../broker/protocol/queue.ts';
import { clearTrace, readTrace } from '../../broker/protocol/trace.ts';
import type { ComposerDraftSource, HostToTrace, TraceFilter, TraceToHost } from '../../webview/protocol.ts';
import type { BrokerSession } from '../broker/session.ts';
import { describeBroker, describeFailure } from './brokerView.ts';
import { readTraceMessage } from './messageShapes.ts';
import { TracePump } from './tracePump.ts';
import { makeWebviewOptions, renderWebviewPage } from './webviewPage.ts';

/** The view's id in package.json. */
export const TRACE_VIEW_ID = 'queueside.trace';

/** The most steps of one message's life that are shown. */
const MAXIMUM_LIFE_EVENTS = 1_000;

/** What the trace asks of the rest of the extension. */
export interface TracePanelActions {
  showLog(): void;
  openComposer(queueArn?: string, draft?: ComposerDraftSource): void;
}

export interface TracePanel extends Disposable {
  /** Brings the trace to the front; a given filter replaces the one in it. */
  openTrace(filter?: TraceFilter): Promise<void>;
  /** Forgets all events, in the broker and in the view. */
  clear(): Promise<void>;
}

/** Registers the view `queueside.trace`. */
export function registerTracePanel(
  context: ExtensionContext,
  session: BrokerSession,
  actions: TracePanelActions,
): TracePanel {
  const provider = new TraceViewProvider(context, session, actions);
  const registration = window.registerWebviewViewProvider(TRACE_VIEW_ID, provider);
  return {
    openTrace: async (filter) => {
      if (filter !== undefined) provider.setFilter(filter);
      await commands.executeCommand(`${TRACE_VIEW_ID}.focus`);
    },
    clear: () => provider.clear(),
    dispose: () => {
      registration.dispose();
      provider.dispose();
    },
  };
}

class TraceViewProvider implements WebviewViewProvider, Disposable {
  private readonly context: ExtensionContext;
  private readonly session: BrokerSession;
  private readonly actions: TracePanelActions;
  private readonly pump: TracePump;
  private readonly disposables: Disposable[];
  private view: WebviewView | undefined;
  /** The view's script runs and listens. */
  private isReady = false;
  private queues: readonly QueueSummary[] = [];
  private queueNames = '';
  /** Asked for before the view was ready. */
  private wantedFilter: TraceFilter | undefined;

  constructor(context: ExtensionContext, session: BrokerSession, actions: TracePanelActions) {
    this.context = context;
    this.session = session;
    this.actions = actions;
    this.pump = new TracePump(session, (message) => this.post(message));
    this.disposables = [
      this.pump,
      session.onDidChangeState((state) =>
        this.post({ type: 'brokerChanged', broker: describeBroker(state) }),
      ),
      session.onDidConnect(() => void this.loadQueues()),
      session.onNotification(queuesChanged, ({ queues }) => this.setQueues(queues)),
    ];
  }

  resolveWebviewView(view: WebviewView): void {
    this.view = view;
    this.isReady = false;
    view.webview.options = makeWebviewOptions(this.context.extensionUri);
    view.webview.onDidReceiveMessage((value: unknown) => {
      const message = readTraceMessage(value);
      if (message !== undefined) void this.handle(message);
    });
    view.onDidChangeVisibility(() => {
      // A hidden webview is torn down; it says `ready` again when it is back.
      if (!view.visible) this.leave();
    });
    view.onDidDispose(() => {
      this.leave();
      this.view = undefined;
    });
    view.webview.html = renderWebviewPage(view.webview, this.context.extensionUri, 'trace', 'Queue trace');
  }

  setFilter(filter: TraceFilter): void {
    if (this.isReady) this.post({ type: 'setFilter', filter });
    else this.wantedFilter = filter;
  }

  async clear(): Promise<void> {
    if (this.session.state.kind === 'running') await this.session.request(clearTrace, {});
    this.post({ type: 'events', start: 'snapshot', events: [], dropped: 0 });
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }

  private leave(): void {
    this.isReady = false;
    this.pump.hide();
  }

  private post(message: HostToTrace): void {
    if (this.isReady) void this.view?.webview.postMessage(message);
  }

  private async handle(message: TraceToHost): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.greet();
        return;
      case 'startBroker':
        // A failure shows as the broker's state.
        await this.session.start().catch(() => undefined);
        return;
      case 'showLog':
        this.actions.showLog();
        return;
      case 'clear':
        await this.clear().catch(() => undefined);
        return;
      case 'refill':
        await this.pump.refill(message.afterSequence, message.beforeSequence);
        return;
      case 'loadLife':
        await this.loadLife(message.messageId);
        return;
      case 'loadBody':
        await this.loadBody(message.queueArn, message.messageId);
        return;
      case 'sendAgain':
        this.actions.openComposer(message.queueArn, message.draft);
        return;
      case 'openComposer':
        this.actions.openComposer();
        return;
      case 'copy':
        await env.clipboard.writeText(message.text);
        return;
    }
  }

  private greet(): void {
    this.isReady = true;
    this.post({ type: 'brokerChanged', broker: describeBroker(this.session.state) });
    this.post({ type: 'queuesChanged', queues: this.queues });
    if (this.wantedFilter !== undefined) this.post({ type: 'setFilter', filter: this.wantedFilter });
    this.wantedFilter = undefined;
    this.pump.show();
    void this.loadQueues();
  }

  private async loadQueues(): Promise<void> {
    if (!this.isReady || this.session.state.kind !== 'running') return;
    try {
      this.setQueues((await this.session.request(listQueues, {})).queues);
    } catch {
      // The connection went away; the next one asks again.
    }
  }

  /** The filter only needs names, so depth alone is no news. */
  private setQueues(queues: readonly QueueSummary[]): void {
    const names = queues.map(({ arn }) => arn).join(' ');
    this.queues = queues;
    if (names === this.queueNames) return;
    this.queueNames = names;
    this.post({ type: 'queuesChanged', queues });
  }

  private async loadLife(messageId: string): Promise<void> {
    if (this.session.state.kind !== 'running') return;
    try {
      const { events } = await this.session.request(readTrace, {
        afterSequence: 0,
        limit: MAXIMUM_LIFE_EVENTS,
        messageId,
      });
      if (events.length > 0) this.post({ type: 'lifeLoaded', messageId, events });
    } catch {
      // The view shows what it has.
    }
  }

  private async loadBody(queueArn: string, messageId: string): Promise<void> {
    try {
      const message = await this.session.request(getMessage, { queueArn, messageId });
      this.post({ type: 'bodyLoaded', messageId, outcome: { ok: true, message } });
    } catch (error) {
      const gone = error instanceof Error && 'code' in error && error.code === CONTROL_ERROR_CODES.notFound;
      this.post({
        type: 'bodyLoaded',
        messageId,
        outcome: { ok: false, gone, failure: describeFailure(error) },
      });
    }
  }
}
