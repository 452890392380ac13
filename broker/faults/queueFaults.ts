import type { CallFault } from '../calls/injectedFaults.ts';
import type { Caller } from '../engine/base/caller.ts';
import type { DeliveryFaults, FaultedMessage } from '../engine/state/deliveryFaults.ts';
import { type ErrorCode, type Failure, fail } from '../engine/base/result.ts';
import {
  DEFAULT_FAULT_SEED,
  FAULT_KINDS,
  FAULTY_ACTIONS,
  type FaultKind,
  type FaultPlan,
  type QueueFaults,
  type SetFaultsParams,
} from '../protocol/faults.ts';
import type { InjectedFault } from '../trace/injectedFault.ts';
import { deriveSeed, SeededRandom } from '../random/seededRandom.ts';

const DEFAULT_SLOW_MS = 1000;

type Report = (fault: InjectedFault) => void;

/** The faults of one queue: decides when to inject them, counts them and reports them. */
export class ActiveQueueFaults implements DeliveryFaults {
  readonly queueArn: string;
  readonly faults: QueueFaults;
  readonly seed: number;
  readonly keep: boolean;
  /** The source of the definitions that ask for it; undefined: a client does. */
  definedIn: string | undefined;
  private readonly report: Report;
  private readonly actions: ReadonlySet<string>;
  private readonly injected: Partial<Record<FaultKind, number>> = {};
  private readonly streams: Readonly<Record<FaultKind, SeededRandom>>;
  /** Messages that came back after a deletion once; each comes back only once. */
  private readonly survivors = new WeakSet<FaultedMessage>();

  constructor(
    { queueArn, faults, seed = DEFAULT_FAULT_SEED, keep = false }: SetFaultsParams,
    definedIn: string | undefined,
    report: Report,
  ) {
    this.queueArn = queueArn;
    this.faults = faults;
    this.seed = seed;
    this.keep = keep;
    this.definedIn = definedIn;
    this.report = report;
    this.actions = new Set(faults.actions ?? FAULTY_ACTIONS);
    this.streams = Object.fromEntries(
      FAULT_KINDS.map((kind) => [kind, new SeededRandom(deriveSeed(seed, kind))]),
    ) as Record<FaultKind, SeededRandom>;
  }

  describe(): FaultPlan {
    const { queueArn, faults, seed, keep, definedIn } = this;
    return {
      queueArn,
      faults,
      seed,
      keep,
      ...(definedIn === undefined ? {} : { definedIn }),
      injected: { ...this.injected },
    };
  }

  get shuffles(): boolean {
    return this.faults.shuffle === true;
  }

  delayMs(messageNumber: number, caller: Caller): number {
    const maximumMs = this.faults.delayMs ?? 0;
    if (maximumMs === 0) return 0;
    const timeoutMs = this.streams.delay.below(maximumMs + 1);
    if (timeoutMs === 0) return 0;
    this.tell('delay', caller, { messageNumber, timeoutMs, detail: `Visible ${timeoutMs} ms late.` });
    return timeoutMs;
  }

  missesPoll(caller: Caller): boolean {
    if (!this.draws('miss', this.faults.missRate)) return false;
    this.tell('miss', caller, {
      detail: 'A short poll returned nothing even though messages were available.',
    });
    return true;
  }

  pick<M extends FaultedMessage>(candidates: readonly M[], caller: Caller): M {
    const place = this.streams.shuffle.below(candidates.length);
    const message = candidates[place] as M;
    if (place > 0) {
      const detail = `Delivered before ${place} that arrived earlier.`;
      this.tell('shuffle', caller, { messageNumber: message.number, detail });
    }
    return message;
  }

  survivesDeletion(message: FaultedMessage, caller: Caller): boolean {
    if (this.survivors.has(message) || !this.draws('duplicate', this.faults.duplicateRate)) return false;
    this.survivors.add(message);
    const detail = 'The deletion succeeded, but the message stays and is delivered again.';
    this.tell('duplicate', caller, { messageNumber: message.number, detail });
    return true;
  }

  /** What happens to a call; undefined when nothing does. */
  drawCall(caller: Caller): CallFault | undefined {
    if (!this.actions.has(caller.action)) return undefined;
    const failure = this.drawFailure(caller);
    const delayMs = this.drawLateness(caller);
    const drops = failure === undefined && this.draws('drop', this.faults.dropRate);
    if (drops) {
      this.tell('drop', caller, {
        detail: 'The call succeeded, but the connection closed without a response.',
      });
    }
    return failure !== undefined || delayMs > 0 || drops ? { failure, delayMs, drops } : undefined;
  }

  private drawFailure(caller: Caller): Failure | undefined {
    const throttled = this.draws('throttle', this.faults.throttleRate);
    const failed = this.draws('error', this.faults.errorRate);
    if (throttled) return this.refuse('throttle', caller, 'RequestThrottled');
    return failed ? this.refuse('error', caller, this.faults.errorCode ?? 'InternalError') : undefined;
  }

  private refuse(kind: 'throttle' | 'error', caller: Caller, code: ErrorCode): Failure {
    const message = kind === 'throttle' ? 'Request was throttled.' : 'An injected error.';
    this.tell(kind, caller, { error: { code, message }, detail: `Failed with ${code}; nothing was done.` });
    return fail(code, message);
  }

  private drawLateness(caller: Caller): number {
    const delayMs = this.faults.slowMs ?? DEFAULT_SLOW_MS;
    if (!this.draws('slow', this.faults.slowRate) || delayMs === 0) return 0;
    this.tell('slow', caller, { timeoutMs: delayMs, detail: `Response delayed by ${delayMs} ms.` });
    return delayMs;
  }

  private draws(kind: FaultKind, rate: number | undefined): boolean {
    return rate !== undefined && rate > 0 && this.streams[kind].happens(rate);
  }

  private tell(
    kind: FaultKind,
    caller: Caller,
    rest: Omit<InjectedFault, 'kind' | 'caller' | 'queueArn'>,
  ): void {
    this.injected[kind] = (this.injected[kind] ?? 0) + 1;
    this.report({ kind, queueArn: this.queueArn, caller, ...rest });
  }
}
