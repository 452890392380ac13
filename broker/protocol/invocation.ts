/** What an invocation was like, as the service reports it at its end. */
export interface InvocationReport {
  readonly requestId: string;
  /** The name of the function. */
  readonly function: string;
  /** `<function> #<number>`. */
  readonly environment: string;
  /** Of the event source mapping that invoked it; absent: another caller. */
  readonly mappingId?: string;
  /** When its event was handed over, or its environment was started; epoch ms on the broker's clock. */
  readonly at: number;
  /** Its environment was started for it. */
  readonly isCold: boolean;
  /** How long the start of the environment took, ms of real time; only if `isCold`. */
  readonly initMs?: number;
  /** ms of real time, from the event to the end. */
  readonly durationMs: number;
  /** Whole ms: the duration, and the start of the environment. */
  readonly billedMs: number;
  readonly outcome: InvocationOutcome;
  /** MB: the memory size of the function. */
  readonly memory: number;
  /** The most memory that the process of the environment has used so far, MB; absent: not reported. */
  readonly usedMemory?: number;
}

/** Why a function failed, as its invoker sees it. */
export const FAILURE_KINDS = ['handlerError', 'timeout', 'exit', 'initError', 'responseTooLarge'] as const;
export type InvocationFailureKind = (typeof FAILURE_KINDS)[number];

export type InvocationOutcome = 'returned' | InvocationFailureKind;
