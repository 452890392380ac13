import type { NeighbourService, ServiceRequest } from '../calls/serviceRequest.ts';
import type { MappingFacts } from '../findings/rule.ts';
import type { MappingTarget } from '../functions/ports.ts';
import { parseFilterPattern } from '../eventFilters/parsePattern.ts';
import { claimsLambda, SIGNING_NAME } from '../lambda/claims.ts';
import { hasMappings } from '../mappings/mappingNote.ts';
import { judgeBatch } from '../mappings/outcome.ts';
import type { MappingDefinition } from '../protocol/functionDefinition.ts';
import type { InvocationReport } from '../protocol/invocation.ts';
import type { TurnWork } from '../time/turnWork.ts';
import type { Lambda, LambdaParts } from './lambdaParts.ts';

/** Where the pollers are woken. */
type Wake = (work: TurnWork) => void;

/** @param lambda undefined: its code could not be loaded */
type Waiting = (lambda: Lambda | undefined) => void;

export interface LambdaServiceParts
  extends Omit<LambdaParts, 'wakeAt' | 'wakeEventsAt' | 'judgeBatch' | 'parsePattern'> {
  /** Adds one who is woken; returns what sets when. */
  addWaker(wake: Wake): (deadline: number | undefined) => void;
}

/**
 * Event source mappings and the API of Lambda. Their code is loaded with the first function or the first call: most brokers
 * have neither.
 */
export class LambdaService implements MappingTarget {
  readonly neighbour: NeighbourService;
  private readonly parts: LambdaServiceParts;
  private lambda: Lambda | undefined;
  /** What waits for the code, in its order; undefined: nothing does. */
  private waiting: Waiting[] | undefined;
  private isStopped = false;

  constructor(parts: LambdaServiceParts) {
    this.parts = parts;
    this.neighbour = {
      signingName: SIGNING_NAME,
      claims: claimsLambda,
      serve: (request) => this.serve(request),
    };
    if (hasMappings(parts.notes)) this.use(() => undefined);
  }

  setAll(functionName: string, declared: readonly MappingDefinition[]): void {
    const isUnknown = this.lambda === undefined && this.waiting === undefined;
    if (declared.length === 0 && isUnknown) return;
    this.use((lambda) => lambda.setAll(functionName, declared));
  }

  /** An invocation is over: it is measured. @param concurrent as in {@link LambdaMetrics.noteInvocation} */
  noteInvocation(report: InvocationReport, concurrent: number): void {
    this.use(({ metrics }) => metrics.noteInvocation(report, concurrent));
  }

  noteThrottle(functionName: string): void {
    this.use(({ metrics }) => metrics.noteThrottle(functionName));
  }

  /** What findings ask about a mapping. */
  findFacts(mappingId: string): MappingFacts | undefined {
    const mapping = this.lambda?.book.find(this.parts.place, mappingId);
    if (mapping === undefined) return undefined;
    const { functionName, settings, modifiedAt } = mapping;
    const { timeoutSeconds = 0 } = this.parts.functions.find(functionName) ?? {};
    return {
      functionName,
      timeoutMs: timeoutSeconds * 1000,
      windowMs: settings.windowSeconds * 1000,
      modifiedAt,
    };
  }

  /** The clock was set back by so many ms. */
  goBack(byMs: number): void {
    if (this.lambda !== undefined || this.waiting !== undefined)
      this.use(({ pollers, events }) => {
        pollers.goBack(byMs);
        events.goBack(byMs);
      });
  }

  stop(): void {
    this.isStopped = true;
    this.lambda?.stop();
  }

  private serve(request: ServiceRequest): void {
    this.use(
      (lambda) => lambda.serve(request),
      () => request.answer(500, 'text/plain', 'The Lambda front could not be loaded.'),
    );
  }

  private use(run: (lambda: Lambda) => void, onMissing: () => void = () => undefined): void {
    if (this.lambda !== undefined) {
      this.guard(run, this.lambda);
      return;
    }
    const isAsked = this.waiting !== undefined;
    this.waiting ??= [];
    this.waiting.push((lambda) => {
      if (lambda === undefined) onMissing();
      else this.guard(run, lambda);
    });
    if (!isAsked) void this.load();
  }

  private async load(): Promise<void> {
    try {
      const { Lambda: Loaded } = await import('./lambdaParts.ts');
      if (this.isStopped) return;
      const wakeAt = this.parts.addWaker((work) => this.use(({ pollers }) => pollers.wake(work)));
      this.lambda = new Loaded({
        ...this.parts,
        judgeBatch,
        parsePattern: parseFilterPattern,
        wakeAt,
        wakeEventsAt: this.parts.addWaker((work) => this.use(({ events }) => events.wake(work))),
      });
    } catch (error) {
      this.parts.onDefect(error);
    }
    const waiting = this.waiting ?? [];
    this.waiting = undefined;
    for (const run of waiting) run(this.lambda);
  }

  /** What a timer or a request runs: a defect of it that is not caught here would end the broker. */
  private guard(run: (lambda: Lambda) => void, lambda: Lambda): void {
    try {
      run(lambda);
    } catch (error) {
      this.parts.onDefect(error);
    }
  }
}
