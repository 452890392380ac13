import { NAME, SEQUENCE } from './commonShapes.ts';
import { NO_PARAMS, type ParamsOf, notification, request, type } from './method.ts';
import { listOf, oneOf, optional, shape, wholeNumber } from './shape.ts';

/** What time alone will do to a message. */
export interface UpcomingEvent {
  /** Epoch ms. */
  readonly at: number;
  /** `expired`: a visibility timeout runs out; `visible`: a delay ends; `retentionExpired`: the message is dropped. */
  readonly kind: 'expired' | 'visible' | 'retentionExpired';
  readonly queueArn: string;
  readonly messageId: string;
}

export interface ClockState {
  /** Epoch ms on the broker's clock. */
  readonly now: number;
  /**
   * How far the broker's clock is ahead of the machine's, ms. It was moved; or the machine's clock was set, which moves
   * the broker's only at {@link resetClock}. Negative when the machine's clock was set forward.
   */
  readonly offsetMs: number;
  /** Of the newest event of the trace: `now` includes every move of the clock up to it, and none after. */
  readonly sequence: number;
  /** Epoch ms of the next thing that will happen by itself. */
  readonly nextDeadline?: number;
  /** The next thing that will happen to a message by itself; {@link advanceClockToNext} goes there. */
  readonly nextEvent?: UpcomingEvent;
}

/** Where {@link advanceClockToMessage} goes: to the end of a message's delay or visibility timeout, or of its retention. */
export const MESSAGE_DEADLINES = ['visible', 'retention'] as const;

export type MessageDeadline = (typeof MESSAGE_DEADLINES)[number];

/** Messages of one queue. */
export interface QueueMessages {
  readonly queueArn: string;
  readonly messages: number;
}

/** What a jump would do that a user may not want. */
export interface JumpForecast {
  /** How far it goes. */
  readonly byMs: number;
  /** Messages whose retention ends by then: they are lost. Queues without one are left out. */
  readonly ending: readonly QueueMessages[];
  /** For how long they can be brought back, ms; absent: they cannot. */
  readonly undoMs?: number;
}

/** A jump that ended messages which can be brought back. */
export interface UndoableAdvance {
  /** Names it in {@link undoAdvance}. */
  readonly jump: number;
  /** Epoch ms on the broker's clock of now, before the jump. */
  readonly from: number;
  readonly byMs: number;
  readonly ended: readonly QueueMessages[];
}

/** What a jump did. */
export interface ClockAdvance extends ClockState {
  /** Absent: it ended nothing that could be brought back. */
  readonly undoable?: UndoableAdvance;
}

/** What {@link resetClock} did. */
export interface ClockReset extends ClockState {
  readonly shortened?: ShortenedLives;
}

/** Messages that were there while the clock was moved forward have less of their retention left than they would have. */
export interface ShortenedLives {
  readonly messages: number;
  /** By how much at most, ms. */
  readonly upToMs: number;
}

export interface UndoneAdvance {
  /** Messages that are back. */
  readonly messages: number;
  /** Messages that the data folder holds no more. */
  readonly missing: number;
  /** ARNs of queues that do not exist now: what they had comes back with another undo, once they are back themselves. */
  readonly waiting: readonly string[];
  /** Of the messages that the jump did not end. */
  readonly shortened?: ShortenedLives;
  readonly clock: ClockState;
}

const DAY_MS = 86_400_000;
const JUMP_MS = wholeNumber(1, 400 * DAY_MS);
const PROCESS_ID = wholeNumber(1, 2 ** 31 - 1);
const TO_MESSAGE = shape({
  queueArn: NAME,
  messageId: NAME,
  /** Absent: `visible`. */
  deadline: optional(oneOf(MESSAGE_DEADLINES)),
});

/**
 * Reads the time, how far it is ahead of the machine's clock, the number of the newest trace event, which the time goes with, and
 * the next thing that will happen to a message without a call.
 */
export const getClock = request('queueside/clock/get', {
  params: NO_PARAMS,
  result: type<ClockState>(),
  stores: 'nothing',
});

/**
 * Moves the broker's clock on; everything that falls due on the way happens in its order, before the answer. `undoable` is there
 * when that ended messages which can be brought back. A broker that is killed during a jump has not made it: clock and
 * messages are as before.
 */
