import type { Engine } from '../engine/engine.ts';
import type { QueueName } from '../engine/state/queue.ts';
import { MAXIMUM_POOLS, type PoolDefinition } from '../protocol/poolDefinition.ts';
import type { PoolInfo } from '../protocol/pools.ts';
import type { TurnWork } from '../time/turnWork.ts';
import { LeaseWatch } from './leaseWatch.ts';
import { findPoolName } from './poolArn.ts';
import { Pool, type PoolOrigin } from './pool.ts';
import type { PoolPorts, RunnerConnection } from './ports.ts';
import { runAction } from './runAction.ts';
import { SAVED_DECISIONS, type SavedPool } from './savedPools.ts';

/** Of pools that are due at the same time, so many are woken in one turn. */
const WOKEN_AT_ONCE = 5;
/** What a pool does when it is woken, in periods that alarms look at. */
export const POOL_WORK = 100;
/** After a defect, a pool is woken again so much later. */
const RETRY_MS = 60_000;
/** With pools that are deleted and whose processes are being ended: all may be replaced at once. */
const MAXIMUM_HELD = 2 * MAXIMUM_POOLS;

export interface PoolBookPorts extends PoolPorts {
  /** The account and region of all pools. */
  readonly place: Pick<QueueName, 'region' | 'account'>;
  /** Wakes the book when the broker's clock is there; undefined: never. */
  wakeAt(deadline: number | undefined): void;
}

const BY_CLIENT: PoolOrigin = { source: undefined, folder: undefined };

/** All pools of a broker, and when they have something to do: one timer for all of them, and none while no pool runs. */
export class PoolBook {
  private readonly engine: Engine;
  private readonly ports: PoolBookPorts;
  private readonly watch: LeaseWatch;
  private readonly pools = new Map<string, Pool>();
  /** When each pool has something to do, epoch ms. */
  private readonly deadlines = new Map<Pool, number>();
  private isWaking = false;

  constructor(engine: Engine, ports: PoolBookPorts, saved: readonly SavedPool[] = []) {
    this.engine = engine;
    this.ports = ports;
    this.watch = new LeaseWatch(engine, (queueArn) => {
      for (const pool of this.pools.values()) if (pool.queueArn === queueArn) pool.noteEmpty();
    });
    for (const { definition, source, folder, decisions } of saved) {
      this.add(definition, { source, folder }, decisions);
    }
  }

  find(name: string): Pool | undefined {
    const pool = this.pools.get(name);
    return pool?.isDeleted === true ? undefined : pool;
  }

  /** Also of a deleted pool, whose processes are being ended. */
  findRun(name: string): Pool | undefined {
    return this.pools.get(name);
  }

  /** Those that are not deleted, in the order in which they were declared. */
  get all(): readonly Pool[] {
    return [...this.pools.values()].filter(({ isDeleted }) => !isDeleted);
  }

  describe(): readonly PoolInfo[] {
    return this.all.map((pool) => pool.describe());
  }

  /** Those that are kept. */
  listSaved(): readonly SavedPool[] {
    return this.all.map((pool) => ({
      definition: pool.settings.given,
      ...pool.origin,
      decisions: pool.listDecisions(SAVED_DECISIONS),
    }));
  }

  /** @returns false if there are too many pools */
  put(definition: PoolDefinition, origin: PoolOrigin = BY_CLIENT): boolean {
    const known = this.pools.get(definition.name);
    if (known !== undefined) known.redefine(definition, origin);
    else if (this.all.length >= MAXIMUM_POOLS || this.pools.size >= MAXIMUM_HELD) return false;
    else this.add(definition, origin);
    this.ports.onChange();
    return true;
  }

  /** The pool is forgotten when its processes have ended. @returns whether there is such a pool */
  delete(name: string): boolean {
    const pool = this.find(name);
    if (pool === undefined) return false;
    pool.isDeleted = true;
    pool.stop();
    this.forgetDeleted();
    this.ports.onChange();
    return true;
  }

