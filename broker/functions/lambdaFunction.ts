import * as l10n from '@vscode/l10n';
import { type Result, succeed } from '../engine/base/result.ts';
import { functionArnOf } from '../protocol/functionArn.ts';
import type { FunctionDefinition } from '../protocol/functionDefinition.ts';
import type { FunctionFaults } from '../protocol/functionFaults.ts';
import type { FunctionInfo, FunctionState } from '../protocol/functions.ts';
import type { InvocationReport } from '../protocol/invocation.ts';
import type { Environment } from './environment.ts';
import type { EnvironmentOwner } from './environmentPorts.ts';
import { Environments } from './environments.ts';
import { FunctionMemory } from './functionMemory.ts';
import { ActiveFunctionFaults, isAnyOn } from './functionFaults.ts';
import type { FunctionPorts, FunctionRunner, InvocationSubject, RunOptions } from './functionPorts.ts';
import { type FunctionOrigin, type FunctionSettings, readFunctionSettings } from './functionSettings.ts';
import { Invocation } from './invocation.ts';
import type { InvocationRequest, InvokedFunction, ProcessedEnd } from './ports.ts';
import { SpareLimit } from './spareLimit.ts';
import { RunnerOrders } from './runnerOrders.ts';
import { WaitingInvocations, type WaitingPayloads } from './waitingInvocations.ts';

/**
 * A function: what invokes it gets one of its environments, and waits if there is none. What is to be done with processes, it
 * orders from the program that runs it.
 */
export class LambdaFunction implements EnvironmentOwner, InvokedFunction {
  readonly name: string;
  settings: FunctionSettings;
  origin: FunctionOrigin;
  faults: ActiveFunctionFaults | undefined;
  canFreeze = false;
  private runnerLimit = Number.POSITIVE_INFINITY;
  /** It is forgotten once its environments have ended. */
  isDeleted = false;
  readonly orders: RunnerOrders;
  readonly environments: Environments;
  private areFaultsDeclared = false;
  readonly memory = new FunctionMemory();
  private readonly ports: FunctionPorts;
  private readonly onFree: () => void;
  private readonly spares = new SpareLimit();
  private state: FunctionState = 'idle';
  private user = '';
  private readonly waiting: WaitingInvocations;
  private readonly counts = { invocations: 0, errors: 0, throttles: 0, coldStarts: 0 };

  /** @param onFree it could take an invocation that it could not before */
  constructor(
    ports: FunctionPorts,
    definition: FunctionDefinition,
    origin: FunctionOrigin,
    payloads: WaitingPayloads,
    onFree: () => void,
  ) {
    this.waiting = new WaitingInvocations(payloads);
    this.ports = ports;
    this.onFree = onFree;
    this.name = definition.name;
    this.settings = readFunctionSettings(definition);
    this.origin = origin;
    this.orders = new RunnerOrders(this, ports);
    this.environments = new Environments(ports, this);
  }

  get arn(): string {
    return functionArnOf(this.ports.place, this.name);
  }

  get timeoutSeconds(): number {
    return this.settings.timeoutMs / 1000;
  }

  get isRunnable(): boolean {
    return this.state === 'running';
  }

  /** Some of these invocations may be throttled. */
  get freeEnvironments(): number {
    return this.isRunnable ? Math.max(0, this.environments.freeCount - this.waiting.count) : 0;
  }

  get limit(): number {
    const { environments } = this.settings;
    return this.hasRunner() ? Math.min(environments, this.runnerLimit) : environments;
  }

  hasRunner(runner?: FunctionRunner): boolean {
    return runner === undefined ? this.orders.runner !== undefined : this.orders.runner === runner;
  }

  /** Errors: those of {@link FunctionPorts.admit}. */
  run(
    runner: FunctionRunner,
    { user = '', canFreeze = false, environments = Number.POSITIVE_INFINITY }: RunOptions,
  ): Result<undefined> {
    // The first environment starts later; but an unknown user is an error now.
    const admitted = this.ports.admit(this.name, user);
    if (!admitted.ok) return admitted;
    this.ports.dismiss(admitted.value.accessKeyId);
    this.orders.runner = runner;
    this.user = user;
    this.canFreeze = canFreeze;
    this.runnerLimit = environments;
    this.state = 'running';
    this.noteFree();
    return succeed(undefined);
  }

