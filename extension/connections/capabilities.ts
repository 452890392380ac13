import type { Event } from 'vscode';
import type { ActionName } from '../../broker/api/actions.ts';
import type {
  AlarmFormResult,
  AlarmHistoryEntry,
  AlarmInfo,
  AlarmStateValue,
  PutAlarmParams,
} from '../../broker/protocol/alarms.ts';
import type { BillingRow } from '../../broker/protocol/billing.ts';
import type { FaultKind, FaultPlan, SetFaultsParams } from '../../broker/protocol/faults.ts';
import type {
  MessageDetails,
  MessagesParams,
  MessagesResult,
  PeekMessagesParams,
  PeekMessagesResult,
  RecordedSend,
  SearchMessagesParams,
  SearchMessagesResult,
  SendMessageParams,
  SendMessageResult,
} from '../../broker/protocol/message.ts';
import type {
  BatchedSend,
  ReadMessagesParams,
  ReadMessagesResult,
  SendMessagesParams,
} from '../../broker/protocol/messages.ts';
import type {
  CheckQueueParams,
  CreateQueueParams,
  QueueCheck,
  QueueDetails,
  QueueSummary,
  SetQueueAttributesParams,
  UndoableChange,
  UndoneQueue,
} from '../../broker/protocol/queue.ts';
import type { UndoableLoss } from '../../broker/protocol/storage.ts';
import type { TraceEvent } from '../../broker/protocol/trace.ts';
import type { HandlesResult, ReceivedMessage, ReceiveRequest } from '../../webview/receiveProtocol.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';

/** Messages of one queue, and the queue that gets them. */
export type TransferParams = MessagesParams & { readonly toQueueArn: string };

/** Messages that the user sends by one command, and is asked about once. */
export interface SendBatch {
  readonly count: number;
}

/**
 * A change that the user wants by one command: a connection whose protection level asks for changes asks once for all calls with
 * the same object.
 */
export interface ChangeQuestion extends SendBatch {
  /** What the calls may be, and on which queues. Absent: the first call. */
  readonly covers?: { readonly actions: readonly ActionName[]; readonly queues: readonly string[] };
  /** What they change, a sentence each. */
  readonly lines: readonly string[];
}

/** What moving all messages out of a dead-letter queue came to. Counts are approximate. */
export interface MoveOutcome {
  readonly kind: 'completed' | 'cancelled' | 'failed';
  readonly movedCount: number;
  /** Of the service. */
  readonly reason?: string;
}

/** How far a move of messages is. Counts are approximate. */
export interface MoveProgress {
  readonly movedCount: number;
  /** Absent where the service does not say it. */
  readonly totalCount?: number;
}

/** What the calls to one queue would cost. */
export interface QueueCost {
  readonly calls: number;
  readonly billedRequests: number;
  /** US dollars, before the free tier. */
  readonly costUsd: number;
  readonly rows: readonly BillingRow[];
}

