import type { Caller } from '../engine/base/caller.ts';
import type { Failure } from '../engine/base/result.ts';

/** What happens to one call of the SQS front on purpose. */
export interface CallFault {
  /** The call is refused with this, and nothing is done. */
  readonly failure: Failure | undefined;
  /** The answer comes so many ms late. */
  readonly delayMs: number;
  /** The call is done, and the connection closes without an answer. */
  readonly drops: boolean;
}

/** Decides about calls before they are done. */
export interface CallFaults {
  /** No queue has faults: calls need not be looked at. */
  readonly isIdle: boolean;
  draw(queueArn: string, caller: Caller): CallFault | undefined;
  /** Real time. */
  after(delayMs: number, callback: () => void): void;
}
