import { type Result, succeed } from '../engine/base/result.ts';
import type { PoolProcess } from '../protocol/pools.ts';
import type { ProcessCredential } from '../protocol/processCredential.ts';
import type { LeaseWatch } from './leaseWatch.ts';
import { ManagedProcess } from './managedProcess.ts';
import type { PoolPorts, ProcessDeed, ProcessEvent } from './ports.ts';
import type { PoolSettings } from './poolSettings.ts';

/** Of processes that ended, so many are still listed. */
const MAXIMUM_ENDED = 20;
/** A process that asks for messages so long after SIGTERM has not noticed it. */
const LATE_MS = 1000;

/** How a process ended, as its runner has seen it. */
export interface ProcessExit {
  readonly code?: number | undefined;
  readonly signal?: string | undefined;
  readonly lastLines: readonly string[];
}

/** What the runner is asked to do with a process. */
export interface ProcessOrders {
  start(process: ManagedProcess, credential: ProcessCredential): void;
  stop(process: ManagedProcess): void;
  kill(process: ManagedProcess): void;
}

/** Whose processes they are. */
interface Owner {
  readonly name: string;
  readonly queueArn: string;
  readonly settings: PoolSettings;
}

/** The processes of one pool: those that run, and the last ones that ended. */
export class PoolProcesses {
  private readonly watch: LeaseWatch;
  private readonly ports: PoolPorts;
  private readonly owner: Owner;
  private readonly orders: ProcessOrders;
  private readonly running = new Map<number, ManagedProcess>();
  private readonly ended: ManagedProcess[] = [];
  private lastNumber = 0;

  constructor(watch: LeaseWatch, ports: PoolPorts, owner: Owner, orders: ProcessOrders) {
    this.watch = watch;
    this.ports = ports;
    this.owner = owner;
    this.orders = orders;
  }

  get all(): readonly ManagedProcess[] {
    return [...this.running.values()];
  }

  get runningCount(): number {
    return this.running.size;
  }

  find(number: number): ManagedProcess | undefined {
    return this.running.get(number);
  }

  count(isCounted: (process: ManagedProcess) => boolean): number {
    let count = 0;
    for (const process of this.running.values()) if (isCounted(process)) count++;
    return count;
  }

  /** The first deadline of a process, epoch ms. */
  get nextDeadline(): number | undefined {
    let next: number | undefined;
    for (const { deadline } of this.running.values()) {
      if (deadline !== undefined && (next === undefined || deadline < next)) next = deadline;
    }
    return next;
  }

  describe(): readonly PoolProcess[] {
    return [...this.ended, ...this.running.values()].map((process) => process.describe());
  }

  /** Orders a process. Errors: those of {@link PoolPorts.admit}. */
  start(user: string): Result<undefined> {
    const { owner, ports } = this;
    const { settings } = owner;
    const number = ++this.lastNumber;
    const name = `${owner.name} #${number}`;
    const admitted = ports.admit(name, user);
    if (!admitted.ok) return admitted;
    const now = ports.now();
    const process = new ManagedProcess({
      number,
      name,
      consumerId: admitted.value.accessKeyId,
      now,
      warmUntil: settings.warmupMs === undefined ? undefined : now + settings.warmupMs,
      isProtected: settings.protects,
      onReceive: (receiver) => this.noteReceive(receiver),
    });
    this.running.set(number, process);
    this.watch.add(process);
    this.orders.start(process, admitted.value);
    return succeed(undefined);
  }

  endAll(processes: readonly ManagedProcess[]): void {
    for (const process of processes) this.endOne(process);
  }

  /** Ends a process as its pool does that: it is drained first, or gets SIGTERM at once. */
  private endOne(process: ManagedProcess): void {
    const { settings } = this.owner;
    process.isAsked = true;
    if (!settings.drains) {
      this.terminate(process);
      return;
    }
    process.isClosed = true;
    if (process.leases.count === 0) {
      this.terminate(process);
      return;
    }
    const now = this.ports.now();
    process.become('draining', now, now + settings.graceMs);
    this.watch.whenFree(process, () => this.terminate(process));
    this.record(process, `${process.name} is drained: it gets no more messages.`, 'drain');
  }

