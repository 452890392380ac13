import { Agenda } from './agenda.ts';
import type { ContractHandle, ContractMessage, ContractQueue } from './contractQueue.ts';
import type { ContractTask } from './moveTasks.ts';
import type { ContractPoll } from './receiving.ts';

/** Members of all calls, as JSON carries them. */
export interface CallInput extends SendMembers, HandleMembers {
  readonly QueueUrl?: string;
  readonly QueueName?: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  readonly Tags?: Readonly<Record<string, string>>;
  readonly TagKeys?: readonly string[];
  readonly QueueNamePrefix?: string;
  readonly MaxResults?: number;
  readonly NextToken?: string;
  readonly AttributeNames?: readonly string[];
  readonly MessageSystemAttributeNames?: readonly string[];
  readonly MessageAttributeNames?: readonly string[];
  readonly MaxNumberOfMessages?: number;
  readonly WaitTimeSeconds?: number;
  readonly ReceiveRequestAttemptId?: string;
  readonly Entries?: readonly EntryInput[];
  readonly Label?: string;
  readonly AWSAccountIds?: readonly string[];
  readonly Actions?: readonly string[];
  readonly SourceArn?: string;
  readonly DestinationArn?: string;
  readonly MaxNumberOfMessagesPerSecond?: number;
  readonly TaskHandle?: string;
}

export interface SendMembers {
  readonly MessageBody?: string;
  readonly DelaySeconds?: number;
  readonly MessageAttributes?: Readonly<Record<string, AttributeValue>>;
  readonly MessageSystemAttributes?: Readonly<Record<string, AttributeValue>>;
  readonly MessageDeduplicationId?: string;
  readonly MessageGroupId?: string;
}

export interface HandleMembers {
  readonly ReceiptHandle?: string;
  readonly VisibilityTimeout?: number;
}

export interface EntryInput extends SendMembers, HandleMembers {
  readonly Id?: string;
}

export interface AttributeValue {
  readonly DataType?: string;
  readonly StringValue?: string;
  /** Base64. */
  readonly BinaryValue?: string;
}

/** The service says no. Thrown: the reading is easier without a check after every step. */
export class Refusal extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

export function refuse(code: string): never {
  throw new Refusal(code);
}

export type Outcome = { readonly code: string } | { readonly value: unknown };

export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';
export const ORIGIN = 'http://localhost:9324';
export const ACCESS_KEY_ID = 'TESTER';

/** Everything that there is: queues, those who wait on them, tasks, and the time. */
export class World {
  readonly agenda: Agenda;
  readonly queues = new Map<string, ContractQueue>();
  readonly deletedAt = new Map<string, number>();
  /** Longest waiting first. */
  polls: ContractPoll[] = [];
  tasks: ContractTask[] = [];
  readonly holds = new Set<string>();
  readonly handles = new Map<string, ContractHandle>();
  readonly inFlightLimit: number;
  /** Messages that went to a dead-letter queue. */
  moves = 0;
  private serial = 0;

  constructor(now: number, inFlightLimit: number, settle: () => void) {
    this.agenda = new Agenda(now, settle);
    this.inFlightLimit = inFlightLimit;
  }

  nextSerial(): number {
    return ++this.serial;
  }

  nextSequence(): string {
    return String(this.nextSerial()).padStart(20, '0');
  }

  /** A queue URL's last segment, or a bare name. */
  queueOf(url: string | undefined): ContractQueue {
    const name = url?.split('/').at(-1) ?? '';
    return this.queues.get(name) ?? refuse('NonExistentQueue');
  }

  queueOfArn(arn: string | undefined): ContractQueue | undefined {
    return [...this.queues.values()].find((queue) => queue.arn === arn);
  }

  urlOf(queue: ContractQueue): string {
    return `${ORIGIN}/${ACCOUNT}/${queue.name}`;
  }

  giveHandle(queue: ContractQueue, message: ContractMessage): string {
    const handle = `handle ${this.nextSerial()}`;
    this.handles.set(handle, { queue, message, receive: message.receives });
    return handle;
  }
}

/** A whole number in its range, if given. */
export function checkRange(value: number | undefined, lowest: number, highest: number): void {
  if (value !== undefined && (value < lowest || value > highest)) refuse('InvalidParameterValue');
}

/** Group, deduplication and attempt ids. */
export function checkId(value: string | undefined): void {
  if (value !== undefined && !/^[!-~]{1,128}$/.test(value)) refuse('InvalidParameterValue');
}
