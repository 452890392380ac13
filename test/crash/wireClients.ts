import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { HttpConnection, callSqs } from '../bench/httpConnection.ts';

export interface Outgoing {
  readonly body: string;
  readonly groupId: string | undefined;
  /** On a FIFO queue. */
  readonly deduplicationId: string;
}

export interface Incoming {
  readonly body: string;
  readonly receiptHandle: string;
}

/** A program that uses queues. Every call rejects when the broker is gone before it has answered; none is tried again. */
export interface QueueClient {
  send(queueUrl: string, message: Outgoing): Promise<void>;
  receive(queueUrl: string): Promise<readonly Incoming[]>;
  delete(queueUrl: string, messages: readonly Incoming[]): Promise<void>;
  close(): void;
}

/** Plain HTTP on one connection that is kept alive, with batches. */
export class RawClient implements QueueClient {
  private readonly connection: HttpConnection;
  private readonly endpoint: string;

  private constructor(connection: HttpConnection, endpoint: string) {
    this.connection = connection;
    this.endpoint = endpoint;
  }

  static async open(endpoint: string): Promise<RawClient> {
    return new RawClient(await HttpConnection.open(endpoint), endpoint);
  }

  async createQueue(name: string, attributes: Readonly<Record<string, string>>): Promise<void> {
    await this.call('CreateQueue', { QueueName: name, Attributes: attributes });
  }

  async send(queueUrl: string, { body, groupId, deduplicationId }: Outgoing): Promise<void> {
    const fifo =
      groupId === undefined ? {} : { MessageGroupId: groupId, MessageDeduplicationId: deduplicationId };
    await this.call('SendMessage', { QueueUrl: queueUrl, MessageBody: body, ...fifo });
  }

  async receive(queueUrl: string): Promise<readonly Incoming[]> {
    interface Received {
      readonly Messages?: readonly { readonly Body: string; readonly ReceiptHandle: string }[];
    }
    const input = { QueueUrl: queueUrl, MaxNumberOfMessages: 10 };
    const { Messages = [] } = await this.call<Received>('ReceiveMessage', input);
    return Messages.map(({ Body, ReceiptHandle }) => ({ body: Body, receiptHandle: ReceiptHandle }));
  }

  async delete(queueUrl: string, messages: readonly Incoming[]): Promise<void> {
    const entries = messages.map(({ receiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle: receiptHandle,
    }));
    const input = { QueueUrl: queueUrl, Entries: entries };
    const { Failed = [] } = await this.call<{ Failed?: readonly unknown[] }>('DeleteMessageBatch', input);
    if (Failed.length > 0) throw new Error(JSON.stringify(Failed));
  }

  close(): void {
    this.connection.close();
  }

  private call<T>(action: string, members: object): Promise<T> {
    return callSqs<T>(this.connection, this.endpoint, action, members);
  }
}

/** The SDK for JavaScript as programs use it, but for its retries: a send is sent once. */
export class SdkClient implements QueueClient {
  private readonly client: SQSClient;

  constructor(endpoint: string) {
    const credentials = { accessKeyId: 'crash', secretAccessKey: 'crash' };
    this.client = new SQSClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  }

  async send(queueUrl: string, { body, groupId, deduplicationId }: Outgoing): Promise<void> {
    const fifo =
      groupId === undefined ? {} : { MessageGroupId: groupId, MessageDeduplicationId: deduplicationId };
    await this.client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, ...fifo }));
  }

  async receive(queueUrl: string): Promise<readonly Incoming[]> {
    const command = new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 5 });
    const { Messages = [] } = await this.client.send(command);
    return Messages.map(({ Body = '', ReceiptHandle = '' }) => ({
      body: Body,
      receiptHandle: ReceiptHandle,
    }));
  }

  async delete(queueUrl: string, messages: readonly Incoming[]): Promise<void> {
    for (const { receiptHandle } of messages) {
      await this.client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle }));
    }
  }

  close(): void {
    this.client.destroy();
  }
}
