import type { Disposable } from 'vscode';
import type { MessageDetails } from '../../broker/protocol/message.ts';
import type { TraceEvent } from '../../broker/protocol/trace.ts';
import type { HostToMessage, MessageLoss, MessagePlace } from '../../webview/messageProtocol.ts';
import type { Connection } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import { isNotFound } from '../connections/notFound.ts';
import { formatQueueRef, parseQueueRef } from '../connections/queueRef.ts';
import { readTime } from '../connections/readTime.ts';
import type { Schedule } from '../ground/schedule.ts';
import type { SettingsReader } from '../settings/allSettings.ts';
import { describeMove } from './messageLoss.ts';
import { isSameMessage, isSameQueue, type MessageTarget } from './messageTarget.ts';
import { describePlace, Neighbours } from './neighbours.ts';
import { QueueFollower } from './queueFollower.ts';
import { describeShown, listLastActions } from './shownMessage.ts';

export interface FollowedMessageParts {
  readonly connections: Connections;
  readonly settings: SettingsReader;
  readonly schedule: Schedule;
  readonly target: MessageTarget;
  /** Whether there is a page to post to. */
  hasPage(): boolean;
  /** Does nothing without a page; it gets everything by {@link FollowedMessage.postAll}. */
  post(message: HostToMessage): void;
  /** Another message is read, or the same from the beginning. */
  onRead(): void;
  /** @param sentAt of the message, epoch ms */
  onShown(sentAt: number, now: number): void;
}

const NO_PLACE: MessagePlace = { hasPrevious: false, hasNext: false };

/** Counts change with every message; an editor needs to see its own about this often. */
const REFRESH_AFTER_MS = 300;

/** One message at a time, with its life and its place among the others: what of it changes is read again. */
export class FollowedMessage implements Disposable {
  readonly #parts: FollowedMessageParts;
  readonly #follower: QueueFollower;
  #target: MessageTarget;
  /** Of the target, as last read; undefined until it was. A page that was hidden is shown it again. */
  #details: MessageDetails | undefined;
  #body = '';
  #events: readonly TraceEvent[] = [];
  #loss: MessageLoss | undefined;
  /** As JSON: the page learns only once why its message was lost, however often the host looks for it again. */
  #toldLoss = '';
  #place: MessagePlace = NO_PLACE;
  #neighbours: Neighbours | undefined;
  /** Rises with each message that is read from the beginning: answers about one before are too late. */
  #turn = 0;
  #cancelRefresh: (() => void) | undefined;
  /** The turn whose message is being read: it is not read twice at the same time. */
  #readingTurn: number | undefined;
  /** Something changed while the message was being read. */
  #isStale = false;
  /** While the user goes from message to message, those that are gone are passed over silently. */
  #isStepping = false;

