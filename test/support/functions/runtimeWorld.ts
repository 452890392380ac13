import assert from 'node:assert/strict';
import type { RuntimeEvents, RuntimeInvocation } from '../../../broker/functions/seat.ts';
import { RuntimeLife, type RuntimeClient } from '../../../broker/runtimeApi/runtimeLife.ts';
import { FakeSeat, FunctionWorld } from '../functionWorld.ts';

const ERROR = { errorType: 'E', body: Buffer.from('{"errorType":"E"}') };

/** A connection of a process to its Runtime API. */
class Connection implements RuntimeClient {
  isOpen = true;
  hasDelivered = true;
  readonly closesAfterAnswer = false;
  /** Whether the system takes what is written. */
  isBlocked = false;
  isWaiting = false;
  private readonly onEvent: (invocation: RuntimeInvocation, connection: Connection) => void;

  constructor(onEvent: (invocation: RuntimeInvocation, connection: Connection) => void) {
    this.onEvent = onEvent;
  }

  deliver(invocation: RuntimeInvocation): void {
    this.isWaiting = false;
    this.hasDelivered = !this.isBlocked;
    this.onEvent(invocation, this);
  }
}

/** A seat with the states of the real one, and what a process could do at its port. */
class RealSeat extends FakeSeat {
  private readonly life: RuntimeLife;
  private readonly onRun: (requestId: string) => void;
  private connection = new Connection((invocation, connection) => this.run(invocation, connection));
  private ending: Connection | undefined;

  /** @param onRun a process has this event */
  constructor(port: number, events: RuntimeEvents, onRun: (requestId: string) => void) {
    super(port, events);
    this.life = new RuntimeLife(events);
    this.onRun = onRun;
  }

  override handOver(invocation: RuntimeInvocation): void {
    this.life.handOver(invocation);
  }

  override close(): Promise<void> {
    this.life.close();
    return super.close();
  }

  next(isBlocked: boolean): void {
    const { connection } = this;
    if (connection.isWaiting) return;
    connection.isBlocked = isBlocked;
    connection.isWaiting = true;
    if (this.life.next(connection) !== undefined) connection.isWaiting = false;
  }

  initError(): void {
    this.life.initError(this.connection, ERROR);
  }

  answer(isError: boolean): void {
    const { life, connection, given } = this;
    const requestId = given.at(-1)?.requestId;
    if (requestId === undefined) return;
    if (isError) life.fail(connection, requestId, ERROR);
    else life.respond(connection, requestId, Buffer.from('1'));
  }

  /** The connection is closed, which the port has not noticed; another takes its place. */
  end(): void {
    this.noticeEnd();
    this.ending = this.connection;
    this.ending.isOpen = false;
    this.connection = new Connection((invocation, connection) => this.run(invocation, connection));
  }

  noticeEnd(): void {
    const { ending } = this;
    this.ending = undefined;
    if (ending !== undefined) this.life.closeClient(ending, undefined);
  }

  private run(invocation: RuntimeInvocation, connection: Connection): void {
    this.given.push(invocation);
    if (connection.hasDelivered) this.onRun(invocation.requestId);
  }
}

/** Functions whose processes and runner do anything in any order. Throws if a process gets an event that another has had. */
export class RuntimeWorld extends FunctionWorld {
  private readonly ran = new Set<string>();
  private invoked = 0;
  private readonly ended = new Map<number, string>();

  /** Each is about one of the environments that run. */
  readonly steps = {
    invoke: () => this.invokeNext(),
    start: (number: number) => this.environment(number).noteStarted(9000),
    next: (number: number) => this.real(number)?.next(false),
    nextAndBlock: (number: number) => this.real(number)?.next(true),
    initError: (number: number) => this.real(number)?.initError(),
    respond: (number: number) => this.real(number)?.answer(false),
    fail: (number: number) => this.real(number)?.answer(true),
    endConnection: (number: number) => this.real(number)?.end(),
    noticeEnd: (number: number) => this.real(number)?.noticeEnd(),
    exit: (number: number) => this.exit(number, { signal: 'SIGKILL' }),
    wait: () => this.timers.advance(600),
    waitLong: () => this.timers.advance(3000),
    attach: (number: number) => this.environment(number).noteDebugger(true, false),
    pause: (number: number) => this.environment(number).noteDebugger(true, true),
    detach: (number: number) => this.environment(number).noteDebugger(false, false),
    change: () => this.find().replaceEnvironments(),
    crashBefore: () => this.find().setFaults({ crashBeforeRate: 0.5 }),
    crashAfter: () => this.find().setFaults({ crashAfterRate: 0.5 }),
    timeOut: () => this.find().setFaults({ timeoutRate: 0.5 }),
    noFault: () => this.find().setFaults(undefined),
    keepReports: () => {
      this.keepsReports = !this.keepsReports;
    },
    report: () => {
      for (const { environment, requestId } of this.asked.splice(0).flat())
        this.report(environment, requestId);
    },
  } as const;

  /** @param of which of the environments that run */
  take(step: keyof RuntimeWorld['steps'], of: number): void {
    const { all } = this.find().environments;
    const environment = all[of % Math.max(1, all.length)];
    if (environment !== undefined) this.steps[step](environment.facts.number);
    else if (step === 'invoke') this.steps.invoke();
  }

  /** Lets all processes exit until nothing waits. Throws unless each invocation has ended once, by its fault if it had one. */
  endAll(): void {
    for (let round = 0; this.find().environments.runningCount > 0; round++) {
      assert.ok(round < 100, 'environments are started without end');
      for (const { facts } of this.find().environments.all) this.exit(facts.number, { signal: 'SIGKILL' });
    }
    assert.equal(this.ended.size, this.invoked, 'an invocation has not ended');
    const crashes = this.faults.filter(({ kind }) => kind.startsWith('crash')).length;
    const failures = [...this.ended.values()].filter((outcome) => outcome === 'failed').length;
    assert.ok(failures >= crashes, `${crashes} crashes, of which ${failures} have failed`);
  }

  protected override createSeat(port: number, events: RuntimeEvents): FakeSeat {
    return new RealSeat(port, events, (requestId) => {
      assert.ok(!this.ran.has(requestId), `${requestId} is run twice`);
      this.ran.add(requestId);
    });
  }

  private invokeNext(): void {
    const number = ++this.invoked;
    let isPaused = false;
    this.invoke({
      onPause: (paused) => {
        assert.notEqual(paused, isPaused, 'a pause is reported twice');
        assert.ok(!this.ended.has(number), 'a pause is reported of an invocation that has ended');
        isPaused = paused;
      },
      complete: ({ outcome }) => {
        assert.ok(!this.ended.has(number), 'an invocation ends twice');
        this.ended.set(number, outcome);
      },
    });
  }

  private real(number: number): RealSeat | undefined {
    const seat = this.seats.get(number);
    return seat instanceof RealSeat && !seat.isClosed ? seat : undefined;
  }
}

export const RUNTIME_STEPS = Object.keys(new RuntimeWorld().steps) as (keyof RuntimeWorld['steps'])[];
