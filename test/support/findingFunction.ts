import assert from 'node:assert/strict';
import { traceFunctions } from '../../broker/assembly/functionTrace.ts';
import { createMappingQueues } from '../../broker/assembly/mappingQueues.ts';
import { traceMappings } from '../../broker/assembly/mappingTrace.ts';
import { succeed } from '../../broker/engine/base/result.ts';
import { sendMessage } from '../../broker/engine/operations/sendMessage.ts';
import type { Queue } from '../../broker/engine/state/queue.ts';
import { parseFilterPattern } from '../../broker/eventFilters/parsePattern.ts';
import type { Environment } from '../../broker/functions/environment.ts';
import { FunctionBook } from '../../broker/functions/functionBook.ts';
import { MappingBook, type WantedSettings } from '../../broker/mappings/mappingBook.ts';
import { MappingPollers } from '../../broker/mappings/mappingPollers.ts';
import { createReader } from '../../broker/mappings/messageReader.ts';
import { judgeBatch } from '../../broker/mappings/outcome.ts';
import type { FunctionOrderParams } from '../../broker/protocol/functionOrders.ts';
import { TurnWork } from '../../broker/time/turnWork.ts';
import { unwrap } from './engineHarness.ts';
import type { FindingsHarness } from './findingsHarness.ts';
import type { Wait } from './findingSteps.ts';
import { FakeSeat, PLACE } from './functionWorld.ts';
import { ManualSchedule } from './manualSchedule.ts';
import { makeCaller } from './testCaller.ts';

/** A record of an event, as handlers see it. */
export interface HandledRecord {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What the process of a function can do beside returning. */
export interface HandlerContext {
  /** Writes a line, in time. */
  readonly log: (line: string) => void;
  readonly send: (queue: Queue, body: string) => void;
}

/** Returns what the function returns; throws: it fails. */
export type Handler = (records: readonly HandledRecord[], context: HandlerContext) => unknown;

/** What the returned value of a function says of messages that failed. */
export const report = (...ids: readonly string[]): object => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});

/** So long is waited for the lines of a process that its runner does not report, ms. */
const LINES_MS = 100;

/** Functions in a world that is searched for findings: their environments are processes that a test plays. */
export class FindingFunctions {
  private readonly harness: FindingsHarness;
  private readonly timers = new ManualSchedule();
  private readonly book: FunctionBook;
  private readonly mappings: MappingBook;
  private readonly pollers: MappingPollers;
  private readonly orders: FunctionOrderParams[] = [];
  private readonly seats = new Map<string, FakeSeat>();
  private readonly handled = new Set<string>();
  private readonly handlers = new Map<string, Handler>();
  private wakesAt: number | undefined;
  private lastId = 0;

  constructor(harness: FindingsHarness) {
    this.harness = harness;
    const now = (): number => harness.clock.now();
    const createId = (): string => `00000000-0000-4000-8000-${String(++this.lastId).padStart(12, '0')}`;
    this.book = new FunctionBook({
      place: PLACE,
      now,
      elapsedMs: () => this.timers.now(),
      systemNow: () => this.timers.now(),
      schedule: this.timers.after,
      createIds: () => ({ requestId: createId(), traceId: 'trace' }),
      createLogStream: () => 'stream',
      admit: (name) => succeed({ accessKeyId: `KEY ${name}`, secretAccessKey: '' }),
      dismiss: () => undefined,
      noteProcessId: () => undefined,
      openSeat: (events, onOpen) => {
        const seat = new FakeSeat(4000, events);
        this.seats.set((events as Environment).facts.name, seat);
        onOpen(seat);
      },
      ...traceFunctions(harness.recorder, PLACE),
      recordThrottle: () => undefined,
      onChange: () => undefined,
    });
    this.pollers = new MappingPollers({
      queues: createMappingQueues(harness.engine, (call) => harness.recorder.recordCall(call)),
      functions: this.book,
      createReader: (mapping, queue) => createReader(mapping, queue, parseFilterPattern),
      judge: judgeBatch,
      createId,
      now,
      wakeAt: (deadline) => {
        this.wakesAt = deadline;
      },
      count: () => undefined,
      ...traceMappings(harness.recorder),
    });
    this.mappings = new MappingBook({
      engine: harness.engine,
      functions: this.book,
      now,
      createId,
      isPattern: (text) => parseFilterPattern(text).ok,
      onChange: (mapping) => this.pollers.put(mapping),
    });
    harness.findMapping = (mappingId) => {
      const mapping = this.mappings.find(PLACE, mappingId);
      if (mapping === undefined) return undefined;
      const { functionName, settings, modifiedAt } = mapping;
      const timeoutMs = (this.book.find(functionName)?.timeoutSeconds ?? 0) * 1000;
      return { functionName, timeoutMs, windowMs: settings.windowSeconds * 1000, modifiedAt };
    };
  }

