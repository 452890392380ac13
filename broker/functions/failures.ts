import type { EnvironmentEnd } from '../protocol/functions.ts';
import type { InvocationFailureKind } from '../protocol/invocation.ts';
import type { FunctionError } from './seat.ts';

/** The type of the error that stands for a response with too many bytes. */
const TOO_LARGE = 'Function.ResponseSizeTooLarge';

/** How the process of an environment ended, as its runner has seen it. */
export interface ProcessExit {
  readonly code?: number | undefined;
  readonly signal?: string | undefined;
}

/** What the service says of signals; of others, their names. */
const SIGNALS: Readonly<Record<string, string>> = {
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGFPE: 'floating point exception',
  SIGHUP: 'hangup',
  SIGILL: 'illegal instruction',
  SIGINT: 'interrupt',
  SIGKILL: 'killed',
  SIGPIPE: 'broken pipe',
  SIGQUIT: 'quit',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
  SIGTRAP: 'trace/breakpoint trap',
};

// What an invoker sees of an invocation that failed without an error of the function (docs/functions.md#failures).

export function describeTimeout(requestId: string, timeoutMs: number): FunctionError {
  return sandboxError('Sandbox.Timedout', requestId, describeTimedOut(timeoutMs));
}

/** Of 3,000 ms: `Task timed out after 3.00 seconds`. */
export function describeTimedOut(timeoutMs: number): string {
  return `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`;
}

export function describeExit(requestId: string, exit: ProcessExit): FunctionError {
  return sandboxError('Runtime.ExitError', requestId, describeExitReason(exit));
}

/** @param reason why the process could not be started */
export function describeNoStart(requestId: string, reason: string): FunctionError {
  return sandboxError('Runtime.InvalidEntrypoint', requestId, reason);
}

/** In the words of the service. */
export function describeExitReason({ code, signal }: ProcessExit): string {
  if (signal !== undefined) return `Runtime exited with error: signal: ${SIGNALS[signal] ?? signal}`;
  if (code === undefined || code === 0) return 'Runtime exited without providing a reason';
  return `Runtime exited with error: exit status ${code}`;
}

function sandboxError(errorType: string, requestId: string, message: string): FunctionError {
  const errorMessage = `RequestId: ${requestId} Error: ${message}`;
  return { errorType, body: Buffer.from(JSON.stringify({ errorType, errorMessage })) };
}

/**
 * @param reason why, if not because the environment is no longer needed
 * @param at epoch ms on the broker's clock
 */
export function describeEnd(
  { code, signal }: ProcessExit,
  reason: string | undefined,
  at: number,
): Omit<EnvironmentEnd, 'lastLines'> {
  return {
    at,
    ...(code === undefined ? {} : { code }),
    ...(signal === undefined ? {} : { signal }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** Of an error that was reported while the invocation ran. */
export function kindOf({ errorType }: FunctionError): InvocationFailureKind {
  return errorType === TOO_LARGE ? 'responseTooLarge' : 'handlerError';
}
