/**
 * The messages between the extension host and the webviews: one discriminated union for each direction of each
 * webview. Plain data only, so that it survives `postMessage`.
 */
import type { Finding } from '../broker/protocol/findings.ts';
import type { MessageDetails, SendMessageParams, SendMessageResult } from '../broker/protocol/message.ts';
import type { QueuesSnapshot, QueueSummary } from '../broker/protocol/queue.ts';
import type { TraceEvent, TraceEventKind } from '../broker/protocol/trace.ts';

/** What a process is doing that serves queues: the broker, or a gateway. */
export type ServerView =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'restarting'; readonly attempt: number }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'running' };

/** The broker's state as far as a webview needs it. */
export type BrokerView =
  | Exclude<ServerView, { readonly kind: 'running' }>
  | { readonly kind: 'running'; readonly maximumMessageBytes: number };

/** A refusal, in the words of the broker; `parameter` names the request member it is about, in SQS's spelling. */
export interface RequestFailure {
  readonly message: string;
  readonly code?: string;
  readonly parameter?: string;
}

/** What the composer opens with, for sending a message again after a change. */
export type ComposerDraftSource = Omit<SendMessageParams, 'queueArn'>;

/** An attribute as the grid edits it; `value` is text, or base64 for Binary. */
export interface DraftAttribute {
  /** Tells rows apart while they are edited; never sent. */
  readonly key: number;
  readonly name: string;
  readonly type: 'String' | 'Number' | 'Binary';
  /** The custom suffix of the type without its dot; empty: none. */
  readonly label: string;
  readonly value: string;
  /** Where a binary value was loaded from. */
  readonly fileName?: string;
}

/** Everything that the composer's user typed: kept in the webview's state over hiding and reloading. */
export interface ComposerDraft {
  readonly queueArn?: QueueAddress;
  readonly body: string;
  /** `auto`: JSON when the body looks like it. */
  readonly format: 'auto' | 'text' | 'json';
  readonly attributes: readonly DraftAttribute[];
  /** As typed; empty: the queue's own delay. */
  readonly delaySeconds: string;
  readonly groupId: string;
  readonly deduplicationId: string;
  /** As typed. */
  readonly count: string;
}

/**
 * A queue, as pages name it: its ARN; on another connection than the local broker, the connection's id and a slash are
 * before it.
 */
export type QueueAddress = string;

/** A connection to another endpoint, as pages show it. */
export interface PlaceView {
  readonly id: string;
  readonly name: string;
  /** What has to happen before a change. */
  readonly level: 'readOnly' | 'confirm' | 'open';
  /** Name of a colour of charts that the user chose; absent: that of the level. */
  readonly color?: string;
  readonly state: 'closed' | 'opening' | 'open' | 'failed';
  /** Why it failed. */
  readonly problem?: string;
}

/** A queue that pages offer. */
export interface PageQueue extends QueueSummary {
  /** Of a queue that is not on the local broker. */
  readonly connection?: {
    readonly id: string;
    readonly name: string;
    /** Absent: as on Amazon SQS. */
    readonly maximumMessageBytes?: number;
    /** Whether it shows what happens to messages. */
    readonly hasTrace: boolean;
  };
}

/** What a page starts with on which one of the broker's queues is chosen. */
export interface QueuePageState {
  readonly broker: BrokerView;
  readonly queues: readonly PageQueue[];
  /** Connections to other endpoints that the page offers queues of; absent: there are none. */
  readonly places?: readonly PlaceView[];
  /** Absent: keep the selection of the restored state. */
  readonly queueArn?: QueueAddress;
}

/** Messages to all such pages. */
export type HostToQueuePage =
  | { readonly type: 'brokerChanged'; readonly broker: BrokerView }
  | { readonly type: 'queuesChanged'; readonly queues: readonly PageQueue[] }
  | { readonly type: 'placesChanged'; readonly places: readonly PlaceView[] }
  | {
      readonly type: 'selectQueue';
      readonly queueArn: QueueAddress;
      /** The page itself asked for this queue to be created. */
      readonly isNew?: true;
    };

