import type { InvokedFunction } from '../functions/ports.ts';
import type { Mapping, MappingSettings } from './mapping.ts';
import { MappingPoller, type PollerHost } from './mappingPoller.ts';
import { TurnWork } from '../time/turnWork.ts';
import type { PollerPorts } from './ports.ts';

/** What a message costs: it is received, written, handed over or deleted. */
const MESSAGE_WORK = 40;

/** All pollers of a broker, and when they have something to do: one timer for all of them, and none while nothing waits. */
export class MappingPollers {
  private readonly ports: PollerPorts;
  private readonly host: PollerHost;
  /** By the id of the mapping. */
  private readonly pollers = new Map<string, MappingPoller>();
  /** By the function that they invoke; whose turn it is comes first. */
  private readonly byFunction = new Map<string, Set<MappingPoller>>();
  private readonly deadlines = new Map<MappingPoller, number>();
  /** What each mapping was set to when it was put. */
  private readonly settings = new Map<MappingPoller, MappingSettings>();
  /** Functions whose pollers may have something to do. */
  private readonly touched = new Set<string>();
  /** By how much the time of the pollers is ahead of the clock, which may have been set back, ms. */
  private aheadMs = 0;
  private forgetQueues: (() => void) | undefined;
  private isWorking = false;
  private isStopped = false;

  constructor(ports: PollerPorts) {
    this.ports = ports;
    this.host = {
      ...ports,
      now: () => this.now(),
      poke: (poller) => this.poke(poller),
      enter: (poller) => this.enter(poller),
      countFree: (poller, invoked) => this.countFree(poller, invoked),
      noteTurn: (poller) => this.noteTurn(poller),
    };
    ports.functions.onChange((name) => {
      if (!this.byFunction.has(name)) return;
      this.touched.add(name);
      this.work();
    });
  }

  /** A mapping was made or changed. */
  put(mapping: Mapping): void {
    let poller = this.pollers.get(mapping.id);
    if (poller === undefined && !mapping.settings.isEnabled) return;
    if (poller === undefined) {
      poller = new MappingPoller(mapping, this.host);
      this.pollers.set(mapping.id, poller);
    }
    const before = this.settings.get(poller);
    if (before !== mapping.settings) poller.reset(before);
    this.settings.set(poller, mapping.settings);
    this.file(poller);
    this.enter(poller);
  }

  /** A mapping was deleted. What it has is finished. */
  remove(mapping: Mapping): void {
    const poller = this.pollers.get(mapping.id);
    if (poller === undefined) return;
    poller.stop();
    this.enter(poller);
  }

  /** The broker's clock is at the time that was set. */
  wake(work: TurnWork): void {
    const now = this.now();
    for (const [poller, deadline] of this.deadlines)
      if (deadline <= now) this.touched.add(poller.mapping.functionName);
    this.work(work);
  }

  /** The clock was set back by so many ms. What waits for a time still waits for as long. */
  goBack(byMs: number): void {
    this.aheadMs += byMs;
    this.arrange(this.touched.size === 0);
  }

  /** The broker ends: nothing is received any more. */
  stop(): void {
    this.isStopped = true;
    for (const poller of this.pollers.values()) poller.stop();
    this.forgetQueues?.();
    this.ports.wakeAt(undefined);
  }

  private now(): number {
    return this.ports.now() + this.aheadMs;
  }

  /** Of the function that the mapping names now. */
  private file(poller: MappingPoller): void {
    const { functionName } = poller.mapping;
    const pollers = this.byFunction.get(functionName);
    if (pollers?.has(poller) === true) return;
    this.unfile(poller);
    if (pollers === undefined) this.byFunction.set(functionName, new Set([poller]));
    else pollers.add(poller);
  }

  private unfile(poller: MappingPoller): void {
    for (const [name, pollers] of this.byFunction) {
      if (pollers.delete(poller) && pollers.size === 0) this.byFunction.delete(name);
    }
  }

  private poke(poller: MappingPoller): void {
    this.touched.add(poller.mapping.functionName);
    if (!this.isStopped) this.ports.wakeAt(this.ports.now());
  }

  private enter(poller: MappingPoller): void {
    this.touched.add(poller.mapping.functionName);
    this.work();
  }

  private noteTurn(poller: MappingPoller): void {
    const pollers = this.byFunction.get(poller.mapping.functionName);
    if (pollers?.delete(poller) === true) pollers.add(poller);
  }

  private countFree(poller: MappingPoller, { freeEnvironments }: InvokedFunction): number {
    let free = freeEnvironments;
    for (const other of this.byFunction.get(poller.mapping.functionName) ?? [])
      if (other !== poller && other.promisesBatch) free--;
    return free;
  }

  /** Calls that come meanwhile only leave word in `touched`. */
  private work(work = new TurnWork()): void {
    if (this.isWorking || this.isStopped) return;
    this.isWorking = true;
    let isDone = false;
    try {
      isDone = this.workOnTouched(work);
    } finally {
      this.isWorking = false;
      this.arrange(isDone);
    }
  }

  /** @returns false: there is more to do, in another turn */
  private workOnTouched(work: TurnWork): boolean {
    for (const name of this.touched) {
      this.touched.delete(name);
      for (let hasMore = true; hasMore; ) {
        hasMore = false;
        for (const poller of this.listPollers(name)) {
          if (work.isOver) {
            this.touched.add(name);
            return false;
          }
          const messages = poller.step(this.now());
          work.spend(MESSAGE_WORK * messages);
          hasMore ||= messages > 0;
        }
      }
      for (const poller of this.listPollers(name)) this.settle(poller);
    }
    return true;
  }

  /** Of a function, as they are now: their order changes with each turn that one of them had. */
  private listPollers(functionName: string): readonly MappingPoller[] {
    return [...(this.byFunction.get(functionName) ?? [])];
  }

  private settle(poller: MappingPoller): void {
    if (poller.isStopping && poller.isFinished) {
      this.pollers.delete(poller.mapping.id);
      this.deadlines.delete(poller);
      this.settings.delete(poller);
      this.unfile(poller);
      return;
    }
    const deadline = poller.findDeadline(this.now());
    if (deadline === undefined) this.deadlines.delete(poller);
    else this.deadlines.set(poller, deadline);
  }

  private arrange(isDone: boolean): void {
    let next = isDone ? undefined : this.now();
    for (const deadline of this.deadlines.values())
      if (next === undefined || deadline < next) next = deadline;
    this.ports.wakeAt(next === undefined ? undefined : next - this.aheadMs);
    this.watchQueues();
  }

  /** Only while a mapping waits for its queue. */
  private watchQueues(): void {
    const isWanted = [...this.pollers.values()].some(({ lacksQueue }) => lacksQueue);
    if (isWanted === (this.forgetQueues !== undefined)) return;
    this.forgetQueues?.();
    this.forgetQueues = isWanted ? this.ports.queues.onCreated((arn) => this.noteQueue(arn)) : undefined;
  }

  private noteQueue(queueArn: string): void {
    for (const poller of this.pollers.values()) if (poller.mapping.queueArn === queueArn) this.poke(poller);
  }
}
