import { type Result, succeed } from '../engine/base/result.ts';
import type { FunctionEnvironment } from '../protocol/functions.ts';
import { Environment } from './environment.ts';
import type { EnvironmentOwner } from './environmentPorts.ts';
import type { FunctionPorts } from './functionPorts.ts';
import type { Invocation } from './invocation.ts';

/** Of environments that ended, so many are still listed. */
const MAXIMUM_ENDED = 20;
/** So many more than the limit may be ending: a runner that does not report ends gets no more than these. */
const MAXIMUM_ENDING = 10;

/** The environments of one function: those that run, and the last ones that ended. */
export class Environments {
  private readonly ports: FunctionPorts;
  private readonly owner: EnvironmentOwner;
  private readonly running = new Map<number, Environment>();
  private readonly ended: Environment[] = [];
  private lastNumber = 0;

  constructor(ports: FunctionPorts, owner: EnvironmentOwner) {
    this.ports = ports;
    this.owner = owner;
  }

  get all(): readonly Environment[] {
    return [...this.running.values()];
  }

  get runningCount(): number {
    return this.running.size;
  }

  find(number: number): Environment | undefined {
    return this.running.get(number);
  }

  /** Also one that has ended, as long as it is listed. */
  findListed(number: number): Environment | undefined {
    return this.running.get(number) ?? this.ended.find(({ facts }) => facts.number === number);
  }

  /** How many invocations have an environment, or one that starts for them. */
  get takenCount(): number {
    return this.count(({ isTaken }) => isTaken);
  }

  /** How many more invocations could have one. */
  get freeCount(): number {
    return this.count(({ isFree }) => isFree) + this.room;
  }

  /** How many more may be started. */
  get room(): number {
    const { limit } = this.owner;
    const active = this.count(({ isActive }) => isActive);
    return Math.max(0, Math.min(limit - active, limit + MAXIMUM_ENDING - this.running.size));
  }

  /** One that can take an invocation: of those that wait, that which was used last; else one that starts. */
  findFree(): Environment | undefined {
    let best: Environment | undefined;
    for (const environment of this.running.values()) {
      if (environment.isFree && (best === undefined || rank(environment) >= rank(best))) best = environment;
    }
    // The last that is used is the next to be used.
    if (best !== undefined && this.running.delete(best.facts.number)) {
      this.running.set(best.facts.number, best);
    }
    return best;
  }

  /** Errors: those of {@link FunctionPorts.admit}. */
  start(user: string, invocation?: Invocation): Result<undefined> {
    const { ports, owner } = this;
    const number = ++this.lastNumber;
    const admitted = ports.admit(`${owner.name} #${number}`, user);
    if (!admitted.ok) return admitted;
    const environment = new Environment(number, admitted.value, ports, owner);
    this.running.set(number, environment);
    if (invocation !== undefined) environment.take(invocation);
    environment.begin(admitted.value);
    return succeed(undefined);
  }

  /** It has ended. */
  forget(environment: Environment): void {
    if (!this.running.delete(environment.facts.number)) return;
    this.ended.push(environment);
    if (this.ended.length > MAXIMUM_ENDED) this.ended.shift();
  }

  describe(): readonly FunctionEnvironment[] {
    const running = this.all.toSorted((one, other) => one.facts.number - other.facts.number);
    return [...this.ended, ...running].map(({ facts }) => facts.describe());
  }

  /** The clock was set back by this much. */
  goBack(byMs: number): void {
    for (const { facts } of [...this.ended, ...this.running.values()]) facts.goBack(byMs);
  }

  private count(isCounted: (environment: Environment) => boolean): number {
    let count = 0;
    for (const environment of this.running.values()) if (isCounted(environment)) count++;
    return count;
  }
}

function rank({ state }: Environment): number {
  return state === 'idle' ? 2 : state === 'frozen' ? 1 : 0;
}
