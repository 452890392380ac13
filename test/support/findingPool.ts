import { TurnWork } from '../../broker/time/turnWork.ts';
import { tracePools } from '../../broker/assembly/poolTrace.ts';
import { succeed } from '../../broker/engine/base/result.ts';
import { receiveMessages } from '../../broker/engine/operations/receiveMessages.ts';
import type { Queue } from '../../broker/engine/state/queue.ts';
import type { Pool } from '../../broker/pools/pool.ts';
import { PoolBook } from '../../broker/pools/poolBook.ts';
import type { FollowedAlarm } from '../../broker/pools/ports.ts';
import type { PoolDefinition } from '../../broker/protocol/poolDefinition.ts';
import type { PoolOrderParams } from '../../broker/protocol/pools.ts';
import { unwrap } from './engineHarness.ts';
import type { FindingsHarness } from './findingsHarness.ts';
import type { Wait } from './findingSteps.ts';
import { makeCaller } from './testCaller.ts';

/** A pool in a world that is searched for findings. Its processes receive once, and then do what the program says. */
export class FindingPool {
  readonly queue: Queue;
  readonly pool: Pool;
  /** Of every alarm. */
  alarm: FollowedAlarm = { state: 'OK', threshold: 0, values: [] };
  /** Processes end when they are asked to. */
  isObedient = true;
  private readonly harness: FindingsHarness;
  private readonly book: PoolBook;
  private readonly orders: PoolOrderParams[] = [];
  private wakesAt: number | undefined;
  private lastKey = 0;

  constructor(harness: FindingsHarness, definition: Partial<PoolDefinition>, visibilitySeconds = 30) {
    this.harness = harness;
    this.queue = harness.createQueue('tasks', { VisibilityTimeout: `${visibilitySeconds}` });
    this.book = new PoolBook(harness.engine, {
      place: { region: 'us-east-1', account: '000000000000' },
      now: () => harness.clock.now(),
      wakeAt: (deadline) => {
        this.wakesAt = deadline;
      },
      admit: () => succeed({ accessKeyId: `KEY${++this.lastKey}`, secretAccessKey: '' }),
      revoke: () => undefined,
      noteProcessId: () => undefined,
      readAlarm: () => this.alarm,
      createRandom: () => () => 0,
      ...tracePools(harness.recorder),
      onChange: () => undefined,
    });
    this.book.put({
      name: 'workers',
      queue: 'tasks',
      command: 'x',
      policy: { type: 'manual' },
      ...definition,
    });
    this.pool = this.book.find('workers') as Pool;
    const notify = (_method: unknown, params: unknown): void =>
      void this.orders.push(params as PoolOrderParams);
    unwrap(this.pool.run({ notify }, ''));
    this.obey();
  }

  /** The newest process receives. */
  receive(): void {
    const process = this.pool.processes.all.at(-1);
    const by = makeCaller({ consumerId: process?.consumerId ?? '', action: 'ReceiveMessage' });
    receiveMessages(this.harness.engine, this.queue, { waitSeconds: 0 }, by, () => undefined);
  }

  /** Time passes, and the pool does what is due. @param pass a step of it */
  wait(ms: number, pass: Wait = (harness, by) => harness.clock.advance(by)): void {
    let rest = ms;
    while (rest > 0) {
      const step = Math.min(rest, Math.max(0, (this.wakesAt ?? Infinity) - this.harness.clock.now()));
      if (step > 0) pass(this.harness, step);
      rest -= step;
      if ((this.wakesAt ?? Infinity) > this.harness.clock.now()) continue;
      this.book.wake(new TurnWork());
      this.obey();
    }
  }

  private obey(): void {
    for (const { order, process: number } of this.orders.splice(0)) {
      const process = this.pool.processes.find(number);
      if (process === undefined) continue;
      if (order === 'start') process.noteReceive();
      else if (order === 'kill' || this.isObedient) this.pool.noteExit(process, { code: 0, lastLines: [] });
    }
  }
}