/** Messages of all these pages. */
export type QueuePageToHost =
  | { readonly type: 'ready' }
  | { readonly type: 'startBroker' }
  | { readonly type: 'showLog' }
  | { readonly type: 'createQueue' }
  /** Connects to another endpoint. */
  | { readonly type: 'connect'; readonly connectionId: string }
  | { readonly type: 'queueSelected'; readonly queueArn: QueueAddress };

export type HostToComposer =
  | HostToQueuePage
  | (QueuePageState & {
      readonly type: 'initialize';
      /** Absent: keep the restored draft. */
      readonly draft?: ComposerDraftSource;
    })
  | {
      readonly type: 'sent';
      readonly requestId: number;
      /** Of the queue that it was sent to: a page that was hidden meanwhile no longer knows. */
      readonly queueArn: QueueAddress;
      readonly outcome:
        | { readonly ok: true; readonly result: SendMessageResult }
        | { readonly ok: false; readonly failure: RequestFailure };
    }
  | {
      readonly type: 'fileLoaded';
      /** Of the `loadFile` that asked. */
      readonly requestId: number;
      readonly file: { readonly name: string; readonly base64: string } | { readonly problem: string };
    }
  | {
      readonly type: 'bodyChecked';
      /** Of the `checkBody` that asked. */
      readonly requestId: number;
      readonly outcome: BodyCheck;
    }
  | {
      readonly type: 'bodyFormatted';
      /** Of the `formatBody` that asked. */
      readonly requestId: number;
      readonly outcome:
        | { readonly ok: true; readonly body: string }
        | { readonly ok: false; readonly problem: 'notJson' | 'tooLong' };
    }
  /** The answer to `encryptBody`; not sent if the user cancels. */
  | { readonly type: 'bodyEncrypted'; readonly body: string; readonly keyName: string };

/** Whether a body is JSON. `unclear`: it is nested too deeply, or has too long numbers, to be read in steps. */
export type BodyCheck =
  | { readonly kind: 'json' }
  /** `at` is where the body stops being JSON, in UTF-16 units. */
  | { readonly kind: 'notJson'; readonly at: number }
  | { readonly kind: 'unclear' };

export type ComposerToHost =
  | QueuePageToHost
  | {
      readonly type: 'send';
      readonly requestId: number;
      readonly params: SendMessageParams;
      /** Absent: the local broker. */
      readonly connectionId?: string;
    }
  | { readonly type: 'loadFile'; readonly requestId: number }
  | { readonly type: 'formatBody'; readonly requestId: number; readonly body: string }
  | { readonly type: 'checkBody'; readonly requestId: number; readonly body: string }
  | { readonly type: 'encryptBody'; readonly body: string }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'showTrace'; readonly queueArn: QueueAddress; readonly messageId: string };

/** What narrows the trace; all parts that are set must hold. */
export interface TraceFilter {
  /** Free text; every word must be found. */
  readonly text?: string;
  readonly queueArn?: string;
  readonly consumerId?: string;
  readonly messageId?: string;
  /** Absent: all. */
  readonly kinds?: readonly TraceEventKind[];
  /** Epoch ms on the broker's clock, both ends included. */
  readonly from?: number;
  readonly to?: number;
}

/** The content of a message: from its queue, or from the trace's record of its send. */
export type MessageContent = Pick<
  MessageDetails,
  'queueArn' | 'messageId' | 'body' | 'attributes' | 'groupId'
> & {
  /** Absent when only the trace remembers it. */
  readonly sizeBytes?: number;
};

/** A trace from a file, which the view shows instead of the live one. */
export interface SavedTraceView {
  readonly fileName: string;
  /** Of the file's start, left out because there are more than can be shown. */
  readonly omittedCount: number;
  /** Lines that are no events. */
  readonly unreadableCount: number;
  /** Name of the connection whose gateway recorded it; absent: a local broker did. */
  readonly connection?: string;
}

