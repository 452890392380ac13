import type { OutputOf } from '../../../broker/connections/client/commands.ts';
import type { MessageAttributeValue } from '../../../broker/protocol/message.ts';
import type { ReceivedMessage } from '../../../webview/receiveProtocol.ts';
import { MESSAGES_PER_CALL } from './lookPlan.ts';

/** As the service answers. */
export type Answered = NonNullable<OutputOf<'ReceiveMessage'>['Messages']>[number];

/** When an answer was asked for and came, epoch ms, and for how long it hides its messages. */
export interface AnswerTimes {
  readonly askedAt: number;
  readonly answeredAt: number;
  readonly holdSeconds: number;
}

interface Hold {
  /** Before this, no other consumer can have received it. Epoch ms. */
  readonly safeUntil: number;
  /** Consumers can receive it again. Epoch ms. */
  readonly visibleAt: number;
}

/** What came of giving messages back. */
export interface GivenBack {
  /** Receipt handles of those that consumers can receive again. */
  readonly back: readonly string[];
  readonly failedCount: number;
  /** When the visibility timeout of the last of those that failed ends, epoch ms. */
  readonly visibleAt: number;
  /** Why the first of them failed. */
  readonly reason: string;
}

/** Sets the visibility timeout of messages to 0. @returns why it failed for each that did; a text: for all */
export type Release = (
  handles: readonly string[],
) => Promise<string | readonly { readonly handle: string; readonly reason: string }[]>;

/** Messages that a look has received and not given back yet. */
export class HeldMessages {
  readonly #messages = new Map<string, ReceivedMessage>();
  /** By receipt handle: a message that comes twice has two. */
  readonly #holds = new Map<string, Hold>();
  /** When the last one without a receipt handle is visible again. */
  #lostUntil = 0;
  #lostCount = 0;
  #characters = 0;

  /** Each once, in the order in which they came. */
  get messages(): readonly ReceivedMessage[] {
    return [...this.#messages.values()];
  }

  /** Of their bodies. */
  get characters(): number {
    return this.#characters;
  }

  /** None is hidden from consumers, as far as no time has passed. */
  get isEmpty(): boolean {
    return this.#holds.size === 0 && this.#lostCount === 0;
  }

  /** When the visibility timeout of the last of them ends, epoch ms. */
  get visibleAt(): number {
    return Math.max(this.#lostUntil, ...[...this.#holds.values()].map(({ visibleAt }) => visibleAt));
  }

  /** Takes what an answer has; one that was there already is not listed again. @returns how many are new */
  add(answered: readonly Answered[], { askedAt, answeredAt, holdSeconds }: AnswerTimes): number {
    const hold = { safeUntil: askedAt + holdSeconds * 1_000, visibleAt: answeredAt + holdSeconds * 1_000 };
    let newCount = 0;
    for (const message of answered) {
      const { MessageId, ReceiptHandle } = message;
      if (ReceiptHandle !== undefined) this.#holds.set(ReceiptHandle, hold);
      else {
        this.#lostCount += 1;
        this.#lostUntil = hold.visibleAt;
      }
      // A peer that names neither could make this go on without end.
      const identity = MessageId ?? ReceiptHandle;
      if (identity === undefined || this.#messages.has(identity)) continue;
      this.#messages.set(identity, describeMessage(message, identity, hold.visibleAt));
      this.#characters += message.Body?.length ?? 0;
      newCount += 1;
    }
    return newCount;
  }

  /** Gives back what is still hidden; the rest is visible already, and another consumer may have it. @param now epoch ms */
  async giveBack(release: Release, now: number): Promise<GivenBack> {
    const handles = [...this.#holds].filter(([, { safeUntil }]) => safeUntil > now).map(([handle]) => handle);
    const back: string[] = [];
    const failed: { readonly handle: string; readonly reason: string }[] = [];
    for (let from = 0; from < handles.length; from += MESSAGES_PER_CALL) {
      const part = handles.slice(from, from + MESSAGES_PER_CALL);
      const failures = await release(part);
      if (typeof failures === 'string') {
        // The rest would fail for the same reason.
        failed.push(...handles.slice(from).map((handle) => ({ handle, reason: failures })));
        break;
      }
      const reasons = new Map(failures.map(({ handle, reason }) => [handle, reason]));
      back.push(...part.filter((handle) => !reasons.has(handle)));
      failed.push(...failures);
    }
    const lostCount = this.#lostUntil > now ? this.#lostCount : 0;
    const ends = failed.map(({ handle }) => this.#holds.get(handle)?.visibleAt ?? 0);
    const result = {
      back,
      failedCount: failed.length + lostCount,
      visibleAt: Math.max(lostCount > 0 ? this.#lostUntil : 0, ...ends),
      reason: failed[0]?.reason ?? '',
    };
    this.#holds.clear();
    this.#lostCount = 0;
    return result;
  }
}

function describeMessage(message: Answered, identity: string, visibleAt: number): ReceivedMessage {
  const { Body = '', Attributes = {}, MessageAttributes = {}, ReceiptHandle = identity } = message;
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: Object.entries(MessageAttributes).map(([name, value]) => describeAttribute(name, value)),
    systemAttributes: Object.fromEntries(
      Object.entries(Attributes).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value]] : [],
      ),
    ),
    visibleAt,
  };
}

function describeAttribute(
  name: string,
  {
    DataType = '',
    StringValue,
    BinaryValue,
  }: NonNullable<NonNullable<Answered['MessageAttributes']>[string]>,
): MessageAttributeValue {
  const value = BinaryValue === undefined ? (StringValue ?? '') : Buffer.from(BinaryValue).toString('base64');
  return { name, type: DataType, value };
}
