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
  /** Of the newest event of the trace: `now` includes every move of the clock up to it, and none after. */
  readonly sequence: number;
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
export const advanceClock = request<AdvanceClockParams, ClockState>('queueside/clock/advance');
/** Goes to {@link ClockState.nextEvent}; not found when nothing will happen to any message by itself. */
export const advanceClockToNext = request<NoParams, ClockState>('queueside/clock/advanceToNext');
/** Goes to a message's deadline; not found when it has none: it is visible already, or held. */
export const advanceClockToMessage = request<AdvanceToMessageParams, ClockState>(
  'queueside/clock/advanceToMessage',
);
/**
 * Goes back to real time. Everything keeps its age and what is left to it: all times of messages and queues move back
 * with the clock.
 */
export const resetClock = request<NoParams, ClockState>('queueside/clock/reset');
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