/** What not every place with queues can do, each with what does it. ARNs are those of queues of the connection. */
export interface Capabilities {
  /** Attributes and tags of a queue. */
  readonly attributes: (queueArn: string) => Promise<QueueDetails>;
  /** Changing attributes and tags of a queue. */
  readonly edit: {
    /** The largest MaximumMessageSize; undefined while it is not known. */
    readonly maximumMessageBytes: number | undefined;
    /** What would be rejected; nothing is changed. */
    check(params: CheckQueueParams): Promise<QueueCheck>;
    /**
     * All of it or nothing; elsewhere than on the local broker, attributes and tags are calls of their own, and the failure says
     * what was changed. Fails with the parameter `expected` when a value is not as expected.
     */
    change(
      params: SetQueueAttributesParams,
      question?: ChangeQuestion,
    ): Promise<QueueDetails & { readonly undoId?: string }>;
  };
  /** Looking at messages without changing anything about them. */
  readonly peek: {
    page(params: PeekMessagesParams): Promise<PeekMessagesResult>;
    /** Of bodies, newest first, a part at a time. */
    search(params: SearchMessagesParams): Promise<SearchMessagesResult>;
    read(queueArn: string, messageId: string): Promise<MessageDetails>;
    /** All of a queue, whole, oldest first, page by page. */
    readPage(params: ReadMessagesParams): Promise<ReadMessagesResult>;
    /** The message as it is now, with an empty body: for following one whose body is known. */
    follow(queueArn: string, messageId: string): Promise<MessageDetails>;
  };
  /**
   * Looking at messages where that means receiving them, which hides them from consumers and counts: asks with the numbers of the
   * queue, and shows some of them until they are given back.
   */
  readonly sample: (queueArn: string) => Promise<void>;
  readonly send: {
    /** Of body and attributes; undefined while it is not known. */
    readonly maximumMessageBytes: number | undefined;
    /** @param batch that the message is part of, the same object for each of them */
    message(params: SendMessageParams, batch?: SendBatch): Promise<SendMessageResult>;
  };
  /** Sends up to 10 messages at a time; each can fail alone. */
  readonly sendBatch: (params: SendMessagesParams) => Promise<{ readonly sends: readonly BatchedSend[] }>;
  /** Receiving as a program does: it counts, starts visibility timeouts, and is seen as a consumer. */
  readonly receive: {
    /** @param signal hangs up while it waits */
    messages(
      params: Omit<ReceiveRequest, 'queueArn'> & { readonly queueArn: string },
      signal: AbortSignal,
    ): Promise<readonly ReceivedMessage[]>;
    delete(queueArn: string, handles: readonly string[]): Promise<HandlesResult>;
    changeVisibility(queueArn: string, handles: readonly string[], seconds: number): Promise<HandlesResult>;
  };
  /** What a message said when it was sent, even if it is gone. */
  readonly recall: (messageId: string) => Promise<RecordedSend>;
  /** What happened to a message, in order, as far as it is still known; to one that is gone, too. */
  readonly history: (messageId: string) => Promise<readonly TraceEvent[]>;
  /** Changing messages in their place, whatever their state. */
  readonly change: {
    delete(params: MessagesParams): Promise<MessagesResult>;
    release(params: MessagesParams): Promise<MessagesResult>;
    extend(params: MessagesParams & { readonly visibilitySeconds: number }): Promise<MessagesResult>;
  };
  /** Sending messages that queues have, within the connection. */
  readonly transfer: {
    again(params: MessagesParams): Promise<MessagesResult>;
    copy(params: TransferParams): Promise<MessagesResult>;
    move(params: TransferParams): Promise<MessagesResult>;
  };
  /** Copying and moving messages to queues of any connection, and getting them from there. */
  readonly exchange: {
    /** Messages can only be received, which hides them from consumers and counts. */
    readonly receives: boolean;
  };
  /** Sends dead letters back to where they came from. */
  readonly redrive: (params: MessagesParams) => Promise<MessagesResult>;
  /** Moving all messages out of a dead-letter queue by a task of the service, which goes on without this window. */
  readonly moveTasks: {
    /** The names of the queues that messages go back to; undefined: the service does not say it to this user. */
    listSources(queueArn: string): Promise<readonly string[] | undefined>;
    /** Whether a task of this queue is not over. */
    isRunning(queueArn: string): Promise<boolean>;
    /**
     * Starts a task, or follows the one that runs, until it is over.
     * @param signal cancels the task
     */
    run(
      queueArn: string,
      onProgress: (progress: MoveProgress) => void,
      signal: AbortSignal,
      question?: ChangeQuestion,
    ): Promise<MoveOutcome>;
  };
  readonly create: (params: CreateQueueParams, question?: ChangeQuestion) => Promise<QueueSummary>;
  readonly delete: (queueArn: string, question?: ChangeQuestion) => Promise<void>;
  /** Deletes all messages of a queue. @returns how many they were; undefined: its place does not say */
  readonly purge: (queueArn: string, question?: ChangeQuestion) => Promise<number | undefined>;
  /** Taking back what was done to messages and queues. */
  readonly undo: {
    /** What can still be taken back, newest first. */
    list(): Promise<readonly UndoableChange[]>;
    /** @param undoId of a deletion, a move or a redrive of messages */
    messages(undoId: string): Promise<MessagesResult>;
    /** @param undoId of a change of a queue */
    change(undoId: string): Promise<void>;
    /** Puts the messages of a purged queue back, or makes a deleted queue again. */
    loss(loss: UndoableLoss): Promise<UndoneQueue>;
  };
  /** Shows what happened to a queue or to one of its messages; to all of them without either. */
  readonly trace: (filter?: { readonly queueArn?: string; readonly messageId?: string }) => Promise<void>;
  /** A clock of its own, which can be advanced. Epoch ms. */
  readonly clock: { readonly now: number };
  readonly faults: {
    /** Kinds that a gateway cannot have; it keeps none after its end. Absent: the local broker has all. */
    readonly absent?: readonly FaultKind[];
    find(queueArn: string): FaultPlan | undefined;
    /** The active faults of a queue, as text; empty without any. */
    describe(queueArn: string): string;
    set(params: SetFaultsParams): Promise<void>;
    clear(queueArn: string): Promise<void>;
  };
  readonly cost: {
    readonly onDidChange: Event<void>;
    findByQueue(queueArn: string): QueueCost | undefined;
  };
  /** Alarms on metrics of queues. */
  readonly alarms: {
    /** Those of all accounts and regions, on any metrics. */
    readonly alarms: readonly AlarmInfo[];
    findByQueue(queueArn: string): readonly AlarmInfo[];
    readonly onDidChange: Event<void>;
    /** What an alarm on a metric of a queue is set to, and what its actions can be; without a name, of one to create. */
    readForm(queueArn: string, name: string | undefined): Promise<AlarmFormResult>;
    /** Creates an alarm, or changes it. */
    put(params: PutAlarmParams): Promise<void>;
    delete(alarmArn: string): Promise<void>;
    enableActions(alarmArn: string, enabled: boolean): Promise<void>;
    /** Until the next evaluation. */
    setState(alarmArn: string, state: AlarmStateValue): Promise<void>;
    /** Newest first. */
    readHistory(alarmArn: string): Promise<readonly AlarmHistoryEntry[]>;
  };
  /** Pausing the debugged program when a message arrives. */
  readonly arrivals: { has(queueArn: string): boolean };
  /** Delivering messages more than once to see what the consumer does twice. */
  readonly idempotence: BrokerClient;
  /** Shows the metrics of queues over time, in one chart. */
  readonly metrics: (queueArns: readonly string[]) => void;
  /** Shows how long messages of a queue would wait, and what would change it. */
  readonly forecast: (queueArn: string) => void;
  /** Opens the load test of a queue. */
  readonly load: (queueArn?: string) => void;
}

export type Capability = keyof Capabilities;

/** The capabilities of a connection are the members that are there. */
export type CapabilitiesOf<C extends Capability> = Partial<Capabilities> & Required<Pick<Capabilities, C>>;

/** The words in the context values of rows that menus ask for by `can`: `canPeek`, `canSend`. */
export function listCapabilityWords(can: Partial<Capabilities>): string[] {
  return Object.entries(can)
    .filter(([, ability]) => ability !== undefined)
    .map(([name]) => wordOfCapability(name))
    .toSorted();
}

export function wordOfCapability(name: string): string {
  return `can${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
