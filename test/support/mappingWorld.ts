import { createMappingQueues } from '../../broker/assembly/mappingQueues.ts';
import type { Caller } from '../../broker/engine/base/caller.ts';
import { ManualClock } from '../../broker/engine/base/clock.ts';
import { LIMITS } from '../../broker/engine/base/limits.ts';
import type { Engine } from '../../broker/engine/engine.ts';
import type { EngineEvent } from '../../broker/engine/events.ts';
import { createEngine } from '../../broker/engine/operations/createEngine.ts';
import { createQueue } from '../../broker/engine/operations/createQueue.ts';
import { deleteQueue } from '../../broker/engine/operations/deleteQueue.ts';
import { type SendInput, sendMessage } from '../../broker/engine/operations/sendMessage.ts';
import { shiftTimes } from '../../broker/engine/operations/shiftTimes.ts';
import type { Queue } from '../../broker/engine/state/queue.ts';
import type { FunctionInvoker, InvocationEnd, InvocationRequest } from '../../broker/functions/ports.ts';
import type { Mapping } from '../../broker/mappings/mapping.ts';
import { type ChangedMapping, MappingBook, type WantedSettings } from '../../broker/mappings/mappingBook.ts';
import { MappingPollers } from '../../broker/mappings/mappingPollers.ts';
import { parseFilterPattern } from '../../broker/eventFilters/parsePattern.ts';
import { createReader } from '../../broker/mappings/messageReader.ts';
import { judgeBatch } from '../../broker/mappings/outcome.ts';
import type { ItemFailure, MappingCounter, UnwantedMessage } from '../../broker/mappings/ports.ts';
import type { ApiCall } from '../../broker/calls/apiCall.ts';
import { ControllableClock } from '../../broker/time/clock.ts';
import { caller, IDENTITY_KEY, testPorts, unwrap } from './engineHarness.ts';
import { ManualMachine } from './manualMachine.ts';

export const PLACE = { region: 'us-east-1', account: '000000000000' };
export const FUNCTION = 'handler';

/** An invocation that waits for the test to end it. */
export interface FakeInvocation {
  readonly functionName: string;
  readonly request: InvocationRequest;
  /** Of its messages. */
  readonly bodies: readonly string[];
  readonly messageIds: readonly string[];
  readonly records: readonly Readonly<Record<string, unknown>>[];
  readonly at: number;
  readonly end: (end: InvocationEnd) => void;
  /** The function returns this value, or this text. */
  readonly returns: (value?: unknown) => void;
  readonly fails: () => void;
}

interface FakeFunction {
  timeoutSeconds: number;
  isRunnable: boolean;
  environments: number;
  busy: number;
}

/** Functions whose invocations end when the test says so. */
export class FakeFunctions implements FunctionInvoker {
  readonly functions = new Map<string, FakeFunction>();
  readonly invocations: FakeInvocation[] = [];
  /** Ends an invocation in the turn that begins it; undefined: it waits. */
  respond: ((invocation: FakeInvocation) => void) | undefined;
  private readonly listeners: ((name: string) => void)[] = [];
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  declare(name: string, settings: Partial<FakeFunction> = {}): void {
    const known = this.functions.get(name);
    const whole = known ?? { timeoutSeconds: 3, isRunnable: true, environments: 10, busy: 0 };
    this.functions.set(name, Object.assign(whole, settings));
    this.tell(name);
  }

  find(name: string): ReturnType<FunctionInvoker['find']> {
    const found = this.functions.get(name);
    if (found === undefined) return undefined;
    const { timeoutSeconds, isRunnable, environments, busy } = found;
    const arn = `arn:aws:lambda:${PLACE.region}:${PLACE.account}:function:${name}`;
    return { name, arn, timeoutSeconds, isRunnable, freeEnvironments: isRunnable ? environments - busy : 0 };
  }

  invoke(functionName: string, request: InvocationRequest): void {
    const used = this.functions.get(functionName);
    if (used?.isRunnable !== true) {
      request.complete({ outcome: 'unavailable', reason: 'No program runs it.' });
      return;
    }
    used.busy++;
    if (used.busy > used.environments) throw new Error(`${functionName} has no environment for this.`);
    const { Records: records = [] } = JSON.parse(request.payload) as { Records?: Record<string, string>[] };
    let isOver = false;
    const end = (how: InvocationEnd): void => {
      if (isOver) throw new Error('The invocation is over.');
      isOver = true;
      used.busy--;
      request.complete(how);
      this.tell(functionName);
    };
    const invocation: FakeInvocation = {
      functionName,
      request,
      records,
      bodies: records.map(({ body }) => body as string),
      messageIds: records.map(({ messageId }) => messageId as string),
      at: this.now(),
      end,
      returns: (value) => end(returned(value)),
      fails: () =>
        end({ outcome: 'failed', requestId: 'r', kind: 'handlerError', payload: Buffer.from('{}') }),
    };
    this.invocations.push(invocation);
    this.respond?.(invocation);
  }

