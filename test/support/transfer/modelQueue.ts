import type { BatchedMessage, BatchedSend } from '../../../broker/protocol/messages.ts';
import type { MessageHandle, Refusals } from '../../../extension/remote/heldMessages.ts';
import {
  type MessageSource,
  type MessageTarget,
  type TakenMessage,
  TransferCallError,
  type TransferJournal,
} from '../../../extension/remote/transfer/ports.ts';
import { UnsureMessages } from '../../../extension/remote/transfer/unsureMessages.ts';

const HOLD_SECONDS = 60;

interface Stored {
  readonly messageId: string;
  readonly message: BatchedMessage;
  visibleAtMs: number;
  receives: number;
}

/** Whether something goes wrong now; the test decides. */
export interface Trouble {
  /** Throws once the window is closed: nothing is done after that. */
  readonly step: () => void;
  readonly happens: (what: 'entry' | 'call' | 'lostResponse') => boolean;
}

/** A queue by the rules of receiving: what is received is hidden until its time, and only its last handle counts. */
export class ModelSource implements MessageSource {
  readonly holdSeconds = HOLD_SECONDS;
  readonly isFifo: boolean;
  readonly stored: Stored[];
  readonly #trouble: Trouble;
  readonly #readNow: () => number;

  constructor(messages: readonly BatchedMessage[], isFifo: boolean, trouble: Trouble, readNow: () => number) {
    this.isFifo = isFifo;
    this.stored = messages.map((message) => ({
      messageId: message.body,
      message,
      visibleAtMs: 0,
      receives: 0,
    }));
    this.#trouble = trouble;
    this.#readNow = readNow;
  }

  listVisible(): readonly string[] {
    return this.stored.filter((each) => this.#isVisible(each)).map(({ messageId }) => messageId);
  }

  take(maximum: number): Promise<{ messages: readonly TakenMessage[]; isLast: boolean }> {
    return this.#call(() => {
      const now = this.#readNow();
      const hiddenGroups = new Set(
        this.stored.filter((each) => !this.#isVisible(each)).map(({ message }) => message.groupId),
      );
      const given = this.stored
        .filter((each) => this.#isVisible(each) && !(this.isFifo && hiddenGroups.has(each.message.groupId)))
        .slice(0, maximum);
      for (const each of given) {
        each.visibleAtMs = now + HOLD_SECONDS * 1_000;
        each.receives += 1;
      }
      const messages = given.map(({ messageId, message, receives }) => ({
        messageId,
        message,
        handle: `${messageId} ${receives}`,
      }));
      return { messages, isLast: false };
    });
  }

  hold(messages: readonly MessageHandle[], seconds: number): Promise<Refusals> {
    return this.#each(messages, (each) => {
      each.visibleAtMs = this.#readNow() + seconds * 1_000;
    });
  }

  delete(messages: readonly MessageHandle[]): Promise<Refusals> {
    return this.#each(messages, (each) => {
      this.stored.splice(this.stored.indexOf(each), 1);
    });
  }

  #each(messages: readonly MessageHandle[], act: (each: Stored) => void): Promise<Refusals> {
    return this.#call(() => {
      const refusals = new Map<string, string>();
      for (const { messageId, handle } of messages) {
        const each = this.stored.find((other) => `${other.messageId} ${other.receives}` === handle);
        if (each === undefined || this.#isVisible(each)) refusals.set(messageId, 'stale');
        else if (this.#trouble.happens('entry')) refusals.set(messageId, 'entry');
        else act(each);
      }
      return refusals;
    });
  }

  #isVisible({ visibleAtMs }: Stored): boolean {
    return visibleAtMs <= this.#readNow();
  }

  #call<T>(act: () => T): Promise<T> {
    return callWith(this.#trouble, act);
  }
}

export class ModelTarget implements MessageTarget {
  readonly bodies: string[] = [];
  readonly #trouble: Trouble;

  constructor(trouble: Trouble) {
    this.#trouble = trouble;
  }

  send(messages: readonly BatchedMessage[]): Promise<readonly BatchedSend[]> {
    return callWith(this.#trouble, () =>
      messages.map(({ body }) => {
        if (this.#trouble.happens('entry')) return { refusal: 'entry' };
        this.bodies.push(body);
        return { messageId: `t-${body}`, isDuplicate: false };
      }),
    );
  }
}

async function callWith<T>(trouble: Trouble, act: () => T): Promise<T> {
  trouble.step();
  await Promise.resolve();
  if (trouble.happens('call')) throw new TransferCallError('call', 'stop');
  const value = act();
  if (trouble.happens('lostResponse')) throw new TransferCallError('lost', 'unsure');
  trouble.step();
  return value;
}

/** Survives a window that is closed, as a file does. */
export class ModelJournal implements TransferJournal {
  readonly id = 'transfer';
  readonly stored = new Set<string>();
  readonly deleted = new Set<string>();
  readonly #unsure = new UnsureMessages();
  readonly #step: () => void;

  constructor(step: () => void) {
    this.#step = step;
  }

  get unsure(): ReadonlySet<string> {
    return this.#unsure.ids;
  }

  noteSending(messageIds: readonly string[]): Promise<void> {
    return this.#note(() => this.#unsure.noteSending(messageIds));
  }

  noteStored(messageIds: readonly string[]): Promise<void> {
    return this.#note(() => {
      for (const id of messageIds) this.stored.add(id);
      this.#unsure.noteStored(messageIds);
    });
  }

  noteDeleted(messageIds: readonly string[]): Promise<void> {
    return this.#note(() => {
      for (const id of messageIds) this.deleted.add(id);
    });
  }

  async #note(act: () => void): Promise<void> {
    this.#step();
    await Promise.resolve();
    act();
    this.#step();
  }
}
