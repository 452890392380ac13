import * as l10n from '@vscode/l10n';
import type { EnvironmentState } from '../protocol/functions.ts';
import type { InvocationFailureKind } from '../protocol/invocation.ts';
import type { ProcessCredential } from '../protocol/processCredential.ts';
import { Conclusion } from './conclusion.ts';
import { EnvironmentFacts } from './environmentFacts.ts';
import type { EnvironmentOwner } from './environmentPorts.ts';
import {
  describeEnd,
  describeExit,
  describeExitReason,
  describeNoStart,
  describeTimedOut,
  describeTimeout,
  kindOf,
  type ProcessExit,
} from './failures.ts';
import { EnvironmentTimer, START_LIMIT_MS, STOP_GRACE_MS } from './environmentTimer.ts';
import type { FunctionPorts } from './functionPorts.ts';
import type { Invocation } from './invocation.ts';
import { reportInvocation } from './invocationReport.ts';
import type { ProcessedEnd } from './ports.ts';
import { writeEndLines, writeStartLine } from './reportLines.ts';
import type { FunctionError, RuntimeEvents, RuntimeSeat } from './seat.ts';

/** One environment of a function: from the order to start its process until that has ended. It has at most one timer. */
export class Environment implements RuntimeEvents {
  readonly facts: EnvironmentFacts;
  /** For which it is started, or whose event its process has. */
  private invocation: Invocation | undefined;
  private readonly ports: FunctionPorts;
  private readonly owner: EnvironmentOwner;
  private readonly startedAt: number;
  private seat: RuntimeSeat | undefined;
  /** The runner has reported that its process runs. */
  private isStarted = false;
  /** The seat has an event that did not reach a process. */
  private hasKeptEvent = false;
  /** Why it ends, if it does not because it is no longer needed. */
  private reason: string | undefined;
  private readonly timer: EnvironmentTimer;
  readonly conclusion: Conclusion;

  constructor(number: number, credential: ProcessCredential, ports: FunctionPorts, owner: EnvironmentOwner) {
    const name = `${owner.name} #${number}`;
    this.facts = new EnvironmentFacts(number, name, credential.accessKeyId, ports.now());
    this.ports = ports;
    this.owner = owner;
    this.startedAt = ports.elapsedMs();
    this.timer = new EnvironmentTimer(ports.schedule);
    this.conclusion = new Conclusion(ports.schedule);
  }

  get state(): EnvironmentState {
    return this.facts.state;
  }

  /** Whether it counts for the limit of environments. */
  get isActive(): boolean {
    return this.state !== 'ending' && this.state !== 'ended';
  }

  /** Whether its process waits for an event. */
  get isWaiting(): boolean {
    return this.state === 'idle' || this.state === 'frozen';
  }

  /** Whether it has an invocation, also if its process was killed and has not ended, or the last lines are on their way. */
  get isTaken(): boolean {
    return this.invocation !== undefined || this.conclusion.isPending;
  }

  /** Whether it can take an invocation, for now or for when its start is over. */
  get isFree(): boolean {
    return !this.isTaken && (this.isWaiting || this.state === 'starting');
  }

  /** Orders its process. */
  begin(credential: ProcessCredential): void {
    const delayMs = this.owner.faults?.startDelayMs() ?? 0;
    if (delayMs === 0) this.open(credential);
    else this.timer.start(delayMs, () => this.open(credential));
  }

  /** Gives it an invocation. It is free. */
  take(invocation: Invocation): void {
    this.invocation = invocation;
    this.owner.onTaken(this, invocation);
    if (this.facts.isPaused) invocation.request.onPause?.(true);
    if (this.state === 'frozen') this.owner.orders.thaw(this);
    if (this.isWaiting) this.hand(invocation);
  }

  /** Ends it: SIGTERM, and SIGKILL after 2 s. */
  stop(reason?: string): void {
    if (!this.isActive) return;
    this.reason ??= reason;
    if (this.seat === undefined) {
      this.noteExit({});
      return;
    }
    this.become('ending');
    this.owner.orders.stop(this, STOP_GRACE_MS);
    this.timer.start(STOP_GRACE_MS, () => this.kill());
  }

  /** Its code or definition has changed: it ends now if it waits for an event, else when it does. */
  outdate(): void {
    this.facts.isOutdated = true;
    if (this.isWaiting) this.stop();
  }

  noteStarted(processId: number | undefined): void {
    this.isStarted = true;
    if (processId === undefined) return;
    this.facts.processId = processId;
    this.ports.noteProcessId(this.facts.consumerId, processId);
  }