/** Where a live trace comes from. */
export interface TraceSourceView {
  /** Of the connection. */
  readonly id: string;
  readonly name: string;
  /** Of a gateway; absent: the local broker. */
  readonly place?: PlaceView;
}

export type HostToTrace =
  /** Of the process that the live trace comes from. */
  | { readonly type: 'brokerChanged'; readonly broker: ServerView }
  /** Where the live trace comes from now, and all that it can come from. If it is another source, a snapshot follows. */
  | {
      readonly type: 'sourceChanged';
      readonly sourceId: string;
      readonly sources: readonly TraceSourceView[];
    }
  | {
      readonly type: 'events';
      /**
       * `snapshot`: forget what came before; `run`: the broker was started again, so sequence numbers start again too;
       * `continue`: these follow the previous batch.
       */
      readonly start: 'snapshot' | 'run' | 'continue';
      /** With `run`: when the broker started, epoch ms on its clock. */
      readonly startedAt?: number;
      readonly events: readonly TraceEvent[];
      /** Events missing just before `events`: they came faster than they could be shown, or are no longer kept. */
      readonly dropped: number;
      /** With these, all events up to this one have come; absent: up to the last of `events`. */
      readonly sequence?: number;
    }
  /** The answer to `refill`: events that had been dropped and are still kept by the broker. */
  | { readonly type: 'refilled'; readonly events: readonly TraceEvent[]; readonly lost: number }
  /** The queues as the broker counts them, at most every 500 ms. */
  | ({ readonly type: 'queuesChanged' } & QueuesSnapshot)
  /** The broker's time, epoch ms; `sequence` is the newest event at that time. */
  | { readonly type: 'clockTold'; readonly now: number; readonly sequence: number }
  | { readonly type: 'findingsChanged'; readonly findings: readonly Finding[] }
  /** What comes from now on is a saved trace, or absent, the live one again; a snapshot follows. */
  | { readonly type: 'savedChanged'; readonly saved?: SavedTraceView }
  | { readonly type: 'setFilter'; readonly filter: TraceFilter }
  | { readonly type: 'historyLoaded'; readonly messageId: string; readonly events: readonly TraceEvent[] }
  | {
      readonly type: 'bodyLoaded';
      readonly messageId: string;
      readonly outcome:
        | { readonly ok: true; readonly message: MessageContent }
        | { readonly ok: false; readonly gone: boolean; readonly failure: RequestFailure };
    };

/** The cells of a table. */
export type TableRow = readonly string[];

export type TraceToHost =
  | { readonly type: 'ready' }
  | { readonly type: 'startBroker' }
  | { readonly type: 'showLog' }
  /** Shows the live trace again instead of a saved one. */
  | { readonly type: 'closeSavedTrace' }
  /** Shows the live trace of another source. */
  | { readonly type: 'chooseSource'; readonly sourceId: string }
  | { readonly type: 'dismissFinding'; readonly findingId: string }
  | { readonly type: 'clearFindings' }
  /** Reads the events after `afterSequence` and before `beforeSequence` again. */
  | { readonly type: 'refill'; readonly afterSequence: number; readonly beforeSequence: number }
  | { readonly type: 'loadHistory'; readonly messageId: string }
  | { readonly type: 'loadBody'; readonly queueArn: string; readonly messageId: string }
  | { readonly type: 'sendAgain'; readonly queueArn: string; readonly draft: ComposerDraftSource }
  | { readonly type: 'openComposer' }
  /** Writes the listed events to a file of the user's choice; the first row names the columns. */
  | { readonly type: 'exportCsv'; readonly rows: readonly TableRow[] }
  /** Writes what these messages said to a file of the user's choice. */
  | { readonly type: 'exportMessages'; readonly messageIds: readonly string[] }
  | { readonly type: 'explainDenial'; readonly sequence: number }
  | { readonly type: 'copy'; readonly text: string };