export const advanceClock = request('queueside/clock/advance', {
  params: shape({
    /** At most 400 days. */
    byMs: JUMP_MS,
  }),
  result: type<ClockAdvance>(),
  stores: 'journal',
});

/**
 * Advances to `nextEvent`: the next end of a visibility timeout, of a delay, or of a message's retention. -32003 when nothing
 * waits for time.
 */
export const advanceClockToNext = request('queueside/clock/advanceToNext', {
  params: NO_PARAMS,
  result: type<ClockAdvance>(),
  stores: 'journal',
});

/**
 * Advances to the end of the message's delay or visibility timeout (`visible`, the default) or of its retention (`retention`).
 * -32003 when it has no such deadline: it is visible, or held.
 */
export const advanceClockToMessage = request('queueside/clock/advanceToMessage', {
  params: TO_MESSAGE,
  result: type<ClockAdvance>(),
  stores: 'journal',
});

/**
 * Says how far a jump would go, how many messages of which queue would expire by then, and for how long they could be brought back;
 * without `undoMs`, they could not. Without params it is about the next event. Errors: as those of the jump. Ask with it before
 * you jump.
 */
export const forecastJump = request('queueside/clock/forecast', {
  params: shape({
    byMs: optional(JUMP_MS),
    /** As for `advanceToMessage`. */
    message: optional(TO_MESSAGE),
  }),
  result: type<JumpForecast>(),
  stores: 'nothing',
});

/** Where a jump would go: one of these, or none of them for {@link ClockState.nextEvent}. */
export type JumpTarget = ParamsOf<typeof forecastJump>;

/**
 * Undoes a jump that ended messages, for five minutes of time that is no jump. The clock goes back by it, unless it is back
 * already. Each message that the jump ended is in its old place in its queue, visible or delayed, with its counts and what was
 * left of its life; receipt handles of before stay void. In a queue that was purged since it comes behind what is there. A FIFO
 * queue gives nothing until all of them are back. Messages that the jump did not end keep their age (`shortened` says what
 * that costs them), and calls made since stay. `waiting` are queues that do not exist: what they had comes back with another
 * undo, once they exist again. `missing` are messages that the data folder holds no more. What can be undone is in
 * `queueside/storage/get`. -32003 when there is nothing to bring back. A broker that is killed during an undo goes on with it at
 * its next start.
 */
export const undoAdvance = request('queueside/clock/undoAdvance', {
  params: shape({ jump: SEQUENCE }),
  result: type<UndoneAdvance>(),
  stores: 'journal',
});

/**
 * Back to real time. All times of messages and queues move back with the clock, so that everything keeps its age and what is
 * left to it. `shortened` says how many messages lived through a jump, and have less left to them because of it.
 */
export const resetClock = request('queueside/clock/reset', {
  params: NO_PARAMS,
  result: type<ClockReset>(),
  stores: 'journal',
});

/**
 * Stops the visibility clocks of everything that the consumer has in flight or receives, until the release. Idempotent. A
 * consumer that two connections hold is held until both let go.
 *
 * When a connection is lost without `shutdown`, its holds stay. Such a hold ends when
 *
 * - another connection holds the consumer, which takes it over, or releases it;
 * - all of `processIds` are gone that were there when the hold was placed: processes of the program, on the broker's machine;
 * - ten minutes have passed, in real time, whatever the broker's clock says.
 */
export const holdClock = request('queueside/clock/hold', {
  params: shape({
    consumerId: NAME,
    /** Of the program, on this machine, as far as they are known. */
    processIds: optional(listOf(PROCESS_ID, 1000)),
  }),
  result: type<{ readonly heldCount: number }>(),
  stores: 'nothing',
});

/**
 * Lifts this connection's hold; when it has none, those that lost connections left. 0 when there was nothing to lift, or
 * another connection still holds the consumer.
 */
export const releaseClock = request('queueside/clock/release', {
  params: shape({ consumerId: NAME }),
  result: type<{ readonly releasedCount: number }>(),
  stores: 'nothing',
});

/**
 * Sent to every initialized client after each advance, hold, release and lapse, and when the machine's clock was set while
 * something waits.
 */
export const clockChanged = notification<ClockState>('queueside/clock/changed');