  /** Invocations that are under way are finished; then it has no runner. */
  stop(): void {
    if (!this.isRunnable) return;
    this.state = 'stopping';
    this.rejectWaiting();
    for (const environment of this.environments.all) if (environment.isFree) environment.stop();
    this.settle();
    this.noteFree();
  }

  /** The runner is gone, and its processes with it. */
  leave(): void {
    this.orders.runner = undefined;
    this.state = 'idle';
    for (const environment of this.environments.all)
      environment.noteExit({}, l10n.t('The program that ran it has ended.'));
    this.rejectWaiting();
    this.noteFree();
  }

  /** Takes another definition; one of the same process changes no environment. */
  redefine(definition: FunctionDefinition, origin: FunctionOrigin): void {
    const { process } = this.settings;
    const { folder } = this.origin;
    this.origin = origin;
    this.isDeleted = false;
    this.settings = readFunctionSettings(definition);
    if (process !== this.settings.process || folder !== origin.folder) this.replaceEnvironments();
    this.dispatch();
    this.noteFree();
  }

  /** Those of its file. Faults set by hand stay if that mentions none. */
  declareFaults(faults: FunctionFaults | null | undefined): void {
    if (faults === undefined && !this.areFaultsDeclared) return;
    // The same faults go on: their random numbers do not begin again.
    const isSame = JSON.stringify(faults) === JSON.stringify(this.faults?.faults);
    if (!isSame) this.setFaults(faults ?? undefined);
    this.areFaultsDeclared = faults !== undefined;
  }

  setFaults(faults: FunctionFaults | undefined): void {
    this.areFaultsDeclared = false;
    this.faults =
      faults === undefined || !isAnyOn(faults)
        ? undefined
        : new ActiveFunctionFaults(faults, (kind, detail) =>
            this.ports.recordFault({ function: this.name, kind, detail }),
          );
    this.onChange();
  }

  /** Its code has changed: those that wait are replaced now, the others after their starts and invocations. */
  replaceEnvironments(): void {
    const current = this.environments.all.filter(({ isActive, facts }) => isActive && !facts.isOutdated);
    const wasReady = current.some(({ isWaiting }) => isWaiting);
    for (const environment of current) environment.outdate();
    if (wasReady) this.startSpare();
    this.onChange();
  }

  invoke(request: InvocationRequest): void {
    const { reservedConcurrency = Infinity } = this.settings;
    const { requestId, traceId } = this.ports.createIds();
    const invocation = new Invocation({ requestId: request.requestId ?? requestId, traceId }, request);
    if (!this.isRunnable) invocation.reject('unavailable', describeNotRun(this.name));
    else if (this.concurrency >= reservedConcurrency) {
      this.throttle(invocation, 'ReservedFunctionConcurrentInvocationLimitExceeded');
    } else if (!this.hasRoom(request.payload) || this.faults?.throttles() === true) {
      this.throttle(invocation, 'ConcurrentInvocationLimitExceeded');
    } else {
      this.waiting.add(invocation);
      this.dispatch();
    }
    this.onChange();
  }

  onIdle(environment: Environment): void {
    this.settleIdle(environment);
    this.dispatch();
    this.noteFree();
  }

  onTaken(environment: Environment, invocation: Invocation): void {
    const isFirst = invocation.subject === undefined;
    invocation.isCold = environment.facts.initMs === undefined;
    if (isFirst) invocation.concurrent = this.environments.takenCount;
    const subject = this.describeSubject(environment, invocation);
    invocation.subject = subject;
    if (!isFirst) return;
    this.memory.noteRequest(invocation.request);
    this.ports.recordBegin(subject);
  }

  onOver(
    environment: Environment,
    invocation: Invocation,
    end: ProcessedEnd,
    report: InvocationReport,
  ): void {
    const { counts, ports } = this;
    counts.invocations++;
    if (end.outcome === 'failed') counts.errors++;
    const { log } = environment.facts;
    const { subject = this.describeSubject(environment, invocation) } = invocation;
    // Before the next one begins in its environment, and in its log.
    const error = ports.recordInvocation(report, subject, end, log.listOwn());
    if (error !== undefined) this.memory.noteError(ports.now(), report.requestId, error);
    const logTail = invocation.request.wantsLog === true ? log.readTail() : undefined;
    // Before the orders that follow from its end.
    this.orders.report(report);
    if (environment.isWaiting) this.settleIdle(environment);
    // Those that wait come before those that the end of this one brings.
    this.dispatch();
    invocation.complete(end, report, logTail);
    this.noteFree();
  }

