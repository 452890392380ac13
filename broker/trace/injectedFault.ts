import type { Caller } from '../engine/base/caller.ts';
import type { FaultKind } from '../protocol/faults.ts';

/** A fault that was injected, for the trace. */
export interface InjectedFault {
  readonly kind: FaultKind;
  readonly queueArn: string;
  readonly caller?: Caller | undefined;
  readonly messageNumber?: number | undefined;
  /** The lateness that it adds, ms. */
  readonly timeoutMs?: number | undefined;
  readonly error?: { readonly code: string; readonly message: string };
  /** A sentence. */
  readonly detail: string;
}
