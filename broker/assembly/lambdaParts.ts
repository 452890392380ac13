import { createRequestId } from '../calls/requestId.ts';
import type { ServiceRequest } from '../calls/serviceRequest.ts';
import type { NoteKeeper } from '../engine/base/noteKeeper.ts';
import type { Engine } from '../engine/engine.ts';
import type { FunctionInvoker } from '../functions/ports.ts';
import { EventQueue } from '../lambda/eventQueue.ts';
import { serveLambda } from '../lambda/front.ts';
import { MappingBook } from '../mappings/mappingBook.ts';
import { MappingPollers } from '../mappings/mappingPollers.ts';
import type { parseFilterPattern } from '../eventFilters/parsePattern.ts';
import { createReader } from '../mappings/messageReader.ts';
import type { judgeBatch } from '../mappings/outcome.ts';
import type { PollerPorts, QueueAccess } from '../mappings/ports.ts';
import { loadMappings, saveMappings } from '../mappings/savedMappings.ts';
import type { MappingDefinition } from '../protocol/functionDefinition.ts';
import type { MetricWriter } from '../metrics/metricReader.ts';
import type { Schedule } from '../time/schedule.ts';
import { LambdaMetrics } from './lambdaMetrics.ts';

/** What event source mappings and the API of Lambda are made of. */
export interface LambdaParts {
  readonly engine: Engine;
  readonly queues: QueueAccess;
  readonly functions: FunctionInvoker;
  readonly metrics: MetricWriter;
  readonly schedule: Schedule;
  /** The account and region of all functions. */
  readonly place: { readonly region: string; readonly account: string };
  /** Absent: mappings end with the broker. */
  readonly notes: NoteKeeper | undefined;
  readonly trace: Pick<PollerPorts, 'noteUnwanted' | 'noteFailed'>;
  /** These two have translated texts: they belong to the bundle that has the translations. */
  readonly judgeBatch: typeof judgeBatch;
  readonly parsePattern: typeof parseFilterPattern;
  /** Epoch ms on the broker's clock. */
  now(): number;
  wakeAt(deadline: number | undefined): void;
  /** The same for events that are tried again. */
  wakeEventsAt(deadline: number | undefined): void;
  /** Calls back once everything that was done so far is safe. */
  commit(done: (error?: Error) => void): void;
  log(line: string): void;
  onDefect(error: unknown): void;
}

/** The mappings of a broker, what polls for them, and the front of Lambda. */
export class Lambda {
  readonly book: MappingBook;
  readonly pollers: MappingPollers;
  readonly metrics: LambdaMetrics;
  readonly events: EventQueue;
  private readonly parts: LambdaParts;

  constructor(parts: LambdaParts) {
    this.parts = parts;
    const now = (): number => parts.now();
    this.metrics = new LambdaMetrics({
      metrics: parts.metrics,
      schedule: parts.schedule,
      place: parts.place,
      now,
      onDefect: (error) => parts.onDefect(error),
    });
    this.events = new EventQueue({
      functions: parts.functions,
      now,
      wakeAt: (deadline) => parts.wakeEventsAt(deadline),
      log: (line) => parts.log(line),
    });
    const { mappings, problems } = loadMappings(parts.notes);
    for (const problem of problems) parts.log(`mappings: ${problem}`);
    this.pollers = new MappingPollers({
      queues: parts.queues,
      functions: parts.functions,
      createReader: (mapping, queue) => createReader(mapping, queue, parts.parsePattern),
      judge: parts.judgeBatch,
      createId: createRequestId,
      now,
      wakeAt: (deadline) => parts.wakeAt(deadline),
      count: (mapping, counter, by) => this.metrics.count(mapping, counter, by),
      ...parts.trace,
    });
    this.book = new MappingBook(
      {
        engine: parts.engine,
        functions: parts.functions,
        now,
        createId: createRequestId,
        isPattern: (text) => parts.parsePattern(text).ok,
        onChange: (mapping, isGone) => {
          if (isGone) this.pollers.remove(mapping);
          else this.pollers.put(mapping);
        },
      },
      mappings,
    );
    for (const mapping of mappings) this.pollers.put(mapping);
  }

  serve(request: ServiceRequest): void {
    const { parts, book } = this;
    serveLambda(
      {
        mappings: book,
        functions: parts.functions,
        events: this.events,
        commit: (done) => {
          this.save();
          parts.commit(done);
        },
        onDefect: (error) => parts.onDefect(error),
      },
      request,
    );
  }

  /** Makes these the declared mappings of a function. What cannot be is logged. */
  setAll(functionName: string, declared: readonly MappingDefinition[]): void {
    const { parts } = this;
    for (const { queue, refusal } of this.book.setAll(parts.place, functionName, declared))
      parts.log(`mappings: ${functionName} is not invoked by ${queue}: ${refusal.message}`);
    this.save();
  }

  stop(): void {
    this.pollers.stop();
    this.events.stop();
    this.metrics.stop();
    this.save();
  }

  private save(): void {
    if (this.parts.notes !== undefined) saveMappings(this.parts.notes, this.book.all);
  }
}