  /** Declares a function, runs it, and lets a queue invoke it. @returns the id of the mapping */
  run(
    queue: Queue,
    handler: Handler,
    wanted: WantedSettings = {},
    { name = 'work', timeout = 3 } = {},
  ): string {
    this.handlers.set(name, handler);
    this.book.put({ name, runtime: 'nodejs22.x', handler: 'x.y', timeout, environments: 1 });
    const notify = (_method: unknown, params: unknown): void =>
      void this.orders.push(params as FunctionOrderParams);
    unwrap(this.book.findFunction(name)?.run({ bufferedBytes: 0, notify }, {}) ?? assert.fail());
    const change = this.mappings.create(PLACE, name, queue.arn, wanted);
    return change.ok ? change.mapping.id : assert.fail(change.message);
  }

  /** Another timeout of a function, s. */
  redeclare(name: string, timeout: number): void {
    this.book.put({ name, runtime: 'nodejs22.x', handler: 'x.y', timeout, environments: 1 });
  }

  /** Sends messages, and everything is done that is due. */
  send(queue: Queue, bodies: readonly string[], groupId?: string): void {
    for (const body of bodies) this.harness.send(queue, body, groupId);
    this.settle();
  }

  /** Everything that is due now is done, and all events are handled. */
  settle(): void {
    for (let isBusy = true; isBusy; ) {
      isBusy = this.startProcesses();
      if ((this.wakesAt ?? Infinity) <= this.harness.clock.now()) {
        isBusy = true;
        this.pollers.wake(new TurnWork());
      }
      isBusy = this.handleEvents() || isBusy;
    }
  }

  /** Time passes, and what is due is done. */
  wait(ms: number, pass: Wait = (harness, by) => harness.clock.advance(by)): void {
    let rest = ms;
    while (rest > 0) {
      const step = Math.min(rest, Math.max(1, (this.wakesAt ?? Infinity) - this.harness.clock.now()));
      pass(this.harness, step);
      rest -= step;
      this.settle();
    }
  }

  private startProcesses(): boolean {
    const orders = this.orders.splice(0);
    for (const order of orders) {
      if (order.order !== 'start') continue;
      const environment = this.findEnvironment(order.name, order.environment);
      environment.noteStarted(undefined);
      this.seats.get(environment.facts.name)?.events.onReady();
    }
    return orders.length > 0;
  }

  private handleEvents(): boolean {
    let hasHandled = false;
    for (const [environmentName, seat] of this.seats) {
      const event = seat.given.at(-1);
      if (event === undefined || this.handled.has(event.requestId)) continue;
      this.handled.add(event.requestId);
      hasHandled = true;
      const [name = '', number] = environmentName.split(' #');
      const { facts } = this.findEnvironment(name, Number(number));
      const { Records: records } = JSON.parse(String(event.payload)) as { Records: HandledRecord[] };
      const context: HandlerContext = {
        log: (line) => facts.noteOutput([line], undefined),
        send: (queue, body) => {
          const by = makeCaller({ consumerId: facts.consumerId, action: 'SendMessage' });
          unwrap(sendMessage(this.harness.engine, queue, { body }, by));
        },
      };
      try {
        const returned = this.handlers.get(name)?.(records, context);
        seat.finish(typeof returned === 'string' ? returned : JSON.stringify(returned ?? null));
      } catch (error) {
        seat.fail('Error', (error as Error).message);
        seat.events.onIdle();
      }
      this.timers.advance(LINES_MS);
    }
    return hasHandled;
  }

  private findEnvironment(name: string, number: number): Environment {
    return this.book.findFunction(name)?.environments.find(number) ?? assert.fail(`no ${name} #${number}`);
  }
}
