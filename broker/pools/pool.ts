import * as l10n from '@vscode/l10n';
import type { Engine } from '../engine/engine.ts';
import type { QueueName } from '../engine/state/queue.ts';
import { type Result, succeed } from '../engine/base/result.ts';
import type { PoolDefinition } from '../protocol/poolDefinition.ts';
import type { PoolDecision, PoolHistory, PoolInfo, PoolInterruptions, PoolState } from '../protocol/pools.ts';
import { chooseForScaleIn } from './chooseProcesses.ts';
import { MAXIMUM_CRASHES } from './crashes.ts';
import { Interruptions } from './interruptions.ts';
import type { LeaseWatch } from './leaseWatch.ts';
import type { ManagedProcess } from './managedProcess.ts';
import type { Wanted } from './policies/policy.ts';
import { listAlarms } from './policies/alarms.ts';
import { observe } from './observe.ts';
import { PolicyRun } from './policyRun.ts';
import { poolArnOf } from './poolArn.ts';
import { PoolProcesses, type ProcessExit } from './poolProcesses.ts';
import { type PoolSettings, readPoolSettings } from './poolSettings.ts';
import { PoolSize } from './poolSize.ts';
import type { PoolPorts, RunnerConnection } from './ports.ts';
import { RunnerOrders } from './runnerOrders.ts';
import { Starts } from './starts.ts';

/** Where a pool comes from. */
export interface PoolOrigin {
  /** The file that declares it; undefined: a client. */
  readonly source: string | undefined;
  readonly folder: string | undefined;
}

type Place = Pick<QueueName, 'region' | 'account'>;

/** What all pools share. */
export interface PoolParts {
  readonly engine: Engine;
  readonly ports: PoolPorts;
  readonly watch: LeaseWatch;
  readonly place: Place;
}

/**
 * A pool of processes that receive from one queue: how many there should be, and how it gets there. What is to be done with
 * processes, it orders from the program that runs it.
 */
export class Pool {
  readonly name: string;
  settings: PoolSettings;
  origin: PoolOrigin;
  /** It is forgotten once its processes have ended. */
  isDeleted = false;
  readonly processes: PoolProcesses;
  private readonly parts: PoolParts;
  private readonly orders: RunnerOrders;
  private readonly size: PoolSize;
  private readonly policy: PolicyRun;
  private readonly starts: Starts;
  private user = '';
  private state: PoolState = 'idle';
  private failure: string | undefined;
  private interruptions: Interruptions | undefined;

  constructor(
    parts: PoolParts,
    definition: PoolDefinition,
    origin: PoolOrigin,
    decisions: readonly PoolDecision[] = [],
  ) {
    const { watch, ports } = parts;
    this.parts = parts;
    this.name = definition.name;
    this.settings = readPoolSettings(definition);
    this.origin = origin;
    this.size = new PoolSize(this.settings, decisions);
    this.policy = new PolicyRun(ports);
    this.orders = new RunnerOrders(this);
    this.processes = new PoolProcesses(watch, ports, this, this.orders);
    this.starts = new Starts(this.processes);
  }

  get queueArn(): string {
    const { region, account } = this.parts.place;
    return `arn:aws:sqs:${region}:${account}:${this.settings.definition.queue}`;
  }

  get arn(): string {
    return poolArnOf(this.parts.place, this.name);
  }

  get isRunning(): boolean {
    return this.state === 'running';
  }

  hasRunner(runner?: RunnerConnection): boolean {
    return runner === undefined ? this.orders.runner !== undefined : this.orders.runner === runner;
  }

  /** Whether its policy follows this alarm. */
  hasAlarm(name: string): boolean {
    return listAlarms(this.settings.policy).includes(name);
  }

  /** When it has something to do, epoch ms; undefined while it waits for others. */
  get nextDeadline(): number | undefined {
    const { starts, interruptions, policy, processes } = this;
    const running = this.isRunning ? [...starts.deadlines, interruptions?.nextAt, policy.evaluatesAt] : [];
    const deadlines = [...running, processes.nextDeadline].filter((deadline) => deadline !== undefined);
    return deadlines.length === 0 ? undefined : Math.min(...deadlines);
  }

