import type { Result } from '../engine/base/result.ts';
import type { FunctionFaultKind } from '../protocol/functionFaults.ts';
import type { InvocationReport } from '../protocol/invocation.ts';
import type { NotificationMethod } from '../protocol/method.ts';
import type { ProcessCredential } from '../protocol/processCredential.ts';
import type { InvocationOrigin, ProcessedEnd } from './ports.ts';
import type { RuntimeEvents, RuntimeSeat } from './seat.ts';

/** The other end of the connection that runs a function. */
export interface FunctionRunner {
  /** Bytes accepted for sending that have not left yet. */
  readonly bufferedBytes: number;
  notify<P>(method: NotificationMethod<P>, params: P): void;
}

/** How a program runs a function. */
export interface RunOptions {
  /** Of the credential file; absent or empty: the first one. */
  readonly user?: string;
  /** Whether it can freeze processes. Default: false. */
  readonly canFreeze?: boolean;
  /** Absent: as many as the definition allows. */
  readonly environments?: number;
}

/** What an invocation is, for the trace. */
export interface InvocationSubject extends InvocationOrigin {
  readonly requestId: string;
  readonly function: string;
  /** `<function> #<number>`. */
  readonly environment: string;
  /** The access key id of the environment. */
  readonly consumerId: string;
  readonly isCold: boolean;
  /** Invocations of the function that had an environment when it got its own, with itself. */
  readonly concurrent: number;
}

/** Why an invocation failed. */
export interface InvocationError {
  /** What its `errorType` says, or how it failed. */
  readonly code: string;
  readonly message: string;
}

/** A fault that was injected into a function, for the trace. */
export interface FunctionFaultEvent {
  readonly function: string;
  readonly kind: FunctionFaultKind;
  /** A sentence. */
  readonly detail: string;
}

/** What functions need from outside. */
export interface FunctionPorts {
  /** The account and region of all functions. */
  readonly place: { readonly region: string; readonly account: string };
  /** Epoch ms on the broker's clock. */
  now(): number;
  /** ms of real time, from any moment on: it never goes back. */
  elapsedMs(): number;
  /** Epoch ms on the clock of the system, by which processes know their deadlines. */
  systemNow(): number;
  /** Calls back once after a real time; the answer cancels it. */
  readonly schedule: (delayMs: number, callback: () => void) => () => void;
  /** `requestId`: a UUID; `traceId`: the value of the header `Lambda-Runtime-Trace-Id`. */
  createIds(): { readonly requestId: string; readonly traceId: string };
  /** The name of a log stream. */
  readonly createLogStream: () => string;
  /** Creates credentials for an environment, and names it to the broker. Errors: InvalidParameterValue for an unknown user. */
  admit(environmentName: string, user: string): Result<ProcessCredential>;
  /** The environment of a credential has ended. */
  dismiss(accessKeyId: string): void;
  /** The process of a credential is known. */
  noteProcessId(accessKeyId: string, processId: number): void;
  /**
   * Opens the Runtime API of an environment.
   * @param onOpen called once, in a later turn or in this one, with the seat or with a sentence that says why there is none
   */
  openSeat(events: RuntimeEvents, onOpen: (opened: RuntimeSeat | string) => void): void;
  /** An invocation has an environment, which may still have to start. */
  recordBegin(subject: InvocationSubject): void;
  /**
   * An invocation is over.
   * @param lines what its process wrote, as far as it has arrived; the oldest first
   * @returns what the function said of its failure; undefined: it did not fail
   */
  recordInvocation(
    report: InvocationReport,
    subject: InvocationSubject,
    end: ProcessedEnd,
    lines: readonly string[],
  ): InvocationError | undefined;
  /** An invocation was throttled. */
  recordThrottle(functionName: string): void;
  recordFault(event: FunctionFaultEvent): void;
  /** Something that views show has changed. */
  onChange(): void;
}
