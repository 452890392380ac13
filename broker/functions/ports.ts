import type { InvocationFailureKind } from '../protocol/invocation.ts';

/** What invokes a function: an event source mapping, a call of `Invoke`, or a user. */
export interface InvocationOrigin {
  /** Of the mapping; undefined: not a mapping. */
  readonly mappingId: string | undefined;
}

/** One call of a function with one event. */
export interface InvocationRequest {
  /** The event, JSON. At most 6,291,556 bytes. */
  readonly payload: string;
  readonly origin: InvocationOrigin;
  /** Called once, in a later turn or in this one, when the invocation is over. */
  readonly complete: (end: InvocationEnd) => void;
}

/** How an invocation ended. */
export type InvocationEnd =
  /** The function returned: these bytes, which may not be JSON. */
  | { readonly outcome: 'returned'; readonly requestId: string; readonly payload: Buffer }
  /** The function failed: what its invoker sees with status 200 and `FunctionError: Unhandled`. */
  | {
      readonly outcome: 'failed';
      readonly requestId: string;
      readonly kind: InvocationFailureKind;
      /** JSON with `errorType` and `errorMessage`. */
      readonly payload: Buffer;
    }
  /** It was not run: too many at once. A mapping tries again later. */
  | { readonly outcome: 'throttled'; readonly reason: string }
  /** It was not run: no function of that name, or no program runs it. A mapping treats it as throttled. */
  | { readonly outcome: 'unavailable'; readonly reason: string };

/** The functions of a broker, as those who invoke them see them. */
export interface FunctionInvoker {
  /** Its settings; undefined: there is no such function in the broker's account and region. */
  find(functionName: string): InvokedFunction | undefined;
  /**
   * Calls a function: in an environment that waits, or in a new one. Invocations of a function that has all of its
   * environments busy wait, unless {@link InvokedFunction.freeEnvironments} was asked before.
   */
  invoke(functionName: string, request: InvocationRequest): void;
  /** Called when a function could take an invocation that it could not before, or was declared, changed or deleted. */
  onChange(listener: (functionName: string) => void): void;
}

/** What an invoker may know about a function. */
export interface InvokedFunction {
  readonly name: string;
  readonly arn: string;
  /** s */
  readonly timeoutSeconds: number;
  /** Whether a program runs it: without one, nothing can be invoked, and mappings do not poll. */
  readonly isRunnable: boolean;
  /** How many more invocations could begin now without waiting: environments that are idle or may still be started. */
  readonly freeEnvironments: number;
}