  kill(process: ManagedProcess, did: 'kill' | 'ignoreStop' = 'kill'): void {
    process.isAsked = true;
    process.isKilled = true;
    process.deadline = undefined;
    this.record(process, `${process.name} is ended by SIGKILL.`, did);
    this.orders.kill(process);
  }

  /** What is due by now: warm-ups, drainings and grace periods that are over. */
  wake(now: number): void {
    for (const process of this.running.values()) {
      if (process.deadline === undefined || process.deadline > now) continue;
      if (process.state === 'starting') this.enterService(process);
      else if (process.state === 'draining') this.terminate(process);
      else this.kill(process, 'ignoreStop');
    }
  }

  noteStarted(process: ManagedProcess, processId: number | undefined): void {
    const isFirst = !process.isStarted;
    process.isStarted = true;
    if (processId !== undefined && process.processId !== processId) {
      process.processId = processId;
      this.ports.noteProcessId(process, processId);
    }
    if (isFirst) this.record(process, `${process.name} was started.`, 'start');
    else this.ports.onChange();
  }

  /** It has ended, with all that it started: no call of it is to come. */
  noteExit(process: ManagedProcess, exit: ProcessExit): void {
    this.close(process, exit);
    this.watch.remove(process);
    this.ports.revoke(process);
  }

  /** Its runner is gone and ends it: until it has settled what it has in flight, it may delete messages, and gets no others. */
  abandon(process: ManagedProcess): void {
    process.isAsked = true;
    process.isKilled = true;
    this.close(process, { lastLines: [] });
    this.watch.retire(process, () => this.ports.revoke(process));
  }

  private close(process: ManagedProcess, exit: ProcessExit): void {
    const lost = process.leases.list();
    const now = this.ports.now();
    const { code, signal, lastLines } = exit;
    process.end = {
      at: now,
      ...(code === undefined ? {} : { code }),
      ...(signal === undefined ? {} : { signal }),
      lastLines,
      lostLeases: lost.length,
    };
    process.become(process.isAsked ? 'stopped' : 'crashed', now);
    this.running.delete(process.number);
    this.ended.push(process);
    if (this.ended.length > MAXIMUM_ENDED) this.ended.shift();
    const how = signal ?? (code === undefined ? undefined : `exit code ${code}`);
    const verb = process.isAsked ? 'has ended' : 'has crashed';
    const did = process.isKilled ? 'kill' : process.isAsked ? 'end' : 'crash';
    this.record(process, `${process.name} ${verb}${how === undefined ? '' : ` (${how})`}.`, did, lost);
  }

  /** The clock was set back by this much. */
  goBack(byMs: number): void {
    for (const process of this.running.values()) process.goBack(byMs);
  }

  private terminate(process: ManagedProcess): void {
    const now = this.ports.now();
    this.watch.stopWaiting(process);
    process.become('stopping', now, now + this.owner.settings.graceMs);
    this.record(process, `${process.name} gets SIGTERM.`, 'stop');
    this.orders.stop(process);
  }

  private enterService(process: ManagedProcess): void {
    process.become('inService', this.ports.now());
    this.record(process, `${process.name} is in service.`, 'serve');
    this.ports.onChange();
  }

  private noteReceive(process: ManagedProcess): void {
    if (process.state === 'starting' && process.deadline === undefined) this.enterService(process);
    else if (process.state === 'stopping') this.noteLateReceive(process);
  }

  /** A receive that was under way when SIGTERM came is not late. */
  private noteLateReceive(process: ManagedProcess): void {
    if (process.isLate || this.ports.now() - process.since < LATE_MS) return;
    process.isLate = true;
    this.record(process, `${process.name} asks for messages after SIGTERM.`, 'receiveLate');
  }

  private record(
    process: ManagedProcess,
    detail: string,
    did: ProcessDeed,
    lost: ProcessEvent['lost'] = [],
  ): void {
    const { name: pool, queueArn, settings } = this.owner;
    const { graceMs, policy } = settings;
    this.ports.recordProcess({ pool, policy: policy.type, queueArn, process, did, detail, graceMs, lost });
    this.ports.onChange();
  }
}
