import type { BucketBook } from '../buckets/bucketBook.ts';
import type { Ledger } from '../billing/ledger.ts';
import type { ApiCall } from '../calls/apiCall.ts';
import type { ControllableClock } from '../time/clock.ts';
import type { Caller } from '../engine/base/caller.ts';
import type { Engine } from '../engine/engine.ts';
import type { FaultRegistry } from '../faults/registry.ts';
import type { Jumps } from '../engine/state/jumps.ts';
import type { Kms } from '../kms/kms.ts';
import type { Queue } from '../engine/state/queue.ts';
import type { Result } from '../engine/base/result.ts';
import type { SessionCredential } from '../calls/sessionCredential.ts';
import type { BrokerInfo } from '../protocol/broker.ts';
import type { AlarmTarget, FunctionTarget, PoolTarget } from '../definitions/definition.ts';
import type {
  ActionTarget,
  AlarmFormResult,
  AlarmHistoryEntry,
  AlarmInfo,
  AlarmStates,
  AlarmStateValue,
  PutAlarmParams,
} from '../protocol/alarms.ts';
import type { PoolBook } from '../pools/poolBook.ts';
import type { FunctionBook } from '../functions/functionBook.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { NotificationMethod } from '../protocol/method.ts';
import type { UndoableAdvance, UndoneAdvance } from '../protocol/clock.ts';
import type { UndoneQueue } from '../protocol/queue.ts';
import type { StorageState } from '../protocol/storage.ts';
import type { Schedule } from '../time/schedule.ts';
import type { ConsumerRegistry } from '../trace/consumers.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { Findings } from '../findings/findings.ts';
import type { TraceRecorder } from '../trace/recorder.ts';
import type { TraceNames } from '../trace/traceEvent.ts';
import type { ClockMoves } from './clockMoves.ts';
import type { EditMemory } from './editMemory.ts';
import type { HoldRegistry } from './holds.ts';

/** Undoing purges and deletions; `onProgress` gets the number of processed messages. */
export interface UndoCalls {
  /** Undefined when there is nothing to undo. */
  undoPurge(queue: Queue, onProgress: UndoListener): Promise<UndoneQueue | undefined>;
  /** There must be no queue of that name. */
  undoDelete(arn: string, caller: Caller, onProgress: UndoListener): Promise<UndoneQueue | undefined>;
  /** How long what a jump of the clock ended can be brought back, ms. */
  readonly jumpMs: number;
  /** The jump is marked as undone, and the clock is back. */
  undoJump(
    jump: number,
    onProgress: (queueArn: string, done: number, total: number) => void,
  ): Promise<Omit<UndoneAdvance, 'clock' | 'shortened'>>;
}

type UndoListener = (done: number, total: number) => void;

/** An advance of the clock, a slice in each turn of the event loop. */
export interface AdvanceUnderWay {
  /** Moves the clock on by a turn's work, or by all that is left. @returns whether it is there */
  makeSlice(): boolean;
  /** What could be brought back of what it has ended. */
  findUndoable(): UndoableAdvance | undefined;
}

/** Where messages are kept. */
export interface StorageService {
  read(): StorageState;
  /** How the clock was moved. */
  readonly jumps: Jumps;
  /** Begins to move the clock on, and remembers what that ends. */
  beginAdvance(clock: ControllableClock, byMs: number): AdvanceUnderWay;
  /** Undefined for a broker that keeps its messages in memory. */
  readonly undo: UndoCalls | undefined;
}

/** The alarms of the local CloudWatch. */
export interface AlarmList extends AlarmTarget {
  describe(): readonly AlarmInfo[];
  /** What the alarms on metrics of these queues said. */
  listStates(queueArns: readonly string[]): readonly AlarmStates[];
  /** The clock was set back: nothing has happened later than now. */
  goBack(): void;
  /** Creates an alarm on a metric of a queue, or changes it. @returns why not, and which member of PutMetricAlarm is wrong */
  putForm(
    queue: Queue,
    params: PutAlarmParams,
  ): { readonly message: string; readonly member?: string | undefined } | undefined;
  /** What an alarm is set to, if that fits into a form. */
  readForm(
    place: { readonly region: string; readonly account: string },
    name: string,
  ): Omit<AlarmFormResult, 'targets'>;
  /** The topics of an account and region. */
  listTopicTargets(place: { readonly region: string; readonly account: string }): readonly ActionTarget[];
  /** @returns whether there is such an alarm; so do the others */
  delete(arn: string): boolean;
  enableActions(arn: string, isEnabled: boolean): boolean;
  setState(arn: string, state: AlarmStateValue): boolean;
  /** Newest first; undefined if there is no such alarm. */
  readHistory(arn: string): readonly AlarmHistoryEntry[] | undefined;
}

/** The worker pools. */
export interface PoolKeeper extends PoolTarget {
  readonly book: PoolBook;
  /** Writes what has changed, before whoever changed it is answered. */
  save(): void;
}

/** The functions. */
export interface FunctionKeeper extends FunctionTarget {
  readonly book: FunctionBook;
  /** Writes what has changed, before whoever changed it is answered. */
  save(): void;
}

/** What the handlers work on. */
export interface ControlServices {
  readonly engine: Engine;
  readonly clock: ControllableClock;
  readonly moves: ClockMoves;
  readonly recorder: TraceRecorder;
  readonly consumers: ConsumerRegistry;
  readonly ledger: Ledger;
  readonly faults: FaultRegistry;
  readonly buckets: BucketBook;
  readonly findings: Findings;
  readonly alarms: AlarmList;
  readonly pools: PoolKeeper;
  readonly functions: FunctionKeeper;
  /** Event source mappings. The clock was set back by so many ms. */
  readonly mappings: { goBack(byMs: number): void };
  readonly metrics: Metrics;
  readonly telemetry: Telemetry;
  readonly names: TraceNames;
  readonly storage: StorageService;
  readonly holds: HoldRegistry;
  /** What can be taken back of what the editor did to messages. */
  readonly edits: EditMemory;
  readonly schedule: Schedule;
  /** Only while the broker serves. */
  readonly info: () => BrokerInfo;
  /** Counts and traces an API call that a user made in the editor. */
  readonly onApiCall: (call: ApiCall) => void;
  /** The local KMS as it is now. */
  readonly kms: () => Kms;
  /** Makes these 32 bytes the master key of the data folder; false where it is not encrypted. */
  readonly rotateMasterKey: (secret: Uint8Array) => boolean;
  /** Lets a debug session sign as a user. Errors: InvalidParameterValue. */
  readonly admitSession: (session: SessionCredential) => Result<undefined>;
  /** Sends to every open session. */
  readonly broadcast: <P>(method: NotificationMethod<P>, params: P) => void;
  /** Stores all times of queues and messages again, because they were moved with the clock. */
  readonly persistTimes: (byMs: number) => void;
  /** Something about the queues changed without an event of the engine. */
  readonly noticeQueues: () => void;
  /** Whether the system tells which process is at the other end of a connection. */
  readonly seesProcesses: boolean;
  /** Ends the broker in order. */
  readonly stop: () => void;
}
