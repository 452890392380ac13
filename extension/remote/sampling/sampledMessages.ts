import type { OutputOf } from '../../../broker/connections/client/commands.ts';
import type { MessageAttributeValue } from '../../../broker/protocol/message.ts';
import type { ReceivedMessage } from '../../../webview/receiveProtocol.ts';
import type { HeldMessages, MessageHandle } from '../heldMessages.ts';

/** As the service answers. */
export type Answered = NonNullable<OutputOf<'ReceiveMessage'>['Messages']>[number];

/** What a look has received, for people; what of it is hidden, is held. */
export class SampledMessages {
  readonly #held: HeldMessages;
  readonly #messages = new Map<string, ReceivedMessage>();
  #characters = 0;

  constructor(held: HeldMessages) {
    this.#held = held;
  }

  /** Each once, in the order in which they came. */
  get messages(): readonly ReceivedMessage[] {
    return [...this.#messages.values()];
  }

  /** Of their bodies. */
  get characters(): number {
    return this.#characters;
  }

  /** Receipt handles, as the list has them, of what was held by these IDs. */
  listHandles(ids: readonly string[]): readonly string[] {
    return ids.flatMap((id) => this.#messages.get(id)?.receiptHandle ?? []);
  }

  /**
   * Takes what an answer has, which has just come; one that was there already is not listed again.
   * @param askedAt epoch ms
   * @returns how many are new
   */
  add(answered: readonly Answered[], askedAt: number): number {
    const named = answered.flatMap((message) => {
      const identity = message.MessageId ?? message.ReceiptHandle;
      // A peer that names neither could make this go on without end.
      return identity === undefined ? [] : [{ message, identity }];
    });
    const handles: MessageHandle[] = named.flatMap(({ message: { ReceiptHandle: handle }, identity }) =>
      handle === undefined ? [] : [{ messageId: identity, handle }],
    );
    const visibleAt = this.#held.add(handles, askedAt);
    this.#held.noteLost(answered.length - handles.length);
    const sizeBefore = this.#messages.size;
    for (const { message, identity } of named) {
      if (this.#messages.has(identity)) continue;
      this.#messages.set(identity, describeMessage(message, identity, visibleAt));
      this.#characters += message.Body?.length ?? 0;
    }
    return this.#messages.size - sizeBefore;
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
