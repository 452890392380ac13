import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import type { CallPlan } from '../../../broker/connections/client/callPlans.ts';
import type { Failure } from '../../../broker/connections/client/failures.ts';
import type { Answer, Gate } from '../../../broker/connections/client/gate.ts';
import type { BatchedMessage } from '../../../broker/protocol/messages.ts';
import { readReceived, writeEntry } from '../remoteMessages.ts';
import type { MessageHandle, Refusals } from '../heldMessages.ts';
import {
  type MessageSource,
  type MessageTarget,
  type SentMessage,
  type TakenMessage,
  TransferCallError,
} from './ports.ts';

/** So long messages are hidden at a time: after a crash, they are visible again then. */
export const HOLD_SECONDS = 300;
/** Of a long poll, which asks all servers of the service; a cancelled transfer waits for it. */
const WAIT_SECONDS = 2;

export interface RemoteEndOptions {
  readonly gate: Gate;
  readonly url: string;
  readonly isFifo: boolean;
  readonly plan: CallPlan;
}

/** A queue that can only receive: what is taken is hidden from its consumers, and counts as a receive. */
export class RemoteSource implements MessageSource {
  readonly holdSeconds = HOLD_SECONDS;
  readonly #options: RemoteEndOptions;

  constructor(options: RemoteEndOptions) {
    this.#options = options;
  }

  async take(maximum: number): Promise<{ messages: readonly TakenMessage[]; isLast: boolean }> {
    const { gate, url, isFifo, plan } = this.#options;
    const { Messages = [] } = unwrap(
      await gate.call(
        'ReceiveMessage',
        {
          QueueUrl: url,
          MaxNumberOfMessages: maximum,
          VisibilityTimeout: HOLD_SECONDS,
          WaitTimeSeconds: WAIT_SECONDS,
          // By its older name, which all emulators know.
          AttributeNames: ['All'],
          MessageAttributeNames: ['All'],
          // A second attempt of the SDK gets what the first one has hidden.
          ...(isFifo && { ReceiveRequestAttemptId: randomUUID() }),
        },
        { plan },
      ),
    );
    const byId = new Map<string, TakenMessage>();
    for (const each of Messages) {
      const { MessageId: messageId, ReceiptHandle: handle } = each;
      if (messageId === undefined || handle === undefined) continue;
      byId.set(messageId, { messageId, handle, message: readReceived(each) });
    }
    return { messages: [...byId.values()], isLast: false };
  }

  async hold(messages: readonly MessageHandle[], seconds: number): Promise<Refusals> {
    const { gate, url, plan } = this.#options;
    const Entries = messages.map(({ handle }, place) => ({
      Id: String(place),
      ReceiptHandle: handle,
      VisibilityTimeout: seconds,
    }));
    const { Successful = [], Failed = [] } = unwrap(
      await gate.call('ChangeMessageVisibilityBatch', { QueueUrl: url, Entries }, { plan }),
    );
    return listRefused(messages, Successful, Failed);
  }

  async delete(messages: readonly MessageHandle[]): Promise<Refusals> {
    const { gate, url, plan } = this.#options;
    const Entries = messages.map(({ handle }, place) => ({ Id: String(place), ReceiptHandle: handle }));
    const { Successful = [], Failed = [] } = unwrap(
      await gate.call('DeleteMessageBatch', { QueueUrl: url, Entries }, { plan }),
    );
    return listRefused(messages, Successful, Failed);
  }
}

export class RemoteTarget implements MessageTarget {
  readonly #options: RemoteEndOptions;
  /** Of messages of this transfer: a FIFO queue gives the ID of the first one to those that it deduplicates. */
  readonly #givenIds = new Set<string>();

  constructor(options: RemoteEndOptions) {
    this.#options = options;
  }

  async send(messages: readonly BatchedMessage[]): Promise<readonly SentMessage[]> {
    const { gate, url, isFifo, plan } = this.#options;
    const Entries = messages.map((message, place) => ({ Id: String(place), ...writeEntry(message) }));
    const { Successful = [], Failed = [] } = unwrap(
      await gate.call('SendMessageBatch', { QueueUrl: url, Entries }, { plan }),
    );
    return messages.map((_, place) => {
      const sent = Successful.find(({ Id }) => Id === String(place));
      if (sent === undefined) {
        const refusal = describeFailed(Failed, place);
        const failed = findFailed(Failed, place);
        if (failed === undefined) throw new TransferCallError(refusal, 'unsure');
        return isOfMessage(failed) ? { refusal } : { refusal, stops: true };
      }
      const { MessageId: messageId = '' } = sent;
      const isDuplicate = isFifo && this.#givenIds.has(messageId);
      this.#givenIds.add(messageId);
      return { messageId, isDuplicate };
    });
  }
}

interface FailedEntry {
  readonly Id?: string | undefined;
  readonly Code?: string | undefined;
  readonly SenderFault?: boolean | undefined;
  readonly Message?: string | undefined;
}

/** Only what the service says it did is done. */
function listRefused(
  messages: readonly MessageHandle[],
  successful: readonly { readonly Id?: string | undefined }[],
  failed: readonly FailedEntry[],
): Refusals {
  const done = new Set(successful.map(({ Id }) => Id));
  return new Map(
    messages.flatMap(({ messageId }, place) =>
      done.has(String(place)) ? [] : [[messageId, describeFailed(failed, place)]],
    ),
  );
}

function describeFailed(failed: readonly FailedEntry[], place: number): string {
  const entry = findFailed(failed, place);
  return entry?.Message ?? entry?.Code ?? l10n.t('The response of the service does not mention the message.');
}

function findFailed(failed: readonly FailedEntry[], place: number): FailedEntry | undefined {
  return failed.find(({ Id }) => Id === String(place));
}

/**
 * Codes that say something about messages. All others, such as those of a key or of a rate, concern each further message, too, and the
 * whole source would be received in vain. Servers write them with the name of the service before, or `Exception` after them.
 */
const OF_MESSAGES =
  /(?:^|[.#])(?:InvalidMessageContents|InvalidParameterValue|InvalidParameterCombination|InvalidAttributeValue|InvalidAttributeName|MissingParameter|MissingRequiredParameter|BatchRequestTooLong|MessageTooLong|UnsupportedOperation|ValidationError|Validation)(?:Exception)?$/;
/** Of the service or of a key, also where an entry says that the sender is at fault. */
const OF_SERVICE = /Kms|Throttl|AccessDenied|Internal|Unavailable|Limit/i;

/** Other servers have other codes than the service, but say who is at fault. */
function isOfMessage({ Code = '', SenderFault = true }: FailedEntry): boolean {
  return OF_MESSAGES.test(Code) || (SenderFault && !OF_SERVICE.test(Code));
}

function unwrap<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  const { failure } = answer;
  throw new TransferCallError(failure.message, findEffect(failure));
}

/** What is not known of a call may have been done. */
function findEffect({ kind, code, isUnsure = true }: Failure): TransferCallError['effect'] {
  if (isUnsure) return 'unsure';
  return kind === 'call' && code !== undefined && OF_MESSAGES.test(code) ? 'message' : 'stop';
}