  /** Errors: those of {@link PoolPorts.admit}. */
  run(runner: RunnerConnection, user: string): Result<undefined> {
    this.orders.runner = runner;
    this.user = user;
    const started = this.start();
    if (!started.ok) this.leave();
    return started;
  }

  /** Starts with the size of its definition. It has a runner. Errors: those of {@link PoolPorts.admit}. */
  start(): Result<undefined> {
    const now = this.parts.ports.now();
    this.state = 'running';
    this.failure = undefined;
    this.size.begin(this.settings);
    this.starts.begin();
    this.policy.begin(now);
    return this.reconcile(now);
  }

  stop(): void {
    if (this.isRunning) this.end(undefined);
  }

  /** The runner is gone, and its processes with it. */
  leave(): void {
    for (const process of this.processes.all) this.processes.abandon(process);
    this.orders.runner = undefined;
    this.state = 'idle';
    this.interruptions = undefined;
    this.settle();
  }

  setDesired(desired: number): void {
    const cause = 'a user request explicitly set group desired capacity';
    this.resize({ to: this.size.clamp(desired), cause, policy: 'user', metrics: {} });
    this.reconcile(this.parts.ports.now());
  }

  /** Takes another definition; one of the same changes nothing. */
  redefine(definition: PoolDefinition, origin: PoolOrigin): void {
    this.origin = origin;
    this.isDeleted = false;
    const settings = readPoolSettings(definition);
    if (JSON.stringify(settings) === JSON.stringify(this.settings)) return;
    this.settings = settings;
    if (!this.isRunning) this.size.begin(settings);
    else {
      const now = this.parts.ports.now();
      const { min, max } = settings;
      this.size.limits = settings;
      const cause = `a user request update of AutoScalingGroup constraints to min: ${min}, max: ${max}`;
      this.resize({ to: this.size.clamp(this.size.desired), cause, policy: 'user', metrics: {} });
      this.policy.begin(now);
      this.reconcile(now);
    }
    this.parts.ports.onChange();
  }

  interrupt(settings: PoolInterruptions): void {
    const { ports } = this.parts;
    const random = ports.createRandom(settings.seed);
    this.interruptions =
      settings.perHour === 0 ? undefined : new Interruptions(settings, random, ports.now());
    ports.onChange();
  }

  noteStarted(process: ManagedProcess, processId: number | undefined): void {
    this.processes.noteStarted(process, processId);
  }

  noteExit(process: ManagedProcess, exit: ProcessExit): void {
    this.processes.noteExit(process, exit);
    const now = this.parts.ports.now();
    if (process.state === 'crashed' && this.isRunning) this.noteCrash(process, exit, now);
    this.reconcile(now);
  }

  /** Ends a process by SIGKILL now; another one starts in its place when it has ended. */
  kill(process: ManagedProcess): void {
    this.processes.kill(process);
  }

  /** A process can be chosen again, or no longer. */
  noteProcessChange(): void {
    this.reconcile(this.parts.ports.now());
  }

  /** An alarm of its policy went from one state to another. */
  noteAlarm(): void {
    if (this.isRunning) this.evaluate(this.parts.ports.now());
  }

  /** An alarm that the policy does not name runs it, as long as it is in ALARM. */
  follow(alarm: string): void {
    this.policy.follow(alarm);
    this.evaluate(this.parts.ports.now());
  }

  /** The last message of its queue was deleted. */
  noteEmpty(): void {
    this.size.noteEmpty(this.parts.ports.now());
  }

  /** What is due by now. */
  wake(now: number): void {
    this.processes.wake(now);
    this.starts.wake(now);
    if (this.isRunning) this.interruptions?.wake(this.processes, now);
    if (this.isRunning && (this.policy.evaluatesAt ?? Infinity) <= now) this.evaluate(now);
    this.reconcile(now);
  }

  /** The clock was set back by this much: what is to come is still as far away. */
  goBack(byMs: number, now: number): void {
    this.size.goBack(now);
    this.processes.goBack(byMs);
    this.policy.goBack(byMs);
    this.starts.goBack(byMs);
    if (this.interruptions !== undefined) this.interruptions.nextAt -= byMs;
  }

