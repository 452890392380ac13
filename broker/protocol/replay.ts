import { BODY, NAME } from './commonShapes.ts';
import { MESSAGE_ATTRIBUTES } from './message.ts';
import { notification, request, type } from './method.ts';
import { listOf, number, optional, shape, type TypeOf } from './shape.ts';

const REPLAY_SEND = shape({
  queueArn: NAME,
  /** Epoch ms of the recorded send; only the distances between them count. */
  sentAt: number(0, Number.MAX_SAFE_INTEGER),
  body: BODY,
  attributes: MESSAGE_ATTRIBUTES,
  groupId: optional(NAME),
  traceHeader: optional(BODY),
});

/** One send of a replay; a `RecordedSend` is one, too. */
export type ReplaySend = TypeOf<typeof REPLAY_SEND>;

export interface ReplayState {
  readonly replayId: string;
  readonly status: 'collecting' | 'running' | 'done' | 'cancelled';
  readonly sendCount: number;
  readonly sentCount: number;
  /** Sends that failed, or whose queue does not exist. */
  readonly failedCount: number;
  /** Error of the last failed send. */
  readonly lastFailure?: string;
  /** Epoch ms on the broker's clock of the next send. */
  readonly nextAt?: number;
}

/**
 * Adds sends in order of time; the first call has no `replayId` and returns one. A long recording takes several calls,
 * because a frame can have 8 MiB. A replay can have 100,000 sends and 64 MiB of bodies. A connection can have 4
 * replays, not counting finished ones; they end with the connection.
 */
export const addToReplay = request('queueside/replay/add', {
  params: shape({
    /** Absent: a new replay. */
    replayId: optional(NAME),
    sends: listOf(REPLAY_SEND, 1000),
  }),
  result: type<ReplayState>(),
  stores: 'nothing',
});

/**
 * Sends at the recorded intervals, `speed` times as fast (0: all at once), on the broker's clock: advancing the clock
 * advances the replay. FIFO sends get new deduplication ids.
 */
export const startReplay = request('queueside/replay/start', {
  params: shape({
    replayId: NAME,
    /** 1: as recorded; 2: twice as fast; 0: all at once. */
    speed: number(0, 1000),
    /** Sends everything to this queue; absent: each to the queue that it was recorded in. */
    toQueueArn: optional(NAME),
  }),
  result: type<ReplayState>(),
  stores: 'journal',
});

/** Ends a replay. What was sent stays sent. */
export const cancelReplay = request('queueside/replay/cancel', {
  params: shape({ replayId: NAME }),
  result: type<ReplayState>(),
  stores: 'nothing',
});

/** Sent to the client that started the replay, at most every 200 ms while it runs, and at its end. */
export const replayProgressed = notification<ReplayState>('queueside/replay/progressed');
