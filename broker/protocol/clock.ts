import { NAME } from './commonShapes.ts';
import { NO_PARAMS, notification, request, type } from './method.ts';
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
  /** Epoch ms of the next thing that will happen by itself. */
  readonly nextDeadline?: number;
  /** The next thing that will happen to a message by itself; {@link advanceClockToNext} goes there. */
  readonly nextEvent?: UpcomingEvent;
}

/** Where {@link advanceClockToMessage} goes: to the end of a message's delay or visibility timeout, or of its retention. */
export const MESSAGE_DEADLINES = ['visible', 'retention'] as const;

export type MessageDeadline = (typeof MESSAGE_DEADLINES)[number];

const DAY_MS = 86_400_000;
const PROCESS_ID = wholeNumber(1, 2 ** 31 - 1);

/** Reads the time, how far it is ahead of the machine's clock, and the next thing that will happen to a message without a call. */
export const getClock = request('queueside/clock/get', {
  params: NO_PARAMS,
  result: type<ClockState>(),
  stores: 'nothing',
});

/**
 * Moves the broker's clock on; everything that falls due on the way happens in its order, before the answer.
 */
export const advanceClock = request('queueside/clock/advance', {
  params: shape({
    /** At most 400 days. */
    byMs: wholeNumber(1, 400 * DAY_MS),
  }),
  result: type<ClockState>(),
  stores: 'journal',
});

/**
 * Advances to `nextEvent`: the next end of a visibility timeout, of a delay, or of a message's retention. -32003 when nothing
 * waits for time.
 */
export const advanceClockToNext = request('queueside/clock/advanceToNext', {
  params: NO_PARAMS,
  result: type<ClockState>(),
  stores: 'journal',
});

/**
 * Advances to the end of the message's delay or visibility timeout (`visible`, the default) or of its retention (`retention`).
 * -32003 when it has no such deadline: it is visible, or held.
 */
export const advanceClockToMessage = request('queueside/clock/advanceToMessage', {
  params: shape({
    queueArn: NAME,
    messageId: NAME,
    /** Absent: `visible`. */
    deadline: optional(oneOf(MESSAGE_DEADLINES)),
  }),
  result: type<ClockState>(),
  stores: 'journal',
});

/**
 * Back to real time. All times of messages and queues move back with the clock, so that everything keeps its age and what is
 * left to it.
 */
export const resetClock = request('queueside/clock/reset', {
  params: NO_PARAMS,
  result: type<ClockState>(),
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
