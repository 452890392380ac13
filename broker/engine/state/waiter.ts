import type { Caller } from '../base/caller.ts';
import type { Queue } from './queue.ts';
import type { ReceivedMessage } from './receivedMessage.ts';
import type { Result } from '../base/result.ts';
import type { Timer } from './timers.ts';

/** A receive that waits for messages: a long poll. */
export interface Waiter extends Timer {
  readonly queue: Queue;
  readonly caller: Caller;
  readonly maxMessages: number;
  readonly visibilitySeconds: number | undefined;
  readonly attemptId: string | undefined;
  /** Undefined: it always may. */
  readonly mayTake: (() => boolean) | undefined;
  /** Called once. */
  readonly complete: (result: Result<readonly ReceivedMessage[]>) => void;
}