  /**
   * Its process has ended, or could not be started: then it has neither code nor signal.
   * @param reason a sentence; absent: the exit says it, or the last line of a process that was not started
   */
  noteExit(exit: ProcessExit, reason?: string): void {
    if (this.state === 'ended') return;
    const { ports, invocation, facts } = this;
    const wasStarting = this.state === 'starting';
    const isUnfit = !this.isStarted && exit.code === undefined && exit.signal === undefined;
    const cause = reason ?? (isUnfit ? facts.log.list().at(-1) : describeExitReason(exit));
    if (this.isActive || invocation !== undefined) this.reason ??= cause;
    this.become('ended');
    this.timer.cancel();
    void this.seat?.close();
    facts.end = describeEnd(exit, this.reason, ports.now());
    ports.dismiss(facts.consumerId);
    this.conclusion.end();
    if (invocation !== undefined) {
      // Its process was there before, and has never got this event.
      if (wasStarting && facts.initMs !== undefined) this.giveBack(invocation);
      else if (isUnfit)
        this.fail(invocation, 'initError', describeNoStart(invocation.requestId, cause ?? ''));
      else this.fail(invocation, 'exit', describeExit(invocation.requestId, exit));
    }
    this.owner.onEnded(this);
  }

  /** @param isPaused stopped at a breakpoint */
  noteDebugger(isAttached: boolean, isPaused: boolean): void {
    const { facts } = this;
    if (isPaused !== facts.isPaused) this.invocation?.request.onPause?.(isPaused);
    facts.isPaused = isPaused;
    if (isAttached === facts.isDebugged) return;
    facts.isDebugged = isAttached;
    this.timer.isDebugged = isAttached;
    if (this.state === 'frozen') {
      this.owner.orders.thaw(this);
      this.become('idle');
    }
    if (this.state === 'idle') this.rest();
    else if (this.state === 'busy') {
      // One whose answer was dropped has nothing left that a user could debug.
      if (this.invocation?.isDropped !== true) this.limitInvocation(this.owner.settings.timeoutMs);
    } else if (this.state === 'starting' && this.seat !== undefined) this.limitStart();
  }

  onReady(): void {
    // Another process than the one that has answered.
    if (this.state === 'busy') this.onIdle();
    if (this.state !== 'starting') return;
    const { invocation } = this;
    this.facts.initMs ??= this.ports.elapsedMs() - this.startedAt;
    if (invocation === undefined) {
      this.become('idle');
      this.rest();
      this.owner.onIdle(this);
    } else if (this.hasKeptEvent) {
      this.hasKeptEvent = false;
      this.become('busy');
      this.limitInvocation(invocation.leftMs(this.ports, this.owner.settings));
    } else this.hand(invocation);
  }

  onInitError(error: FunctionError): void {
    const { invocation } = this;
    if (this.state !== 'starting' && invocation?.answer === undefined) return;
    this.facts.initMs ??= this.ports.elapsedMs() - this.startedAt;
    this.stop(l10n.t('It could not start: {0}', error.errorType ?? 'Runtime.Unknown'));
    if (invocation !== undefined) this.fail(invocation, 'initError', error);
  }

  onResponse(requestId: string, body: Buffer): void {
    this.noteAnswer({ outcome: 'returned', requestId, payload: body });
  }

  onError(requestId: string, error: FunctionError): void {
    this.noteAnswer({ outcome: 'failed', requestId, kind: kindOf(error), payload: error.body });
  }

  onIdle(): void {
    const { invocation, state } = this;
    // Without an answer that counts, its process was killed, or the invocation is to time out.
    if (state !== 'busy' || invocation?.answer === undefined) return;
    this.become('idle');
    this.rest();
    this.finish(invocation, invocation.answer);
  }

  onGone(): void {
    // An invocation whose answer was dropped waits for its timeout: no process may have its event again.
    const hasKeptEvent = this.state === 'busy' && this.invocation?.isDropped === false;
    if (!this.isWaiting && !hasKeptEvent) return;
    this.hasKeptEvent = hasKeptEvent;
    this.become('starting');
    this.limitStart();
  }

  onAbandoned(requestId: string): void {
    const { invocation } = this;
    if (this.state !== 'busy' || invocation?.requestId !== requestId) return;
    this.become('starting');
    this.limitStart();
    this.fail(invocation, 'exit', describeExit(requestId, {}));
  }