  onChange(listener: (name: string) => void): void {
    this.listeners.push(listener);
  }

  private tell(name: string): void {
    for (const listener of this.listeners) listener(name);
  }
}

/** @param value undefined: what a function sends that returns nothing */
export function returned(value: unknown): InvocationEnd {
  const payload = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value ?? null));
  return { outcome: 'returned', requestId: 'r', payload };
}

/** Mappings on a manual clock, with functions that do what the test says. */
export class MappingWorld {
  readonly clock = new ControllableClock(new ManualMachine());
  readonly functions = new FakeFunctions(() => this.clock.now());
  readonly engine: Engine;
  readonly queue: Queue;
  readonly book: MappingBook;
  readonly pollers: MappingPollers;
  readonly events: EngineEvent[] = [];
  readonly calls: ApiCall[] = [];
  readonly counts = new Map<MappingCounter, number>();
  readonly unwanted: UnwantedMessage[] = [];
  /** The messages that come again, with why and with their invocation. */
  readonly failed: (ItemFailure & {
    readonly messageId: string;
    readonly invocation: Caller['invocation'];
  })[] = [];
  /** When the pollers asked to be woken, epoch ms. */
  wakesAt: number | undefined;
  private lastId = 0;

  constructor() {
    const ports = { ...testPorts(new ManualClock()), clock: this.clock };
    this.engine = createEngine(ports, { identityKey: IDENTITY_KEY, limits: LIMITS.strict });
    this.engine.onEvent((event) => this.events.push(event));
    this.queue = this.createQueue('orders');
    this.functions.declare(FUNCTION);
    const wakeAt = this.clock.addWaker((work) => this.pollers.wake(work));
    this.pollers = new MappingPollers({
      queues: createMappingQueues(this.engine, (call) => this.calls.push(call)),
      functions: this.functions,
      createReader: (mapping, queue) => createReader(mapping, queue, parseFilterPattern),
      judge: judgeBatch,
      createId: () => this.createId(),
      now: () => this.clock.now(),
      wakeAt: (deadline) => {
        this.wakesAt = deadline;
        wakeAt(deadline);
      },
      count: (_mapping, counter, by) => this.counts.set(counter, (this.counts.get(counter) ?? 0) + by),
      noteUnwanted: (_mapping, _queue, messages) => this.unwanted.push(...messages),
      noteFailed: (_queue, messages, failure, { invocation }) =>
        this.failed.push(...messages.map(({ messageId }) => ({ messageId, ...failure, invocation }))),
    });
    this.book = new MappingBook({
      engine: this.engine,
      functions: this.functions,
      now: () => this.clock.now(),
      createId: () => this.createId(),
      isPattern: (text) => parseFilterPattern(text).ok,
      onChange: (mapping, isGone) => {
        if (isGone) this.pollers.remove(mapping);
        else this.pollers.put(mapping);
      },
    });
  }

  createQueue(name: string, attributes: Record<string, string> = {}): Queue {
    const fifo = name.endsWith('.fifo') ? { FifoQueue: 'true', ContentBasedDeduplication: 'true' } : {};
    return unwrap(createQueue(this.engine, { name, attributes: { ...fifo, ...attributes } }, caller));
  }

  deleteQueue(queue: Queue): void {
    deleteQueue(this.engine, queue, caller);
  }

  create(wanted: WantedSettings = {}, queue = this.queue, functionName = FUNCTION): Mapping {
    return this.mustChange(this.book.create(PLACE, functionName, queue.arn, wanted)).mapping;
  }

  mustChange(change: ReturnType<MappingBook['create']>): ChangedMapping {
    if (!change.ok) throw new Error(`${change.code}: ${change.message}`);
    return change;
  }

  send(bodies: readonly string[], queue = this.queue, input: Partial<SendInput> = {}): void {
    for (const body of bodies) unwrap(sendMessage(this.engine, queue, { body, ...input }, caller));
    this.turn();
  }

  /** What is due in the next turn of the program happens. */
  turn(): void {
    this.clock.advance(0);
  }

  /** Time passes, and everything on the way happens. */
  advance(ms: number): void {
    this.clock.advance(ms);
  }

  /** The clock is set back, and all times with it. */
  goBack(ms: number): void {
    this.clock.goBack(ms);
    shiftTimes(this.engine, -ms);
    this.pollers.goBack(ms);
  }

  /** The invocations since the last call. */
  take(): readonly FakeInvocation[] {
    return this.functions.invocations.splice(0);
  }

  /** The bodies in each of them. */
  takeBodies(): readonly (readonly string[])[] {
    return this.take().map(({ bodies }) => bodies);
  }

  private createId(): string {
    this.lastId++;
    return `00000000-0000-4000-8000-${String(this.lastId).padStart(12, '0')}`;
  }
}

/** Bodies of the numbers from `from` to `to`. */
export function numbered(from: number, to: number): readonly string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
}
