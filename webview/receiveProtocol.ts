/** The messages between the extension host and the panel that receives as a consumer. */
import type { MessageAttributeValue } from '../broker/protocol/message.ts';
import type {
  HostToQueuePage,
  QueueAddress,
  QueuePageState,
  QueuePageToHost,
  RequestFailure,
} from './protocol.ts';

/** What a consumer asks for with ReceiveMessage. */
export interface ReceiveRequest {
  readonly queueArn: QueueAddress;
  /** 1-10. */
  readonly maximum: number;
  /** 0-20: how long it waits for the first message. */
  readonly waitSeconds: number;
  /** Absent: the timeout of the queue. */
  readonly visibilitySeconds?: number;
  /** Of FIFO queues: a call with the ID of an earlier one gets its messages again. */
  readonly attemptId?: string;
}

/** A message as ReceiveMessage gives it. */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: readonly MessageAttributeValue[];
  /** In SQS's spelling. */
  readonly systemAttributes: Readonly<Record<string, string>>;
  /** When its visibility timeout ends, epoch ms on the clock of its connection. */
  readonly visibleAt: number;
}

/** What came of a call for several receipt handles. */
export interface HandlesResult {
  readonly done: readonly string[];
  readonly failed: readonly { readonly receiptHandle: string; readonly reason: string }[];
}

/** The time on the clock of a connection, epoch ms: each has its own, and it may have been moved. */
export interface ConnectionClock {
  readonly connectionId: string;
  readonly now: number;
}

/** Receipt handles of one queue. */
export interface QueueHandles {
  readonly queueArn: QueueAddress;
  readonly handles: readonly string[];
}

/**
 * Messages of a queue elsewhere, which a look has received: they are hidden from consumers until they are given back, or
 * visible again by themselves. The page that shows them is another than that of a consumer.
 */
export interface SampleState {
  readonly queueArn: QueueAddress;
  /** `receiving`: more may come. `stopping`: none may, and one call is not answered yet. `held`: they are hidden. `over`: they are not. */
  readonly phase: 'receiving' | 'stopping' | 'held' | 'over';
  /** How many there are, and what the sample is. */
  readonly summary: string;
  /** What happens to them now. */
  readonly status: string;
  /** What went wrong, one line. */
  readonly problem?: string;
  readonly messages: readonly ReceivedMessage[];
  /** Receipt handles of those that were given back. */
  readonly givenBack: readonly string[];
}

export type HostToReceive =
  | { readonly type: 'sampleTold'; readonly sample: SampleState }
  | HostToQueuePage
  | (QueuePageState & {
      readonly type: 'initialize';
      readonly clocks: readonly ConnectionClock[];
      /** The call that waits: it began before the page was hidden. */
      readonly pendingId?: number;
    })
  | { readonly type: 'clocksTold'; readonly clocks: readonly ConnectionClock[] }
  | {
      readonly type: 'received';
      readonly requestId: number;
      /** The queue that was asked; another may be chosen by now. */
      readonly queueArn: QueueAddress;
      readonly outcome:
        | { readonly ok: true; readonly messages: readonly ReceivedMessage[]; readonly now: number }
        | { readonly ok: false; readonly failure: RequestFailure };
    }
  | {
      readonly type: 'handlesDeleted';
      readonly result: HandlesResult;
    }
  | {
      readonly type: 'visibilityChanged';
      readonly queueArn: QueueAddress;
      readonly result: HandlesResult;
      readonly visibleAt: number;
      readonly now: number;
    }
  /** Without a body: it is no longer known. */
  | { readonly type: 'bodyRead'; readonly receiptHandle: string; readonly body?: string };

export type ReceiveToHost =
  | QueuePageToHost
  | { readonly type: 'receive'; readonly requestId: number; readonly request: ReceiveRequest }
  /** Hangs up while it waits. */
  | { readonly type: 'cancel' }
  /** The messages of a sample. */
  | { readonly type: 'giveBack' }
  /** Asks the user first. */
  | { readonly type: 'lookAgain' }
  | (QueueHandles & { readonly type: 'deleteHandles' })
  /** Asks the user first. */
  | { readonly type: 'deleteAll'; readonly queues: readonly QueueHandles[] }
  | {
      readonly type: 'changeVisibility';
      readonly queueArn: QueueAddress;
      readonly handles: readonly string[];
      readonly seconds: number;
    }
  /** Asks for a body of which the page has kept only the start. */
  | { readonly type: 'readBody'; readonly receiptHandle: string }
  | { readonly type: 'openMessage'; readonly queueArn: QueueAddress; readonly messageId: string }
  | { readonly type: 'copy'; readonly text: string };