  constructor(parts: FollowedMessageParts) {
    this.#parts = parts;
    this.#target = parts.target;
    this.#follower = new QueueFollower(parts.connections, parts.target.queueRef, {
      onQueueChange: () => this.refreshSoon(),
      onConnectionChange: () => this.#reconnect(),
    });
  }

  get target(): MessageTarget {
    return this.#target;
  }

  get details(): MessageDetails | undefined {
    return this.#details;
  }

  /** Whether the message could not be read when it was last asked for. */
  get hasLoss(): boolean {
    return this.#loss !== undefined;
  }

  get #connection(): Connection | undefined {
    return this.#parts.connections.find(this.#target.queueRef.connectionId);
  }

  /** Turns to another message, or reads the same again. */
  async show(target: MessageTarget): Promise<void> {
    const before = this.#target;
    if (!isSameMessage(target, before)) this.#forget();
    this.#target = target;
    if (!isSameQueue(target, before)) {
      this.#neighbours = undefined;
      this.#follower.turnTo(target.queueRef);
    }
    await this.#load();
  }

  /** Tells a page that has just opened everything, and looks for what changed since. */
  async postAll(): Promise<void> {
    this.#toldLoss = '';
    if (this.#details === undefined) {
      await this.#load();
      return;
    }
    this.#postShown();
    this.#parts.post({ type: 'lifeLoaded', messageId: this.#details.messageId, events: this.#events });
    this.#parts.post({ type: 'placeChanged', place: this.#place });
    if (this.#loss !== undefined) this.#postLoss();
    this.refreshSoon();
  }

  /** Turns to where the message went. */
  async goToMoved(): Promise<void> {
    const moved = this.#loss?.kind === 'gone' ? this.#loss.moved : undefined;
    if (moved !== undefined)
      await this.show({ queueRef: parseQueueRef(moved.queueArn), messageId: moved.messageId });
  }

  /** Turns to the message before or after. */
  async step(direction: -1 | 1): Promise<void> {
    this.#isStepping = true;
    try {
      await this.#stepTo(direction);
    } finally {
      this.#isStepping = false;
    }
    if (this.#loss?.kind === 'gone') this.#postLoss();
  }

  refreshSoon(): void {
    if (!this.#parts.hasPage()) return;
    if (this.#readingTurn === this.#turn) {
      this.#isStale = true;
      return;
    }
    this.#cancelRefresh ??= this.#parts.schedule(REFRESH_AFTER_MS, () => {
      this.#cancelRefresh = undefined;
      void this.#refresh();
    });
  }

  dispose(): void {
    this.#turn += 1;
    this.#cancelRefresh?.();
    this.#follower.dispose();
  }

  /** What is known is about the message before. */
  #forget(): void {
    this.#cancelRefresh?.();
    this.#cancelRefresh = undefined;
    this.#details = undefined;
    this.#body = '';
    this.#events = [];
    this.#found();
    this.#place = NO_PLACE;
  }

  #reconnect(): void {
    // What is listed was asked of the connection before.
    this.#neighbours = undefined;
    // What still works with it depends on the connection.
    if (this.#loss?.kind === 'gone') {
      this.#postLoss();
      this.refreshSoon();
    } else if (this.#connection?.isOpen !== true || this.#loss !== undefined) void this.#load();
  }

  #postShown(): void {
    const connection = this.#connection;
    if (this.#details === undefined || connection === undefined) return;
    const queue = connection.queues.findByArn(this.#details.queueArn);
    this.#parts.post({
      type: 'messageShown',
      message: describeShown(connection, queue, this.#details),
      body: this.#body,
      formatsJson: this.#parts.settings.read('messages.formatJson'),
      now: readTime(connection),
    });
  }

  /** Reads the message whole, and shows it at once; its life and its place follow. */
  async #load(): Promise<void> {
    this.#turn += 1;
    this.#parts.onRead();
    await this.#readOnce(async (turn) => {
      const { queueRef, messageId } = this.#target;
      const connection = this.#connection;
      const peek = connection?.can.peek;
      if (connection?.isOpen !== true || peek === undefined) {
        this.#lose({ kind: 'closed' });
        return false;
      }
      const details = await peek.read(queueRef.arn, messageId);
      if (turn !== this.#turn) return false;
      this.#body = details.body;
      this.#details = { ...details, body: '' };
      this.#events = [];
      this.#found();
      this.#parts.onShown(details.sentAt, readTime(connection));
      this.#postShown();
      return true;
    });
  }

  /** Reads the message again, but for its body, which never changes; also one that was gone: Undo restores messages. */
  async #refresh(): Promise<void> {
    const connection = this.#connection;
    const peek = connection?.can.peek;
    if (connection?.isOpen !== true || peek === undefined) return;
    // It could not be read yet: there is no body either.
    if (this.#details === undefined) {
      await this.#load();
      return;
    }
    await this.#readOnce(async (turn) => {
      const { queueRef, messageId } = this.#target;
      const details = await peek.follow(queueRef.arn, messageId);
      if (turn !== this.#turn) return false;
      this.#details = details;
      this.#found();
      const queue = connection.queues.findByArn(queueRef.arn);
      const message = describeShown(connection, queue, details);
      this.#parts.post({ type: 'messageChanged', message, now: readTime(connection) });
      if (!this.#place.hasNext) this.#neighbours?.readOn();
      return true;
    });
  }

  /**
   * Reads the message, then its life and its place. What changes meanwhile is read after that.
   * @param read whether the message was read
   */
  async #readOnce(read: (turn: number) => Promise<boolean>): Promise<void> {
    const turn = this.#turn;
    this.#readingTurn = turn;
    this.#isStale = false;
    try {
      if (await read(turn)) await Promise.all([this.#loadLife(turn), this.#loadPlace(turn)]);
    } catch (error) {
      if (turn === this.#turn) await this.#loseBy(error, turn);
    }
    if (turn !== this.#turn) return;
    this.#readingTurn = undefined;
    if (this.#isStale) this.refreshSoon();
  }

  async #loadLife(turn: number): Promise<void> {
    const { messageId } = this.#target;
    const events = await this.#connection?.can.history?.(messageId).catch(() => undefined);
    if (events === undefined || turn !== this.#turn) return;
    this.#events = events;
    this.#parts.post({ type: 'lifeLoaded', messageId, events });
  }

  async #loadPlace(turn: number): Promise<void> {
    const { queueRef, messageId } = this.#target;
    const connection = this.#connection;
    if (connection?.can.peek === undefined) return;
    this.#neighbours ??= new Neighbours(connection.can.peek, queueRef.arn);
    const found = await this.#neighbours.find(messageId).catch(() => undefined);
    if (found === undefined || turn !== this.#turn) return;
    this.#place = describePlace(found, connection.queues.findByArn(queueRef.arn));
    this.#parts.post({ type: 'placeChanged', place: this.#place });
  }

  async #loseBy(error: unknown, turn: number): Promise<void> {
    const { queueRef, messageId } = this.#target;
    if (!isNotFound(error)) {
      this.#lose({ kind: 'failed', text: error instanceof Error ? error.message : String(error) });
      return;
    }
    await this.#loadLife(turn);
    if (turn === this.#turn) this.#lose(describeMove(queueRef.connectionId, messageId, this.#events));
  }

  #found(): void {
    this.#loss = undefined;
    this.#toldLoss = '';
  }

  #lose(loss: MessageLoss): void {
    this.#loss = loss;
    if (JSON.stringify(loss) === this.#toldLoss) return;
    if (!this.#isStepping || loss.kind !== 'gone') this.#postLoss();
  }

  #postLoss(): void {
    if (this.#loss === undefined) return;
    const { queueRef, messageId } = this.#target;
    this.#toldLoss = JSON.stringify(this.#loss);
    this.#parts.post({
      type: 'messageLost',
      queueArn: formatQueueRef(queueRef),
      messageId,
      loss: this.#loss,
      actions: listLastActions(this.#connection),
    });
  }

  async #stepTo(direction: -1 | 1): Promise<void> {
    const { queueRef, messageId } = this.#target;
    let next = await this.#neighbours?.step(messageId, direction);
    if (next === undefined) return;
    while (next !== undefined) {
      const target = { queueRef, messageId: next };
      await this.show(target);
      if (this.#loss?.kind !== 'gone' || this.#target !== target) return;
      // It went while it was listed: the one behind it takes its place.
      const behind: string | undefined = await this.#neighbours?.step(next, direction);
      this.#neighbours?.drop(next);
      if (this.#target !== target) return;
      next = behind;
    }
    // All of them went: it stays where it was.
    await this.show({ queueRef, messageId });
  }
}
