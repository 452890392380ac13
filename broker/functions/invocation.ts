import type { InvocationReport } from '../protocol/invocation.ts';
import type { InvocationFault } from './functionFaults.ts';
import type { FunctionPorts } from './functionPorts.ts';
import type { InvocationRequest, ProcessedEnd } from './ports.ts';

/** One invocation of a function, from its request to its end. */
export class Invocation {
  readonly requestId: string;
  readonly traceId: string;
  readonly request: InvocationRequest;
  /** An environment was started for it. */
  isCold = false;
  /** Its environment was started once already, and was too slow: its start is a part of the invocation now. */
  isRestarted = false;
  /** When its time began to run, ms of real time; undefined: it has not begun. */
  private begunAt: number | undefined;
  /** The same on the broker's clock, epoch ms. */
  at: number | undefined;
  /** Its fault: what happens to it on purpose. */
  fault: InvocationFault | undefined;
  /** Its first response or error: what comes later does not count. */
  answer: ProcessedEnd | undefined;

  constructor(ids: { readonly requestId: string; readonly traceId: string }, request: InvocationRequest) {
    this.requestId = ids.requestId;
    this.traceId = ids.traceId;
    this.request = request;
  }

  /** Its time begins to run, if it has not yet. @returns when that was, ms of real time */
  begin({ elapsedMs, now }: Pick<FunctionPorts, 'elapsedMs' | 'now'>): number {
    this.at ??= now();
    this.begunAt ??= elapsedMs();
    return this.begunAt;
  }

  complete(end: ProcessedEnd, report: InvocationReport, logTail?: string): void {
    this.request.complete({ ...end, report, ...(logTail === undefined ? {} : { logTail }) });
  }

  /** It is not run. */
  reject(outcome: 'throttled' | 'unavailable', reason: string): void {
    this.request.complete({ outcome, reason });
  }
}