  onReturned(invocation: Invocation): void {
    this.waiting.addFirst(invocation);
    if (this.isRunnable) this.dispatch();
    else this.rejectWaiting();
  }

  onEnded(environment: Environment): void {
    this.environments.forget(environment);
    this.orders.sendReports();
    this.dispatch();
    this.settle();
    this.noteFree();
  }

  onChange(): void {
    this.ports.onChange();
  }

  goBack(byMs: number): void {
    this.environments.goBack(byMs);
    this.memory.goBack(byMs);
  }

  describe(): FunctionInfo {
    const { settings, origin, faults } = this;
    const { lastError } = this.memory;
    return {
      definition: settings.definition,
      arn: this.arn,
      ...(origin.source === undefined ? {} : { source: origin.source }),
      ...(origin.folder === undefined ? {} : { folder: origin.folder }),
      state: this.state,
      limit: this.limit,
      environments: this.environments.describe(),
      waiting: this.waiting.count,
      counts: { ...this.counts },
      ...(lastError === undefined ? {} : { lastError }),
      ...(faults === undefined ? {} : { faults: faults.faults }),
    };
  }

  /** Invocations that count for the reserved concurrency. */
  private get concurrency(): number {
    return this.environments.takenCount + this.waiting.count;
  }

  /** Whether one with this event may begin, or wait. */
  private hasRoom(payload: string): boolean {
    return this.freeEnvironments > 0 || this.waiting.hasRoom(payload);
  }

  private describeSubject(
    { facts }: Environment,
    { requestId, isCold, concurrent, request }: Invocation,
  ): InvocationSubject {
    const { name: environment, consumerId } = facts;
    const { origin } = request;
    // What is spread does not come first, here and in the trace: V8 would make a class for each object then (Node.js 20).
    return { requestId, ...origin, function: this.name, environment, consumerId, isCold, concurrent };
  }

  private throttle(invocation: Invocation, reason: string): void {
    this.counts.throttles++;
    this.ports.recordThrottle(this.name);
    invocation.reject('throttled', reason);
  }

  /** An environment that waits is replaced if it is outdated, and ends if the function does. */
  private settleIdle(environment: Environment): void {
    if (this.state === 'stopping') environment.stop();
    else if (environment.facts.isOutdated) {
      environment.stop();
      this.startSpare();
    }
  }

  /** Gives environments to the invocations that wait, the oldest first. */
  private dispatch(): void {
    while (this.isRunnable && this.waiting.count > 0) {
      const free = this.environments.findFree();
      if (free === undefined && this.environments.room === 0) return;
      const invocation = this.waiting.takeFirst() as Invocation;
      if (free !== undefined) free.take(invocation);
      else this.start(invocation);
    }
  }

  /** So that the next invocation does not wait for a start. */
  private startSpare(): void {
    const { environments } = this;
    if (!this.isRunnable || environments.room === 0 || environments.findFree() !== undefined) return;
    if (this.spares.take(this.ports.elapsedMs())) this.start(undefined);
  }

  private start(invocation: Invocation | undefined): void {
    const started = this.environments.start(this.user, invocation);
    if (started.ok) this.counts.coldStarts++;
    else invocation?.reject('unavailable', started.message);
  }

  private rejectWaiting(): void {
    for (let count = this.waiting.count; count > 0; count--) {
      this.waiting.takeFirst()?.reject('unavailable', describeNotRun(this.name));
    }
  }

  /** A function that stops has no runner once its last environment has ended. */
  private settle(): void {
    if (this.state !== 'stopping' || this.environments.runningCount > 0) return;
    this.state = 'idle';
    this.orders.end(this.isDeleted);
  }

  private noteFree(): void {
    this.onFree();
    this.onChange();
  }
}

function describeNotRun(name: string): string {
  return l10n.t('No program runs the function {0}. Run it in VS Code or in a shell.', name);
}
