import * as l10n from '@vscode/l10n';
import type { Engine } from '../engine/engine.ts';
import type { QueueName } from '../engine/state/queue.ts';
import { type Result, succeed } from '../engine/base/result.ts';
import { MAXIMUM_PROCESSES, type PoolDefinition } from '../protocol/poolDefinition.ts';
import {
  poolOrdered,
  type PoolDecision,
  type PoolHistory,
  type PoolInfo,
  type PoolInterruptions,
  type PoolState,
} from '../protocol/pools.ts';
import { chooseForScaleIn } from './chooseProcesses.ts';
import { Crashes, MAXIMUM_CRASHES } from './crashes.ts';
import { Interruptions } from './interruptions.ts';
import type { LeaseWatch } from './leaseWatch.ts';
import type { ManagedProcess } from './managedProcess.ts';
import { decide } from './policies/decide.ts';
import { type PolicyMemory, shiftMemory, type Situation, type Wanted } from './policies/policy.ts';
import { poolArnOf } from './poolArn.ts';
import { PoolLog } from './poolLog.ts';
import { PoolProcesses, type ProcessExit } from './poolProcesses.ts';
import { type PoolSettings, readPoolSettings } from './poolSettings.ts';
import type { PoolPorts, PoolRunner } from './ports.ts';

/** So many processes are started at once; the next ones after a pause. */
const STARTED_AT_ONCE = 10;
const START_PAUSE_MS = 100;

/** Where a pool comes from. */
export interface PoolOrigin {
  /** The file that declares it; undefined: a client. */
  readonly source: string | undefined;
  readonly folder: string | undefined;
}

