import { DEFAULT_FAULT_SEED } from '../protocol/faults.ts';
import {
  FUNCTION_FAULT_KINDS,
  type FunctionFaultKind,
  type FunctionFaults,
} from '../protocol/functionFaults.ts';
import { deriveSeed, SeededRandom } from '../random/seededRandom.ts';

const DEFAULT_SLOW_START_MS = 5000;

/** What happens to an invocation that an environment gets. */
export type InvocationFault = Extract<FunctionFaultKind, 'timeout' | 'crashBefore' | 'crashAfter'>;

export function isAnyOn(faults: FunctionFaults): boolean {
  return FUNCTION_FAULT_KINDS.some((kind) => (faults[`${kind}Rate`] ?? 0) > 0);
}

/** The faults of one function: decides when to inject them. */
export class ActiveFunctionFaults {
  readonly faults: FunctionFaults;
  private readonly streams: Readonly<Record<FunctionFaultKind, SeededRandom>>;
  private readonly report: (kind: FunctionFaultKind, detail: string) => void;

  /** @param report called with a sentence for each fault */
  constructor(faults: FunctionFaults, report: (kind: FunctionFaultKind, detail: string) => void) {
    this.faults = faults;
    this.report = report;
    const seed = faults.seed ?? DEFAULT_FAULT_SEED;
    this.streams = Object.fromEntries(
      FUNCTION_FAULT_KINDS.map((kind) => [kind, new SeededRandom(deriveSeed(seed, kind))]),
    ) as Record<FunctionFaultKind, SeededRandom>;
  }

  throttles(): boolean {
    return this.draws('throttle', 'An invocation is throttled.');
  }

  /** By how much the start of an environment is slower, ms. */
  startDelayMs(): number {
    const delayMs = this.faults.slowStartMs ?? DEFAULT_SLOW_START_MS;
    return this.draws('slowStart', `An environment starts ${delayMs} ms late.`) ? delayMs : 0;
  }

  /**
   * What happens to an invocation that an environment gets; undefined: nothing.
   * @param canTimeOut whether its time is limited
   */
  drawInvocation(canTimeOut: boolean): InvocationFault | undefined {
    // Each is drawn every time: whether one is on never changes what the others do.
    const crashesBefore = this.draws('crashBefore');
    const crashesAfter = this.draws('crashAfter');
    const timesOut = this.draws('timeout');
    if (crashesBefore) return this.tell('crashBefore', 'The process is killed before it gets the event.');
    if (crashesAfter) return this.tell('crashAfter', 'The process is killed when it has done its work.');
    return timesOut && canTimeOut
      ? this.tell('timeout', 'The function works, and then times out.')
      : undefined;
  }

  private draws(kind: FunctionFaultKind, detail?: string): boolean {
    const rate = this.faults[`${kind}Rate`] ?? 0;
    if (rate === 0 || !this.streams[kind].happens(rate)) return false;
    if (detail !== undefined) this.report(kind, detail);
    return true;
  }

  private tell<K extends FunctionFaultKind>(kind: K, detail: string): K {
    this.report(kind, detail);
    return kind;
  }
}
