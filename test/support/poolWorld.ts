import type { Caller } from '../../broker/engine/base/caller.ts';
import { ManualClock } from '../../broker/engine/base/clock.ts';
import { LIMITS } from '../../broker/engine/base/limits.ts';
import { fail, type Result, succeed } from '../../broker/engine/base/result.ts';
import type { Engine } from '../../broker/engine/engine.ts';
import { createEngine } from '../../broker/engine/operations/createEngine.ts';
import { createQueue } from '../../broker/engine/operations/createQueue.ts';
import { deleteMessage } from '../../broker/engine/operations/deleteMessage.ts';
import { receiveMessages } from '../../broker/engine/operations/receiveMessages.ts';
import { sendMessage } from '../../broker/engine/operations/sendMessage.ts';
import type { Queue } from '../../broker/engine/state/queue.ts';
import type { ReceivedMessage } from '../../broker/engine/state/receivedMessage.ts';
import type { Pool } from '../../broker/pools/pool.ts';
import { PoolBook } from '../../broker/pools/poolBook.ts';
import type { FollowedAlarm, RunnerConnection, ProcessEvent } from '../../broker/pools/ports.ts';
import type { SavedPool } from '../../broker/pools/savedPools.ts';
import { SeededRandom } from '../../broker/random/seededRandom.ts';
import type { PoolDefinition } from '../../broker/protocol/poolDefinition.ts';
import type { PoolDecision, PoolOrderParams, PoolProcess } from '../../broker/protocol/pools.ts';
import { ControllableClock } from '../../broker/time/clock.ts';
import { caller, IDENTITY_KEY, testPorts, unwrap } from './engineHarness.ts';
import { ManualMachine } from './manualMachine.ts';

export const PLACE = { region: 'us-east-1', account: '000000000000' };
export const POOL: PoolDefinition = { name: 'workers', queue: 'orders', command: 'node worker.js', max: 100 };

/** A consumer in one of the processes: what it has in flight. */
interface Program {
  readonly caller: Caller;
  readonly held: ReceivedMessage[];
}

/** Pools on a manual clock, and a runner whose processes do what the test says. */
export class PoolWorld {
  readonly machine = new ManualMachine();
  readonly clock = new ControllableClock(this.machine);
  readonly engine: Engine;
  readonly queue: Queue;
  readonly book: PoolBook;
  readonly alarms = new Map<string, FollowedAlarm>();
  readonly orders: PoolOrderParams[] = [];
  readonly decisions: (PoolDecision & { readonly pool: string })[] = [];
  readonly events: ProcessEvent[] = [];
  readonly blocks: string[] = [];
  /** Consumer ids of processes whose credentials no longer sign. */
  readonly revoked: string[] = [];
  /** When the book asked to be woken, epoch ms. */
  wakesAt: number | undefined;
  /** What each turn of the book's timer did. */
  readonly turns: { readonly pools: number; readonly orders: number }[] = [];
  /** Users whose credentials are refused. */
  readonly unknownUsers = new Set<string>();
  /** Starting processes receive at once, and processes that are asked to end do so. */
  isObedient = false;
  readonly runner: RunnerConnection = {
    notify: (_method, params) => this.take(params as PoolOrderParams),
  };
  private readonly programs = new Map<string, Program>();
  private lastKey = 0;
  private wokenPools = 0;
  private orderCount = 0;
  private readonly obeyed: (() => void)[] = [];

  constructor(saved: readonly SavedPool[] = []) {
    const ports = { ...testPorts(new ManualClock()), clock: this.clock };
    this.engine = createEngine(ports, { identityKey: IDENTITY_KEY, limits: LIMITS.strict });
    this.queue = this.createQueue('orders');
    const wakeAt = this.clock.addWaker((work) => {
      const before = { pools: this.wokenPools, orders: this.orderCount };
      this.book.wake(work);
      this.turns.push({ pools: this.wokenPools - before.pools, orders: this.orderCount - before.orders });
      this.obey();
    });
    this.book = new PoolBook(
      this.engine,
      {
        place: PLACE,
        now: () => this.clock.now(),
        wakeAt: (deadline) => {
          this.wakesAt = deadline;
          wakeAt(deadline);
        },
        admit: (_name, user) => this.admit(user),
        revoke: ({ consumerId }) => this.revoked.push(consumerId),
        noteProcessId: () => undefined,
        readAlarm: (name) => this.alarms.get(name),
        createRandom: (seed) => {
          const random = new SeededRandom(seed);
          return () => random.next();
        },
        recordProcess: (event) => this.events.push(event),
        recordDecision: ({ pool, decision }) => this.decisions.push({ pool, ...decision }),
        recordBlock: ({ detail }) => this.blocks.push(detail),
        onChange: () => undefined,
      },
      saved,
    );
  }

