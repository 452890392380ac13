import assert from 'node:assert/strict';
import { fail, type Result, succeed } from '../../broker/engine/base/result.ts';
import type { Environment } from '../../broker/functions/environment.ts';
import { FunctionBook } from '../../broker/functions/functionBook.ts';
import type {
  FunctionFaultEvent,
  FunctionRunner,
  InvocationSubject,
  RunOptions,
} from '../../broker/functions/functionPorts.ts';
import type { LambdaFunction } from '../../broker/functions/lambdaFunction.ts';
import type { InvocationEnd, InvocationRequest, ProcessedEnd } from '../../broker/functions/ports.ts';
import type { SavedFunction } from '../../broker/functions/savedFunctions.ts';
import type { RuntimeEvents, RuntimeInvocation, RuntimeSeat } from '../../broker/functions/seat.ts';
import type { FunctionDefinition, MappingDefinition } from '../../broker/protocol/functionDefinition.ts';
import type { EndedInvocation, FunctionOrderParams } from '../../broker/protocol/functionOrders.ts';
import type { FunctionEnvironment } from '../../broker/protocol/functions.ts';
import type { InvocationReport } from '../../broker/protocol/invocation.ts';
import type { ProcessCredential } from '../../broker/protocol/processCredential.ts';
import type { ProcessOrder } from './functions/processOrder.ts';
import { ManualSchedule } from './manualSchedule.ts';

export const PLACE = { region: 'us-east-1', account: '000000000000' };
export const FUNCTION: FunctionDefinition = {
  name: 'resize',
  runtime: 'nodejs22.x',
  handler: 'resize.handler',
};
/** When the world begins, epoch ms on the clock of the system; that of the broker is an hour ahead. */
export const BEGIN = 1_700_000_000_000;

/** The Runtime API of one environment, and the process behind it, which does what the test says. */
export class FakeSeat implements RuntimeSeat {
  readonly port: number;
  readonly events: RuntimeEvents;
  readonly given: RuntimeInvocation[] = [];
  isClosed = false;

  constructor(port: number, events: RuntimeEvents) {
    this.port = port;
    this.events = events;
  }

  handOver(invocation: RuntimeInvocation): void {
    assert.ok(!this.isClosed, 'the seat is closed');
    this.given.push(invocation);
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }

  get last(): RuntimeInvocation {
    return this.given.at(-1) ?? assert.fail('no event');
  }

  /** The function returns. The invocation is over once its process asks for the next event. */
  respond(text = 'null'): void {
    this.events.onResponse(this.last.requestId, Buffer.from(text));
  }

  fail(errorType = 'Error', errorMessage = 'oops'): void {
    const body = Buffer.from(JSON.stringify({ errorType, errorMessage }));
    this.events.onError(this.last.requestId, { errorType, body });
  }

  /** The function returns, and its process asks for the next event. */
  finish(text?: string): void {
    this.respond(text);
    this.events.onIdle();
  }
}

/** Functions in real time that moves when told to, and a runner whose processes do what the test says. */
export class FunctionWorld {
  readonly timers = new ManualSchedule();
  readonly book: FunctionBook;
  readonly orders: ProcessOrder[] = [];
  readonly reports: InvocationReport[] = [];
  /** The request IDs of the reports in each notification that the runner got. */
  readonly notified: (readonly string[])[] = [];
  /** What the trace gets of the beginnings of invocations, and of their ends beside the reports. */
  readonly begun: InvocationSubject[] = [];
  readonly traced: [InvocationSubject, ProcessedEnd, readonly string[]][] = [];
  readonly faults: FunctionFaultEvent[] = [];
  /** The function of each invocation that was throttled. */
  readonly throttled: string[] = [];
  readonly ends: InvocationEnd[] = [];
  readonly dismissed: string[] = [];
  readonly mappings: [string, readonly MappingDefinition[]][] = [];
  /** By the number of their environment, of the function that was run last. */
  readonly seats = new Map<number, FakeSeat>();
  /** How often the listener of the book was called. */
  freed = 0;
  /** Why no Runtime API can be opened. */
  refusal: string | undefined;
  /** The runner does not answer the order `report`. */
  keepsReports = false;
  /** What each order `report` was about. */
  readonly asked: (readonly EndedInvocation[])[] = [];
  readonly runner: { -readonly [Name in keyof FunctionRunner]: FunctionRunner[Name] } = {
    bufferedBytes: 0,
    notify: ({ method }, params) => {
      if (method === 'queueside/function/invoked') this.notified.push(readRequestIds(params));
      if (method !== 'queueside/function/ordered') return;
      const order = params as FunctionOrderParams;
      if (order.order !== 'report') {
        this.orders.push(order);
        return;
      }
      this.asked.push(order.invocations);
      if (this.keepsReports) return;
      for (const { environment, requestId } of order.invocations)
        this.report(environment, requestId, order.name);
    },
  };
  private lastKey = 0;
  private lastId = 0;
  private opened = 0;

