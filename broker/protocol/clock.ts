import { type NoParams, notification, request } from './method.ts';

export interface ClockState {
  /** Epoch ms on the broker's clock. */
  readonly now: number;
  /** How far the broker's clock is ahead of the system's. */
  readonly offsetMs: number;
  /** Epoch ms of the next thing that will happen by itself. */
  readonly nextDeadline?: number;
}

export interface AdvanceClockParams {
  /** 1 ms to 400 days. */
  readonly byMs: number;
}

/** A hold stops the visibility clocks of all messages that one consumer has in flight, now and until it is released. */
export interface HoldParams {
  readonly consumerId: string;
}

export const getClock = request<NoParams, ClockState>('queueside/clock/get');
export const advanceClock = request<AdvanceClockParams, ClockState>('queueside/clock/advance');
/** Idempotent. Lapses when the connection that placed it closes. */
export const holdClock = request<HoldParams, { readonly heldCount: number }>('queueside/clock/hold');
export const releaseClock = request<HoldParams, { readonly releasedCount: number }>(
  'queueside/clock/release',
);
export const clockChanged = notification<ClockState>('queueside/clock/changed');
