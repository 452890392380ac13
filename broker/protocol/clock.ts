import { type NoParams, notification, request } from './method.ts';

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
  /** Epoch ms of the next thing that will happen by itself. */
  readonly nextDeadline?: number;
  /** The next thing that will happen to a message by itself; {@link advanceClockToNext} goes there. */
  readonly nextEvent?: UpcomingEvent;
}

export interface AdvanceClockParams {
  /** 1 ms to 400 days. */
  readonly byMs: number;
}

/** Where {@link advanceClockToMessage} goes: to the end of a message's delay or visibility timeout, or of its retention. */
export type MessageDeadline = 'visible' | 'retention';

export interface AdvanceToMessageParams {
  readonly queueArn: string;
  readonly messageId: string;
  /** Default: `visible`. */
  readonly deadline?: MessageDeadline;
}

/** Where a jump would go: one of these, or none of them for {@link ClockState.nextEvent}. */
export interface JumpTarget {
  readonly byMs?: number;
  readonly message?: AdvanceToMessageParams;
}

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

/** A hold stops the visibility clocks of all messages that one consumer has in flight, now and until it is released. */
export interface HoldParams {
  readonly consumerId: string;
  /** Of the program, on this machine, as far as they are known: when all are gone, so is a hold without a connection. */
  readonly processIds?: readonly number[];
}

export interface ReleaseParams {
  readonly consumerId: string;
}

export const getClock = request<NoParams, ClockState>('queueside/clock/get');
export const advanceClock = request<AdvanceClockParams, ClockAdvance>('queueside/clock/advance');
/** Goes to {@link ClockState.nextEvent}; not found when nothing will happen to any message by itself. */
export const advanceClockToNext = request<NoParams, ClockAdvance>('queueside/clock/advanceToNext');
/** Goes to a message's deadline; not found when it has none: it is visible already, or held. */
export const advanceClockToMessage = request<AdvanceToMessageParams, ClockAdvance>(
  'queueside/clock/advanceToMessage',
);
/** Says what a jump would end. Errors: as those of the jump. */
export const forecastJump = request<JumpTarget, JumpForecast>('queueside/clock/forecast');
/**
 * Undoes a jump: the clock goes back by it, unless it is back already, and the messages that the jump ended are in their
 * places again, with what was left to them. All others keep their age, and calls made since stay. Not found when there is
 * nothing to bring back.
 */
export const undoAdvance = request<{ readonly jump: number }, UndoneAdvance>('queueside/clock/undoAdvance');
/**
 * Goes back to real time. Everything keeps its age and what is left to it: all times of messages and queues move back
 * with the clock.
 */
export const resetClock = request<NoParams, ClockReset>('queueside/clock/reset');
/**
 * Idempotent. Outlives a connection that is lost, until a client holds or releases the consumer again, until the program's
 * processes are gone, or for ten minutes.
 */
export const holdClock = request<HoldParams, { readonly heldCount: number }>('queueside/clock/hold');
export const releaseClock = request<ReleaseParams, { readonly releasedCount: number }>(
  'queueside/clock/release',
);
/** Sent after every jump, hold and release, and when the machine's clock was set while something waits. */
export const clockChanged = notification<ClockState>('queueside/clock/changed');