  /** Makes the pools of a text those of its source: those that it no longer has are deleted. */
  setAll(source: string, folder: string | undefined, definitions: readonly PoolDefinition[]): void {
    const names = new Set(definitions.map(({ name }) => name));
    for (const { name, origin } of this.all) {
      if (origin.source === source && !names.has(name)) this.delete(name);
    }
    for (const definition of definitions) this.put(definition, { source, folder });
  }

  /** The connection of a runner has ended. */
  lose(runner: RunnerConnection): void {
    const lost = [...this.pools.values()].filter((pool) => pool.hasRunner(runner));
    for (const pool of lost) pool.leave();
    if (lost.length === 0) return;
    this.forgetDeleted();
    this.ports.onChange();
  }

  /** To be called after reports: a deleted pool is forgotten once nothing of it runs. */
  forgetDeleted(): void {
    for (const [name, { isDeleted, processes }] of this.pools) {
      if (isDeleted && processes.runningCount === 0) this.forget(name);
    }
  }

  /** An alarm went from one state to another. */
  noteAlarm(name: string): void {
    for (const pool of this.pools.values()) if (pool.isRunning && pool.hasAlarm(name)) pool.noteAlarm();
  }

  /**
   * An alarm runs a pool as its action.
   * @returns why it does not; undefined if the ARN is not one of a pool here
   */
  runAction(arn: string, alarm: string): { readonly failure: string | undefined } | undefined {
    const name = findPoolName(this.ports.place, arn);
    if (name === undefined) return undefined;
    const pool = this.find(name);
    return {
      failure: pool === undefined ? `There is no pool ${name}.` : runAction(pool, alarm, this.ports),
    };
  }

  /** The clock was set back by this much. */
  goBack(byMs: number): void {
    const now = this.ports.now();
    for (const pool of this.pools.values()) {
      pool.goBack(byMs, now);
      this.noteChange(pool);
    }
  }

  /** To be called when the clock is there. Throws the first defect, after all pools that are due were woken. */
  wake(work: TurnWork): void {
    const now = this.ports.now();
    const defects: unknown[] = [];
    let woken = 0;
    this.isWaking = true;
    for (const [pool, deadline] of this.deadlines) {
      if (woken >= WOKEN_AT_ONCE) break;
      if (deadline > now) continue;
      woken++;
      work.spend(POOL_WORK);
      try {
        pool.wake(now);
      } catch (error) {
        defects.push(error);
        // Its own deadline may be over for good: the clock would not get past it.
        this.deadlines.set(pool, now + RETRY_MS);
      }
    }
    this.isWaking = false;
    this.forgetDeleted();
    this.arrange();
    if (defects.length > 0) throw defects[0];
  }

  private add(definition: PoolDefinition, origin: PoolOrigin, decisions: SavedPool['decisions'] = []): void {
    const { engine, watch, ports } = this;
    const parts = {
      engine,
      watch,
      place: ports.place,
      ports: { ...ports, onChange: () => this.noteChange(pool) },
    };
    const pool: Pool = new Pool(parts, definition, origin, decisions);
    this.pools.set(definition.name, pool);
  }

  private forget(name: string): void {
    const pool = this.pools.get(name);
    if (pool !== undefined) this.deadlines.delete(pool);
    this.pools.delete(name);
  }

  /** Only this pool is asked what comes next: there may be many, and changes are frequent. */
  private noteChange(pool: Pool): void {
    const { nextDeadline } = pool;
    if (nextDeadline === undefined) this.deadlines.delete(pool);
    else this.deadlines.set(pool, nextDeadline);
    this.ports.onChange();
    if (!this.isWaking) this.arrange();
  }

  private arrange(): void {
    let next = Infinity;
    for (const deadline of this.deadlines.values()) next = Math.min(next, deadline);
    this.ports.wakeAt(next === Infinity ? undefined : next);
  }
}
