import { NAME, SEQUENCE } from './commonShapes.ts';
import { NO_PARAMS, type ParamsOf, notification, request, type } from './method.ts';
import { listOf, oneOf, optional, shape, wholeNumber } from './shape.ts';

/** What happens to a message when time passes. */
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
   * How far the broker's clock is ahead of the machine's, ms: because it was advanced, or because the machine's clock
   * was set, which changes the broker's clock only at {@link resetClock}. Negative if the machine's clock was set
   * forward.
   */
  readonly offsetMs: number;
  /** Sequence number of the newest trace event: `now` includes every clock change up to it, and none after. */
  readonly sequence: number;
  /** Epoch ms of the next deadline. */
  readonly nextDeadline?: number;
  /** The next deadline of a message; {@link advanceClockToNext} advances to it. */
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

/** Effects of an advance that a user may not want. */
export interface JumpForecast {
  /** How far the clock advances, ms. */
  readonly byMs: number;
  /** Messages whose retention ends by then: they are lost. Queues without one are left out. */
  readonly ending: readonly QueueMessages[];
  /** For how long they can be restored, ms; absent: they cannot. */
  readonly undoMs?: number;
}

/** An advance that expired messages which can be restored. */
export interface UndoableAdvance {
  /** Names it in {@link undoAdvance}. */
  readonly jump: number;
  /** Epoch ms on the broker's clock of now, before the jump. */
  readonly from: number;
  readonly byMs: number;
  readonly ended: readonly QueueMessages[];
}

/** What an advance did. */
export interface ClockAdvance extends ClockState {
  /** Absent: no messages expired that could be restored. */
  readonly undoable?: UndoableAdvance;
  /** It was cancelled: the clock is where it got to. */
  readonly isCancelled?: true;
}

/** How far an advance has got. */
export interface AdvanceProgress {
  /** How far it goes, ms. */
  readonly byMs: number;
  /** How far the clock was advanced so far, ms. */
  readonly doneMs: number;
}

/** What {@link resetClock} did. */
export interface ClockReset extends ClockState {
  readonly shortened?: ShortenedLives;
}

/** Messages that existed while the clock was advanced have less of their retention period left. */
export interface ShortenedLives {
  readonly messages: number;
  /** By how much at most, ms. */
  readonly upToMs: number;
}

export interface UndoneAdvance {
  /** Restored messages. */
  readonly messages: number;
  /** Messages that the data folder no longer holds. */
  readonly missing: number;
  /** ARNs of queues that do not exist now: to restore their messages, undo again once the queues exist. */
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
 * Reads the broker's time, how far it is ahead of the machine's clock, the number of the newest trace event at that
 * time, and the next deadline of a message.
 */
export const getClock = request('queueside/clock/get', {
  params: NO_PARAMS,
  result: type<ClockState>(),
  stores: 'nothing',
});

/**
 * Advances the broker's clock. All deadlines on the way fire in order, before the response. `undoable` is present if
 * messages expired that can be restored. If much happens on the way, the broker answers other calls meanwhile, and reports
 * `advanceProgressed`; whatever else moves the clock waits. If the broker is killed during an advance, the advance ended in
 * between or did not happen: clock and messages are as they were at a moment on the way.
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
 * Cancels the advance that is under way, if there is one: the clock stays where it got to, and the advance responds with
 * `isCancelled`. Responds when it has ended. To go back, undo it or reset the clock.
 */
export const cancelAdvance = request('queueside/clock/cancelAdvance', {
  params: NO_PARAMS,
  result: type<ClockState>(),
  stores: 'nothing',
});

/** Sent to every initialized client, at most every 100 ms during an advance that takes longer. */
export const advanceProgressed = notification<AdvanceProgress>('queueside/clock/advanceProgressed');

/**
 * Advances to `nextEvent`: the next end of a visibility timeout, of a delay, or of a message's retention. -32003 if no
 * deadline exists.
 */
export const advanceClockToNext = request('queueside/clock/advanceToNext', {
  params: NO_PARAMS,
  result: type<ClockAdvance>(),
  stores: 'journal',
});

/**
 * Advances to the end of the message's delay or visibility timeout (`visible`, the default) or of its retention (`retention`).
 * -32003 if it has no such deadline because it is visible, or held.
 */
export const advanceClockToMessage = request('queueside/clock/advanceToMessage', {
  params: TO_MESSAGE,
  result: type<ClockAdvance>(),
  stores: 'journal',
});

/**
 * Returns how far an advance would go, how many messages of each queue would expire, and for how long they could be
 * restored; without `undoMs`, they could not. Without params, it previews the next event. Errors: those of the advance.
 * Use it to ask the user before you advance.
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

/** Target of the advance: one of these, or none of them for {@link ClockState.nextEvent}. */
export type JumpTarget = ParamsOf<typeof forecastJump>;

/**
 * Undoes an advance that expired messages, for five minutes (advances do not count as time). The clock goes back by the
 * advance, unless it was reset meanwhile. Each expired message returns to its old place in its queue, visible or
 * delayed, with its counts and its remaining retention; earlier receipt handles stay invalid. If the queue was purged
 * since then, the message comes after the existing ones. A FIFO queue delivers nothing until all of them are restored.
 * Messages that did not expire keep their age (`shortened` counts them), and calls made since then stay; a message that was
 * sent during the advance is as if sent now. `waiting`
 * lists queues that do not exist: to restore their messages, undo again once they exist. `missing` counts messages that
 * the data folder no longer holds. `queueside/storage/get` lists what can be undone. -32003 if there is nothing to
 * restore. If the broker is killed during an undo, it continues at its next start.
 */
export const undoAdvance = request('queueside/clock/undoAdvance', {
  params: shape({ jump: SEQUENCE }),
  result: type<UndoneAdvance>(),
  stores: 'journal',
});

/**
 * Returns to real time; cancels an advance that is under way. All times of messages and queues move back with the clock, so ages and remaining times stay the
 * same. `shortened` counts messages that existed during an advance and therefore have less retention left.
 */
export const resetClock = request('queueside/clock/reset', {
  params: NO_PARAMS,
  result: type<ClockReset>(),
  stores: 'journal',
});

/**
 * Pauses the visibility timeouts of all messages that the consumer has in flight or receives, until the release.
 * Idempotent. If two connections hold a consumer, it is held until both release it.
 *
 * If a connection is lost without `shutdown`, its holds stay. Such a hold ends when
 *
 * - another connection takes over the hold by holding the consumer, or releases it;
 * - all `processIds` that existed when the hold began have ended: processes of the program, on the broker's machine;
 * - ten minutes have passed, in real time, whatever the broker's clock says.
 */
export const holdClock = request('queueside/clock/hold', {
  params: shape({
    consumerId: NAME,
    /** Known process ids of the program, on this machine. */
    processIds: optional(listOf(PROCESS_ID, 1000)),
  }),
  result: type<{ readonly heldCount: number }>(),
  stores: 'nothing',
});

/**
 * Releases this connection's hold; if it has none, the holds of lost connections. 0 if there was nothing to release, or
 * if another connection still holds the consumer.
 */
export const releaseClock = request('queueside/clock/release', {
  params: shape({ consumerId: NAME }),
  result: type<{ readonly releasedCount: number }>(),
  stores: 'nothing',
});

/**
 * Sent to every initialized client after each advance, hold, release and expiry of a hold, and when the machine's clock
 * was set while a deadline exists.
 */
export const clockChanged = notification<ClockState>('queueside/clock/changed');