  constructor(saved: readonly SavedFunction[] = []) {
    this.book = new FunctionBook(
      {
        place: PLACE,
        now: () => BEGIN + 3_600_000 + this.timers.now(),
        elapsedMs: () => this.timers.now(),
        systemNow: () => BEGIN + this.timers.now(),
        schedule: this.timers.after,
        createIds: () => ({ requestId: `request-${++this.lastId}`, traceId: `trace-${this.lastId}` }),
        createLogStream: () => 'log-stream',
        admit: (_name, user) => this.admit(user),
        dismiss: (accessKeyId) => this.dismissed.push(accessKeyId),
        noteProcessId: () => undefined,
        openSeat: (events, onOpen) => {
          if (this.refusal !== undefined) return onOpen(this.refusal);
          const seat = this.createSeat(4000 + ++this.opened, events);
          this.seats.set((events as Environment).facts.number, seat);
          onOpen(seat);
        },
        recordBegin: (subject) => this.begun.push(subject),
        recordInvocation: (report, ...traced) => {
          this.reports.push(report);
          this.traced.push(traced);
          const [, end] = traced;
          return end.outcome === 'failed' ? { code: end.kind, message: String(end.payload) } : undefined;
        },
        recordThrottle: (name) => this.throttled.push(name),
        recordFault: (event) => this.faults.push(event),
        onChange: () => undefined,
      },
      saved,
    );
    this.book.useMappings({ setAll: (name, mappings) => void this.mappings.push([name, mappings]) });
    this.book.onChange(() => this.freed++);
  }

  /** Declares a function and runs it. */
  run(
    definition: Partial<FunctionDefinition> = {},
    options: RunOptions = { canFreeze: true },
  ): LambdaFunction {
    const whole = { ...FUNCTION, ...definition };
    this.book.put(whole);
    const found = this.find(whole.name);
    assert.deepEqual(found.run(this.runner, options), succeed(undefined));
    return found;
  }

  find(name = FUNCTION.name): LambdaFunction {
    return this.book.findFunction(name) ?? assert.fail('no such function');
  }

  invoke(request: Partial<InvocationRequest> = {}, name = FUNCTION.name): void {
    this.book.invoke(name, {
      payload: '{}',
      origin: { mappingId: undefined },
      complete: (end) => this.ends.push(end),
      ...request,
    });
  }

  seat(number: number): FakeSeat {
    return this.seats.get(number) ?? assert.fail(`no seat of ${number}`);
  }

  environment(number: number): Environment {
    return this.find().environments.find(number) ?? assert.fail(`no environment ${number}`);
  }

  /** The process of an environment starts, and asks for its first event. */
  start(number: number, afterMs = 0): FakeSeat {
    this.environment(number).noteStarted(9000 + number);
    this.timers.advance(afterMs);
    const seat = this.seat(number);
    seat.events.onReady();
    return seat;
  }

  /** Whatever the process of an environment wrote before the end of an invocation has been reported. */
  report(number: number, requestId: string, name = FUNCTION.name): void {
    this.book.findRun(name)?.environments.find(number)?.conclusion.noteReport(requestId);
  }

  exit(number: number, exit: { code?: number; signal?: string } = {}): void {
    this.environment(number).noteExit(exit);
  }

  /** Of the orders since the last call. */
  takeOrders(): readonly string[] {
    return this.orders.splice(0).map(({ order, environment }) => `${order} ${environment}`);
  }

  /** The outcomes of the invocations that ended since the last call; of failures, their kind and error. */
  takeEnds(): readonly string[] {
    return this.ends.splice(0).map((end) => {
      if (end.outcome === 'throttled' || end.outcome === 'unavailable')
        return `${end.outcome}: ${end.reason}`;
      const text = end.payload.toString();
      return end.outcome === 'returned' ? `returned ${text}` : `${end.kind} ${text}`;
    });
  }

  /** Such as `1 idle`. */
  states(name = FUNCTION.name): readonly string[] {
    return this.describe(name).map(({ number, state }) => `${number} ${state}`);
  }

  describe(name = FUNCTION.name): readonly FunctionEnvironment[] {
    return this.find(name).describe().environments;
  }

  protected createSeat(port: number, events: RuntimeEvents): FakeSeat {
    return new FakeSeat(port, events);
  }

  private admit(user: string): Result<ProcessCredential> {
    if (user === 'stranger') return fail('InvalidParameterValue', 'There is no user stranger.');
    return succeed({ accessKeyId: `KEY${++this.lastKey}`, secretAccessKey: 'secret' });
  }
}

function readRequestIds(params: unknown): readonly string[] {
  return (params as { readonly reports: readonly InvocationReport[] }).reports.map(
    ({ requestId }) => requestId,
  );
}