  createQueue(name: string, attributes: Record<string, string> = {}): Queue {
    return unwrap(createQueue(this.engine, { name, attributes }, caller));
  }

  /** Declares a pool and runs it. */
  run(definition: Partial<PoolDefinition> = {}): Pool {
    const whole = { ...POOL, ...definition };
    this.book.put(whole);
    const pool = this.book.find(whole.name);
    if (pool === undefined) throw new Error('There is no such pool.');
    const wake = pool.wake.bind(pool);
    pool.wake = (now) => {
      this.wokenPools++;
      wake(now);
    };
    unwrap(pool.run(this.runner, ''));
    this.obey();
    return pool;
  }

  send(count: number, queue = this.queue): void {
    for (let sent = 0; sent < count; sent++) {
      unwrap(sendMessage(this.engine, queue, { body: `${sent}` }, caller));
    }
  }

  /** A process receives without waiting. @returns how many messages it got */
  receive({ consumerId }: PoolProcess, maxMessages = 1, queue = this.queue): number {
    const program = this.programOf(consumerId);
    let count = 0;
    receiveMessages(this.engine, queue, { maxMessages, waitSeconds: 0 }, program.caller, (result) => {
      const messages = unwrap(result);
      count = messages.length;
      program.held.push(...messages);
    });
    return count;
  }

  /** A process finishes its oldest messages. */
  finish({ consumerId }: PoolProcess, count = 1, queue = this.queue): void {
    const program = this.programOf(consumerId);
    for (const { receiptHandle } of program.held.splice(0, count)) {
      unwrap(deleteMessage(this.engine, queue, receiptHandle, program.caller));
    }
  }

  /** Time passes, and everything on the way happens. */
  advance(ms: number): void {
    this.obey();
    this.clock.advance(ms);
  }

  /** Of the orders since the last call. */
  takeOrders(): readonly string[] {
    return this.orders.splice(0).map(({ order, process }) => `${order} ${process}`);
  }

  private take(params: PoolOrderParams): void {
    this.orders.push(params);
    this.orderCount++;
    if (!this.isObedient) return;
    this.obeyed.push(() => {
      const pool = this.book.findRun(params.name);
      const process = pool?.processes.find(params.process);
      if (pool === undefined || process === undefined) return;
      if (params.order === 'start') {
        pool.noteStarted(process, undefined);
        process.noteReceive();
      } else pool.noteExit(process, { code: 0, lastLines: [] });
    });
  }

  private obey(): void {
    for (let order = this.obeyed.shift(); order !== undefined; order = this.obeyed.shift()) order();
  }

  private admit(user: string): Result<{ accessKeyId: string; secretAccessKey: string }> {
    if (this.unknownUsers.has(user)) return fail('InvalidParameterValue', `There is no user ${user}.`);
    return succeed({ accessKeyId: `KEY${++this.lastKey}`, secretAccessKey: 'secret' });
  }

  private programOf(consumerId: string): Program {
    const known = this.programs.get(consumerId);
    if (known !== undefined) return known;
    const program = { caller: { ...caller, consumerId, accessKeyId: consumerId }, held: [] };
    this.programs.set(consumerId, program);
    return program;
  }
}

/** The processes of a pool that run. */
export function listRunning(pool: Pool): readonly PoolProcess[] {
  return pool.describe().processes.filter(({ end }) => end === undefined);
}

/** Such as `1 inService`. */
export function describeRunning(pool: Pool): readonly string[] {
  return listRunning(pool).map(({ number, state }) => `${number} ${state}`);
}