type Place = Pick<QueueName, 'region' | 'account'>;

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
  readonly log: PoolLog;
  private readonly engine: Engine;
  private readonly ports: PoolPorts;
  private readonly place: Place;
  private runner: PoolRunner | undefined;
  private user = '';
  private state: PoolState = 'idle';
  private failure: string | undefined;
  private desired: number;
  /** Limits that a scheduled action has set. */
  private limits: { readonly min: number; readonly max: number };
  private memory: PolicyMemory = {};
  /** Alarms that run the policy as their action, as long as they are in ALARM. */
  private readonly acting = new Set<string>();
  private evaluatesAt: number | undefined;
  private startsAt: number | undefined;
  private crashes = new Crashes();
  private interruptions: Interruptions | undefined;

  constructor(
    engine: Engine,
    ports: PoolPorts,
    watch: LeaseWatch,
    place: Place,
    definition: PoolDefinition,
    origin: PoolOrigin,
    decisions: readonly PoolDecision[] = [],
  ) {
    this.engine = engine;
    this.ports = ports;
    this.place = place;
    this.name = definition.name;
    this.settings = readPoolSettings(definition);
    this.limits = this.settings;
    this.desired = this.settings.initial;
    this.origin = origin;
    this.log = new PoolLog(decisions);
    this.processes = new PoolProcesses(watch, ports, this, {
      start: (process, credential) => {
        const { folder } = this.origin;
        this.runner?.notify(poolOrdered, {
          name: this.name,
          order: 'start',
          process: process.number,
          processName: process.name,
          credential,
          definition: this.settings.definition,
          ...(folder === undefined ? {} : { folder }),
        });
      },
      stop: ({ number }) =>
        this.runner?.notify(poolOrdered, {
          name: this.name,
          order: 'stop',
          process: number,
          signal: 'SIGTERM',
          graceMs: this.settings.graceMs,
        }),
      kill: ({ number }) =>
        this.runner?.notify(poolOrdered, { name: this.name, order: 'kill', process: number }),
    });
  }

  get queueArn(): string {
    const { region, account } = this.place;
    return `arn:aws:sqs:${region}:${account}:${this.settings.definition.queue}`;
  }

  get arn(): string {
    return poolArnOf(this.place, this.name);
  }

  get isRunning(): boolean {
    return this.state === 'running';
  }

  /** It can be forgotten: no program runs it, and no process. */
  get isOver(): boolean {
    return this.processes.runningCount === 0;
  }

  hasRunner(runner?: PoolRunner): boolean {
    return runner === undefined ? this.runner !== undefined : this.runner === runner;
  }

  /** Whether its policy follows this alarm. */
  hasAlarm(name: string): boolean {
    const { policy } = this.settings;
    if (policy.type !== 'step' && policy.type !== 'simple') return false;
    return policy.alarm === name || policy.scaleIn?.alarm === name;
  }

  /** When it has something to do, epoch ms; undefined while it waits for others. */
  get nextDeadline(): number | undefined {
    const { crashes, interruptions, evaluatesAt, startsAt, processes } = this;
    const running = this.isRunning ? [crashes.restartsAt, interruptions?.nextAt, evaluatesAt, startsAt] : [];
    const deadlines = [...running, processes.nextDeadline].filter((deadline) => deadline !== undefined);
    return deadlines.length === 0 ? undefined : Math.min(...deadlines);
  }

  /** Errors: those of {@link PoolPorts.admit}. */
  run(runner: PoolRunner, user: string): Result<undefined> {
    this.runner = runner;
    this.user = user;
    const started = this.start();
    if (!started.ok) this.leave();
    return started;
  }

  /** Starts with the size of its definition. It has a runner. Errors: those of {@link PoolPorts.admit}. */
  start(): Result<undefined> {
    const now = this.ports.now();
    this.state = 'running';
    this.failure = undefined;
    this.limits = this.settings;
    this.desired = this.settings.initial;
    this.crashes = new Crashes();
    this.memory = {};
    this.acting.clear();
    this.evaluatesAt = now;
    return this.reconcile(now);
  }

  stop(): void {
    if (this.isRunning) this.end(undefined);
  }

  /** The runner is gone, and its processes with it. */
  leave(): void {
    for (const process of this.processes.all) {
      process.isAsked = true;
      this.processes.noteExit(process, { lastLines: [] });
    }
    this.runner = undefined;
    this.state = 'idle';
    this.interruptions = undefined;
    this.logCapacity();
  }

  setDesired(desired: number): void {
    const { min, max } = this.limits;
    const to = Math.min(max, Math.max(min, desired));
    this.resize({
      to,
      cause: 'a user request explicitly set group desired capacity',
      policy: 'user',
      metrics: {},
    });
    this.reconcile(this.ports.now());
  }

  /** Takes another definition; one of the same changes nothing. */
  redefine(definition: PoolDefinition, origin: PoolOrigin): void {
    this.origin = origin;
    this.isDeleted = false;
    const settings = readPoolSettings(definition);
    if (JSON.stringify(settings) === JSON.stringify(this.settings)) return;
    this.settings = settings;
    this.limits = settings;
    this.memory = {};
    if (!this.isRunning) this.desired = settings.initial;
    else {
      const { min, max } = settings;
      this.resize({
        to: Math.min(max, Math.max(min, this.desired)),
        cause: `a user request update of AutoScalingGroup constraints to min: ${min}, max: ${max}`,
        policy: 'user',
        metrics: {},
      });
      this.evaluatesAt = this.ports.now();
      this.reconcile(this.ports.now());
    }
    this.ports.onChange();
  }

  interrupt(settings: PoolInterruptions): void {
    const random = this.ports.createRandom(settings.seed);
    this.interruptions =
      settings.perHour === 0 ? undefined : new Interruptions(settings, random, this.ports.now());
    this.ports.onChange();
  }

  noteStarted(process: ManagedProcess, processId: number | undefined): void {
    this.processes.noteStarted(process, processId);
  }

  noteExit(process: ManagedProcess, exit: ProcessExit): void {
    this.processes.noteExit(process, exit);
    const now = this.ports.now();
    if (process.state === 'crashed' && this.isRunning) this.noteCrash(process, exit, now);
    this.reconcile(now);
  }

  /** Ends a process by SIGKILL now; another one starts in its place when it has ended. */
  kill(process: ManagedProcess): void {
    this.processes.kill(process);
  }

  /** A process can be chosen again, or no longer. */
  noteProcessChange(): void {
    this.reconcile(this.ports.now());
  }

  /** An alarm of its policy went from one state to another. */
  noteAlarm(): void {
    if (this.isRunning) this.evaluate(this.ports.now());
  }

  /**
   * An alarm that went into ALARM runs the policy as its action: now, and each minute while it stays in ALARM.
   * @returns why not
   */
  runAction(alarm: string): string | undefined {
    const { type } = this.settings.policy;
    if (type !== 'step' && type !== 'simple') return `Alarms do not run a policy of the type ${type}.`;
    if (!this.isRunning) return `The pool ${this.name} is not running.`;
    if (this.ports.readAlarm(alarm)?.state !== 'ALARM') return 'A policy runs while its alarm is in ALARM.';
    // An alarm that the policy names was followed already.
    if (this.hasAlarm(alarm)) return undefined;
    this.acting.add(alarm);
    this.evaluate(this.ports.now());
    return undefined;
  }

  /** What is due by now. */
  wake(now: number): void {
    this.processes.wake(now);
    const { interruptions, crashes } = this;
    if (crashes.restartsAt !== undefined && crashes.restartsAt <= now) crashes.restartsAt = undefined;
    if (this.startsAt !== undefined && this.startsAt <= now) this.startsAt = undefined;
    if (this.isRunning && interruptions !== undefined && interruptions.nextAt <= now) {
      const chosen = interruptions.pick(this.processes.all, now);
      if (chosen !== undefined) this.processes.kill(chosen);
    }
    if (this.isRunning && this.evaluatesAt !== undefined && this.evaluatesAt <= now) this.evaluate(now);
    this.reconcile(now);
  }

  /** The clock was set back by this much: what is to come is still as far away. */
  goBack(byMs: number, now: number): void {
    const shift = (at: number | undefined): number | undefined => (at === undefined ? undefined : at - byMs);
    this.log.goBack(now);
    this.processes.goBack(byMs);
    this.memory = shiftMemory(this.memory, byMs);
    this.evaluatesAt = shift(this.evaluatesAt);
    this.startsAt = shift(this.startsAt);
    this.crashes.restartsAt = shift(this.crashes.restartsAt);
    if (this.interruptions !== undefined) this.interruptions.nextAt -= byMs;
  }

  describe(): PoolInfo {
    const { settings, origin, state, failure, desired, crashes, interruptions, memory } = this;
    const { source, folder } = origin;
    const { coolsUntil } = memory;
    return {
      definition: settings.definition,
      queueArn: this.queueArn,
      arn: this.arn,
      ...(source === undefined ? {} : { source }),
      ...(folder === undefined ? {} : { folder }),
      state,
      ...(failure === undefined ? {} : { failure }),
      desired,
      processes: this.processes.describe(),
      crashes: crashes.total,
      ...(crashes.restartsAt === undefined ? {} : { restartsAt: crashes.restartsAt }),
      ...(coolsUntil === undefined ? {} : { coolsUntil }),
      ...(interruptions === undefined ? {} : { interruptions: interruptions.settings }),
    };
  }

  describeHistory(): PoolHistory {
    return this.log.describe();
  }

  private evaluate(now: number): void {
    const { definition } = this.settings;
    const queue = this.engine.findQueue(this.place.region, this.place.account, definition.queue);
    // What the processes do goes on; a queue of that name may come back.
    this.failure = queue === undefined ? l10n.t('There is no queue {0}.', definition.queue) : undefined;
    for (const alarm of this.acting) {
      if (this.ports.readAlarm(alarm)?.state !== 'ALARM') this.acting.delete(alarm);
    }
    const starting = this.processes.count(({ state }) => state === 'starting');
    const situation: Situation = {
      now,
      desired: this.desired,
      ...this.limits,
      inService: this.processes.count(({ state }) => state === 'inService'),
      starting,
      ending: this.processes.count(({ isActive }) => !isActive),
      visible: queue?.visibleCount ?? 0,
      inFlight: queue?.inFlightCount ?? 0,
      delayed: queue?.delayedCount ?? 0,
      acting: [...this.acting],
      readAlarm: (name) => this.ports.readAlarm(name),
    };
    const { memory, nextAt, wanted, limits, failure } = decide(this.settings, this.memory, situation);
    this.failure ??= failure;
    this.memory = memory;
    this.evaluatesAt = nextAt;
    if (limits !== undefined) this.limits = limits;
    // A queue that is not there holds no messages, but neither does it say that its consumers are not needed.
    if (wanted !== undefined && queue !== undefined) this.resize(wanted);
    this.reconcile(now);
  }

  private resize({ to, cause, policy, metrics }: Wanted): void {
    const from = this.desired;
    if (to === from) return;
    this.desired = to;
    const at = this.ports.now();
    const text = `At ${new Date(at).toISOString()} ${cause} changing the desired capacity from ${from} to ${to}.`;
    const decision: PoolDecision = { at, from, to, cause: text, policy, metrics };
    this.log.addDecision(decision);
    this.ports.recordDecision(this.name, this.queueArn, decision);
  }

  /** Starts and ends processes until there are as many as there should be. */
  private reconcile(now: number): Result<undefined> {
    let outcome: Result<undefined> = succeed(undefined);
    if (this.isRunning) {
      const active = this.processes.count(({ isActive }) => isActive);
      if (active < this.desired) outcome = this.startProcesses(this.desired - active, now);
      else this.endProcesses(chooseForScaleIn(this.processes.all, active - this.desired));
    }
    if (this.state === 'stopping' && this.processes.runningCount === 0) this.state = 'stopped';
    this.logCapacity();
    this.ports.onChange();
    return outcome;
  }

  private startProcesses(count: number, now: number): Result<undefined> {
    if (this.crashes.restartsAt !== undefined || this.startsAt !== undefined) return succeed(undefined);
    // A runner that does not report ends gets no more than this.
    const room = 2 * MAXIMUM_PROCESSES - this.processes.runningCount;
    for (let started = 0; started < Math.min(count, room); started++) {
      if (started === STARTED_AT_ONCE) {
        this.startsAt = now + START_PAUSE_MS;
        break;
      }
      const outcome = this.processes.start(this.user);
      if (outcome.ok) continue;
      this.end(outcome.message);
      return outcome;
    }
    return succeed(undefined);
  }

  private endProcesses(processes: readonly ManagedProcess[]): void {
    for (const process of processes) this.processes.endOne(process);
  }

  private noteCrash(process: ManagedProcess, { lastLines }: ProcessExit, now: number): void {
    if (this.crashes.note(process.servedMs(now), now)) return;
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
    this.evaluatesAt = undefined;
    this.startsAt = undefined;
    this.interruptions = undefined;
    this.state = failure === undefined ? 'stopping' : 'failed';
    this.endProcesses(this.processes.all.filter(({ isActive }) => isActive));
    if (this.state === 'stopping' && this.processes.runningCount === 0) this.state = 'stopped';
    this.logCapacity();
    this.ports.onChange();
  }

  private logCapacity(): void {
    const { processes, desired } = this;
    this.log.addCapacity({
      at: this.ports.now(),
      desired: this.isRunning ? desired : 0,
      inService: processes.count(({ state }) => state === 'inService'),
      running: processes.runningCount,
    });
  }
}