  private open(credential: ProcessCredential): void {
    this.ports.openSeat(this, (opened) => {
      if (this.state === 'ended') {
        if (typeof opened !== 'string') void opened.close();
      } else if (typeof opened === 'string') {
        this.facts.log.add([opened]);
        this.noteExit({});
      } else {
        this.seat = opened;
        this.limitStart();
        this.owner.orders.start(this, credential, `127.0.0.1:${opened.port}`);
      }
    });
  }

  /** Its process gets the event. */
  private hand(invocation: Invocation): void {
    const { owner, facts } = this;
    invocation.begin(this.ports);
    facts.log.begin(writeStartLine(invocation.requestId));
    this.become('busy');
    invocation.fault = owner.faults?.drawInvocation(!facts.isDebugged);
    if (invocation.fault === 'crashBefore') {
      this.endNow();
      return;
    }
    this.limitInvocation(invocation.leftMs(this.ports, owner.settings));
    this.seat?.handOver(invocation.createEvent(owner, this.ports, facts.isDebugged));
    owner.onChange();
  }

  /** The first answer counts. */
  private noteAnswer(answer: ProcessedEnd): void {
    const { invocation } = this;
    if (this.state !== 'busy' || invocation?.requestId !== answer.requestId) return;
    if (invocation.fault === 'crashAfter') this.endNow();
    // Nothing times out while a debugger is attached.
    else if (invocation.fault === 'timeout' && !this.facts.isDebugged) invocation.isDropped = true;
    else invocation.answer ??= answer;
  }

  private fail(invocation: Invocation, kind: InvocationFailureKind, { body }: FunctionError): void {
    const { requestId, answer } = invocation;
    // What the function has answered stands, whatever its process does then.
    this.finish(invocation, answer ?? { outcome: 'failed', requestId, kind, payload: body });
  }

  private finish(invocation: Invocation, end: ProcessedEnd): void {
    const { facts, owner, ports } = this;
    this.invocation = undefined;
    facts.invocations++;
    const report = reportInvocation(facts, owner.settings, invocation, end, ports);
    const conclude = (): void => {
      facts.log.end(writeEndLines(report, owner.settings.timeoutMs, ports.systemNow()));
      owner.onOver(this, invocation, end, report);
    };
    this.conclusion.begin(invocation.requestId, conclude);
    if (this.state === 'ended') this.conclusion.end();
    else owner.orders.askForLines(this, invocation.requestId);
  }

  /** The start, if it was begun again for its invocation, is a part of that: it ends with the timeout. */
  private limitStart(): void {
    const { invocation } = this;
    if (invocation?.isRestarted === true)
      this.limitInvocation(invocation.leftMs(this.ports, this.owner.settings));
    else this.timer.limit(START_LIMIT_MS, () => this.endStart());
  }

  private endStart(): void {
    const { invocation } = this;
    this.endNow(l10n.t('It did not ask for an event within {0} s.', START_LIMIT_MS / 1000));
    if (invocation === undefined) return;
    invocation.isRestarted = true;
    invocation.begin(this.ports);
    this.giveBack(invocation);
  }

  /** Another environment is to run it. */
  private giveBack(invocation: Invocation): void {
    this.invocation = undefined;
    if (this.facts.isPaused) invocation.request.onPause?.(false);
    this.owner.onReturned(invocation);
  }

  private limitInvocation(leftMs: number): void {
    this.timer.limit(leftMs, () => this.timeOut());
  }

  private timeOut(): void {
    const { invocation, owner } = this;
    const { timeoutMs } = owner.settings;
    this.endNow(describeTimedOut(timeoutMs));
    if (invocation !== undefined) {
      this.fail(invocation, 'timeout', describeTimeout(invocation.requestId, timeoutMs));
    }
  }

  /** It is idle: it freezes soon, and ends some time. */
  private rest(): void {
    const freeze = (): void => {
      this.become('frozen');
      this.owner.orders.freeze(this);
      this.owner.onChange();
    };
    this.timer.rest(this.owner.canFreeze ? freeze : undefined, () => this.stop());
  }

  /** SIGKILL. Whatever its Runtime API reports from now on does not count: an invocation that it keeps fails with the exit. */
  private endNow(reason?: string): void {
    this.reason = reason;
    this.become('ending');
    this.kill();
  }

  private kill(): void {
    this.owner.orders.kill(this);
    this.timer.expectEnd(() => this.noteExit({ signal: 'SIGKILL' }));
  }

  private become(state: EnvironmentState): void {
    const { facts, invocation } = this;
    facts.become(state, this.ports.now());
    facts.requestId = state === 'busy' ? invocation?.requestId : undefined;
  }
}
