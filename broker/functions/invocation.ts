import type { InvocationReport } from '../protocol/invocation.ts';
import type { InvocationFault } from './functionFaults.ts';
import type { FunctionPorts, InvocationSubject } from './functionPorts.ts';
import type { FunctionSettings } from './functionSettings.ts';
import type { InvocationRequest, ProcessedEnd } from './ports.ts';
import type { RuntimeInvocation } from './seat.ts';

/** A day. */
const DEBUGGED_MS = 86_400_000;

/** One invocation of a function, from its request to its end. */
export class Invocation {
  readonly requestId: string;
  readonly traceId: string;
  readonly request: InvocationRequest;
  /** An environment was started for it. */
  isCold = false;
  /** Those that had an environment when it got its own, with itself. */
  concurrent = 0;
  /** What the trace has of it since its beginning; undefined: it has had no environment yet. */
  subject: InvocationSubject | undefined;
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
  /** The function has answered, and its fault is to time out nevertheless. */
  isDropped = false;

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

  /** ms until it times out, of real time; it begins to run, if it has not yet. */
  leftMs(ports: Pick<FunctionPorts, 'elapsedMs' | 'now'>, { timeoutMs }: FunctionSettings): number {
    const usedMs = ports.elapsedMs() - this.begin(ports);
    return Math.max(0, timeoutMs - usedMs);
  }

  /** @param isDebugged a debugger is attached: its process sees a deadline that it does not reach */
  createEvent(
    { arn: functionArn, settings }: { readonly arn: string; readonly settings: FunctionSettings },
    ports: Pick<FunctionPorts, 'elapsedMs' | 'now' | 'systemNow'>,
    isDebugged: boolean,
  ): RuntimeInvocation {
    const leftMs = isDebugged ? DEBUGGED_MS : this.leftMs(ports, settings);
    const deadlineMs = Math.round(ports.systemNow() + leftMs);
    const { requestId, traceId } = this;
    const { payload, clientContext } = this.request;
    const context = clientContext === undefined ? {} : { clientContext };
    return { requestId, traceId, payload, functionArn, deadlineMs, ...context };
  }

  complete(end: ProcessedEnd, report: InvocationReport, logTail?: string): void {
    this.request.complete({ report, ...end, ...(logTail === undefined ? {} : { logTail }) });
  }

  /** It is not run. */
  reject(outcome: 'throttled' | 'unavailable', reason: string): void {
    this.request.complete({ outcome, reason });
  }
}
