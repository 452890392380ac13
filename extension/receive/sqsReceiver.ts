import * as l10n from '@vscode/l10n';
import type { MessageAttributeValue } from '../../broker/protocol/message.ts';
import { SqsCaller } from '../../broker/client/sqsCaller.ts';
import { describeConnectionError } from '../../broker/protocol/connectionError.ts';
import type { BrokerInfo } from '../../broker/protocol/broker.ts';
import type { HandlesResult, ReceivedMessage } from '../../webview/receiveProtocol.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { Capabilities } from '../connections/capabilities.ts';
import { nameOfArn } from '../ground/text.ts';
import type { UserKeys } from '../security/userKeys.ts';

export interface SqsReceiverOptions {
  readonly session: Pick<BrokerClient, 'start' | 'state'>;
  /** Of a queue by its ARN; undefined if it does not exist. */
  findQueueUrl(arn: string): string | undefined;
  /** The visibility timeout of the queue, seconds. */
  readQueueTimeout(arn: string): Promise<number>;
  /** Whom it signs as; undefined where any credentials are good. */
  findKeys(info: BrokerInfo): Promise<UserKeys | undefined>;
  /** Epoch ms on the broker's clock. */
  readNow(): number;
}

/** What the trace calls it. */
const USER_AGENT = 'Queueside-Receive/1.0';
const ACCESS_KEY = 'queueside';
/** Of a batch. */
const BATCH_ENTRIES = 10;
const MS_PER_SECOND = 1_000;

interface WireAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

interface WireMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MessageAttributes?: Readonly<Record<string, WireAttribute>>;
}

interface WireBatch {
  readonly Successful?: readonly { readonly Id: string }[];
  readonly Failed?: readonly { readonly Id: string; readonly Code: string; readonly Message?: string }[];
}

/** Receives by the API that programs use, so that all rules and records are those of a consumer. */
export class SqsReceiver {
  readonly #options: SqsReceiverOptions;

  constructor(options: SqsReceiverOptions) {
    this.#options = options;
  }

  get capability(): Capabilities['receive'] {
    return {
      messages: (params, signal) => this.#receive(params, signal),
      delete: (queueArn, handles) =>
        this.#callBatches(queueArn, 'DeleteMessageBatch', handles, (ReceiptHandle) => ({ ReceiptHandle })),
      changeVisibility: (queueArn, handles, seconds) =>
        this.#callBatches(queueArn, 'ChangeMessageVisibilityBatch', handles, (ReceiptHandle) => ({
          ReceiptHandle,
          VisibilityTimeout: seconds,
        })),
    };
  }

  async #receive(
    params: Parameters<Capabilities['receive']['messages']>[0],
    signal: AbortSignal,
  ): Promise<readonly ReceivedMessage[]> {
    const { queueArn, maximum, waitSeconds, visibilitySeconds, attemptId } = params;
    const seconds = visibilitySeconds ?? (await this.#options.readQueueTimeout(queueArn));
    const answer = (await this.#call(
      'ReceiveMessage',
      queueArn,
      {
        MaxNumberOfMessages: maximum,
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
        ...(visibilitySeconds === undefined ? {} : { VisibilityTimeout: visibilitySeconds }),
        ...(attemptId === undefined ? {} : { ReceiveRequestAttemptId: attemptId }),
      },
      signal,
    )) as { readonly Messages?: readonly WireMessage[] };
    const visibleAt = this.#options.readNow() + seconds * MS_PER_SECOND;
    return (answer.Messages ?? []).map((message) => ({
      messageId: message.MessageId,
      receiptHandle: message.ReceiptHandle,
      body: message.Body,
      attributes: readAttributes(message.MessageAttributes ?? {}),
      systemAttributes: message.Attributes ?? {},
      visibleAt,
    }));
  }

  /** Each handle is answered for: done, or failed with the service's words. */
  async #callBatches(
    queueArn: string,
    action: string,
    handles: readonly string[],
    makeEntry: (handle: string) => object,
  ): Promise<HandlesResult> {
    const done: string[] = [];
    const failed: { receiptHandle: string; reason: string }[] = [];
    for (let from = 0; from < handles.length; from += BATCH_ENTRIES) {
      const part = handles.slice(from, from + BATCH_ENTRIES);
      const Entries = part.map((handle, index) => ({ Id: String(index), ...makeEntry(handle) }));
      let answer: WireBatch;
      try {
        answer = (await this.#call(action, queueArn, { Entries })) as WireBatch;
      } catch (error) {
        if (done.length + failed.length === 0) throw error;
        // What was done before stays done; the rest is not tried, because it would fail for the same reason.
        const reason = error instanceof Error ? error.message : String(error);
        failed.push(...handles.slice(from).map((receiptHandle) => ({ receiptHandle, reason })));
        break;
      }
      for (const { Id } of answer.Successful ?? []) done.push(part[Number(Id)] ?? '');
      for (const { Id, Code, Message } of answer.Failed ?? [])
        failed.push({ receiptHandle: part[Number(Id)] ?? '', reason: Message ?? Code });
    }
    return { done, failed };
  }

  async #call(action: string, queueArn: string, members: object, signal?: AbortSignal): Promise<unknown> {
    const info = await this.#options.session.start();
    const QueueUrl = this.#options.findQueueUrl(queueArn);
    if (QueueUrl === undefined)
      throw new Error(l10n.t('The queue {0} no longer exists.', nameOfArn(queueArn)));
    const keys = await this.#options.findKeys(info);
    const caller = new SqsCaller(new URL(info.endpoint), {
      credentials: { accessKeyId: ACCESS_KEY, ...keys, region: info.region },
      userAgent: USER_AGENT,
    });
    try {
      const answer = await caller.call(action, { QueueUrl, ...members }, { wantsBody: true, signal });
      if (answer.status === 200) return JSON.parse(answer.body);
      throw new Error(readReason(answer.body) ?? describeConnectionError(answer.error) ?? answer.error);
    } finally {
      caller.close();
    }
  }
}

function readAttributes(attributes: Readonly<Record<string, WireAttribute>>): MessageAttributeValue[] {
  return Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => ({
    name,
    type: DataType,
    value: BinaryValue ?? StringValue ?? '',
  }));
}

/** What the service says for people. */
function readReason(body: string): string | undefined {
  try {
    const { message } = JSON.parse(body) as { readonly message?: unknown };
    return typeof message === 'string' && message !== '' ? message : undefined;
  } catch {
    return undefined;
  }
}
