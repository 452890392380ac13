import type { PoolOrderParams } from '../protocol/pools.ts';

export type StartOrder = Extract<PoolOrderParams, { readonly order: 'start' }>;

/** How a process ended, as far as is known: neither, if a debugger does not say it. */
export interface PoolProgramEnd {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A program that runs as a process of a pool. */
export interface PoolProgram {
  /** undefined: not known yet. */
  readonly pid: number | undefined;
  /** Of a program whose id is not known at its start; may never resolve. */
  readonly laterPid?: Promise<number>;
  /** The last lines that it printed, the oldest first. */
  readonly lastLines: readonly string[];
  readonly ended: Promise<PoolProgramEnd>;
  /** SIGTERM. @param graceMs until SIGKILL; absent: whoever asks decides that */
  stop(graceMs?: number): unknown;
  /** SIGKILL. */
  kill(): void;
}

/** What became of a start; `failure` is a sentence. */
export type PoolStart =
  | { readonly ok: true; readonly program: PoolProgram }
  | { readonly ok: false; readonly failure: string };