  describe(): PoolInfo {
    const { settings, state, failure, interruptions, isRunning } = this;
    const { source, folder } = this.origin;
    const { crashes } = this.starts;
    // Of a pool that does not run, nothing is to come.
    const restartsAt = isRunning ? crashes.restartsAt : undefined;
    const coolsUntil = isRunning ? this.policy.coolsUntil : undefined;
    return {
      definition: settings.definition,
      queueArn: this.queueArn,
      arn: this.arn,
      ...(source === undefined ? {} : { source }),
      ...(folder === undefined ? {} : { folder }),
      state,
      ...(failure === undefined ? {} : { failure }),
      desired: this.size.desired,
      processes: this.processes.describe(),
      crashes: crashes.total,
      ...(restartsAt === undefined ? {} : { restartsAt }),
      ...(coolsUntil === undefined ? {} : { coolsUntil }),
      ...(interruptions === undefined ? {} : { interruptions: interruptions.settings }),
    };
  }

  describeHistory(): PoolHistory {
    return this.size.log.describe();
  }

  /** The newest decisions, the oldest first. */
  listDecisions(count: number): readonly PoolDecision[] {
    return this.size.log.listNewest(count);
  }

  private evaluate(now: number): void {
    const { engine, place, ports } = this.parts;
    const { queue: queueName } = this.settings.definition;
    const { size } = this;
    const queue = engine.findQueue(place.region, place.account, queueName);
    const { wanted, limits, failure, alarmWithoutData } = this.policy.evaluate(
      this.settings,
      observe(now, size, this.processes, queue),
    );
    // What the processes do goes on; a queue of that name may come back.
    const reason = queue === undefined ? l10n.t('There is no queue {0}.', queueName) : failure;
    if (reason !== undefined && reason !== this.failure) {
      ports.recordBlock({ ...this.about, detail: `${this.name}: ${reason}`, alarmWithoutData });
    }
    this.failure = reason;
    if (limits !== undefined) size.limits = limits;
    // A queue that is not there holds no messages, but neither does it say that its consumers are not needed.
    if (wanted !== undefined && queue !== undefined) this.resize(wanted);
    this.reconcile(now);
  }

  private get about() {
    return { pool: this.name, policy: this.settings.policy.type, queueArn: this.queueArn };
  }

  private resize(wanted: Wanted): void {
    const { ports } = this.parts;
    const decided = this.size.change(wanted, this.settings, ports.now());
    if (decided !== undefined) ports.recordDecision({ ...this.about, ...decided });
  }

  /** Starts and ends processes until there are as many as there should be. */
  private reconcile(now: number): Result<undefined> {
    let outcome: Result<undefined> = succeed(undefined);
    if (this.isRunning) {
      const missing = this.size.desired - this.processes.count(({ isActive }) => isActive);
      if (missing > 0) outcome = this.starts.start(missing, this.user, now);
      else this.processes.endAll(chooseForScaleIn(this.processes.all, -missing));
    }
    if (outcome.ok) this.settle();
    else this.end(outcome.message);
    return outcome;
  }

  private settle(): void {
    if (this.state === 'stopping' && this.processes.runningCount === 0) this.state = 'stopped';
    this.logCapacity();
    this.parts.ports.onChange();
  }

  private noteCrash(process: ManagedProcess, { lastLines }: ProcessExit, now: number): void {
    if (this.starts.crashes.note(process.servedMs(now), now)) return;
    const text = l10n.t(
      '{0} crashed, as did the {1} processes before it.',
      process.name,
      MAXIMUM_CRASHES - 1,
    );
    this.end([text, ...lastLines].join('\n'));
  }

  /** @param failure why its processes cannot run; undefined: it is stopped */
  private end(failure: string | undefined): void {
    this.failure = failure;
    this.policy.evaluatesAt = undefined;
    this.interruptions = undefined;
    this.state = failure === undefined ? 'stopping' : 'failed';
    this.processes.endAll(this.processes.all.filter(({ isActive }) => isActive));
    this.settle();
  }

  private logCapacity(): void {
    const { processes, size } = this;
    size.log.addCapacity({
      at: this.parts.ports.now(),
      desired: this.isRunning ? size.desired : 0,
      inService: processes.count(({ state }) => state === 'inService'),
      running: processes.runningCount,
    });
  }
}
