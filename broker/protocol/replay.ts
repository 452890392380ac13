import type { MessageAttributeValue } from './message.ts';
import { notification, request } from './method.ts';

/** One send of a replay; a `RecordedSend` is one, too. */
export interface ReplaySend {
  readonly queueArn: string;
  /** Epoch ms of the recorded send; only the distances between them count. */
  readonly sentAt: number;
  readonly body: string;
  readonly attributes: readonly MessageAttributeValue[];
  readonly groupId?: string;
  readonly traceHeader?: string;
}

/** A long recording takes several of these: a frame has 8 MiB. */
export interface AddToReplayParams {
  /** Absent: a new replay. */
  readonly replayId?: string;
  /** In order of time, 1-1,000 of them; a replay has at most 100,000 sends and 64 MiB of bodies. */
  readonly sends: readonly ReplaySend[];
}

export interface StartReplayParams {
  readonly replayId: string;
  /** 1: as recorded; 2: twice as fast; 0: all at once. At most 1,000. On the broker's clock. */
  readonly speed: number;
  /** Sends everything to this queue; absent: each to the queue that it was recorded in. */
  readonly toQueueArn?: string;
}

export interface ReplayParams {
  readonly replayId: string;
}

export interface ReplayState {
  readonly replayId: string;
  readonly status: 'collecting' | 'running' | 'done' | 'cancelled';
  readonly sendCount: number;
  readonly sentCount: number;
  /** Sends that were refused, or whose queue is not there. */
  readonly failedCount: number;
  /** Why the last of them failed. */
  readonly lastFailure?: string;
  /** Epoch ms on the broker's clock of the next send. */
  readonly nextAt?: number;
}

/** Collects what will be sent. A session may have 4 replays; they end with its connection. */
export const addToReplay = request<AddToReplayParams, ReplayState>('queueside/replay/add');
export const startReplay = request<StartReplayParams, ReplayState>('queueside/replay/start');
export const cancelReplay = request<ReplayParams, ReplayState>('queueside/replay/cancel');
/** To the session whose replay it is, at most every 200 ms while it runs, and at its end. */
export const replayProgressed = notification<ReplayState>('queueside/replay/progressed');
