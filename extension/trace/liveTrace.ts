import type { Disposable } from 'vscode';
import {
  clearFindings,
  dismissFinding,
  findingsChanged,
  listFindings,
} from '../../broker/protocol/findings.ts';
import { CONTROL_ERROR_CODES } from '../../broker/protocol/errors.ts';
import { getMessage, getSentMessage } from '../../broker/protocol/message.ts';
import { readTrace } from '../../broker/protocol/trace.ts';
import type { HostToTrace, MessageContent } from '../../webview/protocol.ts';
import { isNotFound } from '../connections/notFound.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { describeServer } from '../webviews/brokerView.ts';
import { TraceFeed } from './traceFeed.ts';
import type { TraceSource } from './traceSource.ts';

/** The most steps of one message's life that are shown. */
const MAXIMUM_LIFE_EVENTS = 1_000;

/** The trace of one source, as far as a view shows it. Starts no gateway: what there is comes when one runs. */
export class LiveTrace implements Disposable {
  readonly source: TraceSource;
  readonly #post: (message: HostToTrace) => void;
  readonly #feed: TraceFeed | undefined;
  readonly #parts: readonly Disposable[];
  #isShown = false;
  #isDisposed = false;

  /** @param onDidChangeState called when its process starts, stops or fails */
  constructor(source: TraceSource, post: (message: HostToTrace) => void, onDidChangeState: () => void) {
    this.source = source;
    this.#post = (message) => {
      if (!this.#isDisposed) post(message);
    };
    const { client } = source;
    if (client === undefined) {
      this.#parts = [];
      return;
    }
    this.#feed = new TraceFeed(client, this.#post, { readNow: this.isOfGateway ? Date.now : undefined });
    this.#parts = [
      this.#feed,
      client.onDidChangeState(() => {
        if (this.#isShown) this.#postState();
        onDidChangeState();
      }),
      client.onDidConnect(() => void this.#loadFindings()),
      client.onNotification(findingsChanged, ({ findings }) => {
        if (this.#isShown) this.#post({ type: 'findingsChanged', findings });
      }),
    ];
  }

  get isOfGateway(): boolean {
    return this.source.connection.remote !== undefined;
  }

  get isRunning(): boolean {
    return this.source.client?.state.kind === 'running';
  }

  /** The view was created and is empty. */
  open(): void {
    this.#isShown = true;
    this.#postState();
    this.#feed?.open();
    if (!this.isRunning) this.#post({ type: 'findingsChanged', findings: [] });
    void this.#loadFindings();
  }

  /** Sends the view its events, from the first that is kept. */
  show(): void {
    this.#feed?.show();
    // What the view shows is of another source, or of a file.
    if (!this.isRunning) this.#post({ type: 'events', start: 'snapshot', events: [], dropped: 0 });
  }

  /** The view shows something else. */
  hide(): void {
    this.#feed?.hide();
  }

  /** The view is hidden; it keeps what it shows. */
  rest(): void {
    this.#feed?.rest();
  }

  resume(): void {
    this.#feed?.resume();
  }

  /** Forgets all events, in the process and in the view. */
  async clear(): Promise<void> {
    await this.#feed?.clear();
  }

  async refill(afterSequence: number, beforeSequence: number): Promise<void> {
    await this.#feed?.refill(afterSequence, beforeSequence);
  }

  async dismissFinding(findingId: string): Promise<void> {
    if (this.isRunning) await this.source.client?.request(dismissFinding, { findingId });
  }

  async clearFindings(): Promise<void> {
    if (this.isRunning) await this.source.client?.request(clearFindings, {});
  }

  async loadHistory(messageId: string): Promise<void> {
    const { client } = this.source;
    if (client === undefined || !this.isRunning) {
      this.#post({ type: 'historyLoaded', messageId, events: [] });
      return;
    }
    try {
      const { events } = await client.request(readTrace, {
        afterSequence: 0,
        limit: MAXIMUM_LIFE_EVENTS,
        messageId,
      });
      this.#post({ type: 'historyLoaded', messageId, events });
    } catch {
      // The view shows what it has.
    }
  }

  /** From the queue, else what the trace remembers of the send. Rejects when neither has it. */
  async findContent(queueArn: string, messageId: string): Promise<MessageContent> {
    const { client } = this.source;
    if (client === undefined) throw new NotRemembered();
    // Nothing is received from an endpoint to show it, and no gateway is started.
    if (this.isOfGateway) {
      if (!this.isRunning) throw new NotRemembered();
      return client.request(getSentMessage, { messageId });
    }
    try {
      return await client.request(getMessage, { queueArn, messageId });
    } catch (error) {
      if (!isNotFound(error)) throw error;
      return client.request(getSentMessage, { messageId });
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    disposeAll(this.#parts);
  }

  #postState(): void {
    const { client } = this.source;
    const broker = client === undefined ? ({ kind: 'stopped' } as const) : describeServer(client.state);
    this.#post({ type: 'brokerChanged', broker });
  }

  async #loadFindings(): Promise<void> {
    const { client } = this.source;
    if (!this.#isShown || client === undefined || !this.isRunning) return;
    try {
      const { findings } = await client.request(listFindings, {});
      this.#post({ type: 'findingsChanged', findings });
    } catch {
      // The connection went away; the next one asks again.
    }
  }
}

/** Nothing that is shown has what a message said. */
export class NotRemembered extends Error {
  readonly code = CONTROL_ERROR_CODES.notFound;
}
