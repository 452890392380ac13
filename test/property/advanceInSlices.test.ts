import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { Broker } from '../../broker/assembly/broker.ts';
import { KEEP_ALIVE } from '../../broker/control/channel/keepAlive.ts';
import { createQueue } from '../../broker/engine/operations/createQueue.ts';
import { receiveMessages } from '../../broker/engine/operations/receiveMessages.ts';
import { sendMessage } from '../../broker/engine/operations/sendMessage.ts';
import { POOL_WORK } from '../../broker/pools/poolBook.ts';
import { readCommand } from '../../broker/process/config.ts';
import type { PoolDefinition } from '../../broker/protocol/poolDefinition.ts';
import type { PoolOrderParams } from '../../broker/protocol/pools.ts';
import { ControllableClock } from '../../broker/time/clock.ts';
import { systemSchedule } from '../../broker/time/schedule.ts';
import { DEADLINE_WORK, STOP_WORK, TURN_WORK, TurnWork } from '../../broker/time/turnWork.ts';
import { caller, unwrap } from '../support/engineHarness.ts';
import { ManualMachine } from '../support/manualMachine.ts';

const MINUTE_MS = 60_000;
const PLACE = { region: 'us-east-1', account: '000000000000' };
const QUEUE = 'orders';
const DEPTH = {
  Namespace: 'AWS/SQS',
  MetricName: 'ApproximateNumberOfMessagesVisible',
  Dimensions: [{ Name: 'QueueName', Value: QUEUE }],
  Statistic: 'Maximum',
  ComparisonOperator: 'GreaterThanThreshold',
} as const;
const POOLS: readonly PoolDefinition[] = [
  {
    name: 'by-steps',
    queue: QUEUE,
    command: 'node worker.js',
    max: 9,
    policy: {
      type: 'step',
      alarm: 'depth',
      steps: [
        { lower: 0, upper: 4, adjustment: 1 },
        { lower: 4, adjustment: 3 },
      ],
    },
  },
  {
    name: 'simple',
    queue: QUEUE,
    command: 'node worker.js',
    max: 9,
    policy: { type: 'simple', alarm: 'short', adjustment: 2, cooldown: 90 },
  },
  { name: 'keda', queue: QUEUE, command: 'node worker.js', timeScale: 6, policy: { type: 'keda' } },
];

type Step =
  | { readonly do: 'send'; readonly count: number; readonly delaySeconds: number }
  | { readonly do: 'receive'; readonly visibilitySeconds: number }
  | { readonly do: 'advance'; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('send' as const),
    count: fc.integer({ min: 1, max: 8 }),
    delaySeconds: fc.constantFrom(0, 0, 45, 900),
  }),
  fc.record({ do: fc.constant('receive' as const), visibilitySeconds: fc.constantFrom(5, 60, 600) }),
  fc.record({
    do: fc.constant('advance' as const),
    ms: fc.constantFrom(1, 59_999, 7 * MINUTE_MS, 40 * MINUTE_MS, 150 * MINUTE_MS),
  }),
);

/** A broker without a network whose pools have processes that do what they are told, on a manual clock. */
class World {
  readonly clock = new ControllableClock(new ManualMachine());
  readonly broker: Broker;
  /** The most work of one turn. */
  mostWork = 0;
  private readonly turnWork: number | undefined;
  private readonly orders: PoolOrderParams[] = [];

  /** @param turnWork undefined: advances are made at once */
  constructor(turnWork: number | undefined) {
    this.turnWork = turnWork;
    const command = readCommand(['--port', '0'], {});
    assert.ok(command.kind === 'serve');
    this.broker = new Broker(command.config, {
      clock: this.clock,
      schedule: systemSchedule,
      keepAlive: KEEP_ALIVE,
      token: undefined,
      log: (line) => assert.fail(line),
      onStopRequested: () => undefined,
    });
    const { engine, alarms, pools } = this.broker;
    unwrap(createQueue(engine, { name: QUEUE, attributes: { MessageRetentionPeriod: '3600' } }, caller));
    const depth = { ...DEPTH, AlarmName: 'depth', Period: 60, EvaluationPeriods: 2, Threshold: 3 };
    const short = { ...DEPTH, AlarmName: 'short', Period: 10, EvaluationPeriods: 3, Threshold: 1 };
    for (const alarm of [depth, short]) assert.ok(alarms.put(PLACE, alarm).ok);
    for (const definition of POOLS) {
      pools.book.put(definition);
      unwrap(pools.book.find(definition.name)?.run(this.runner, '') ?? assert.fail());
    }
    pools.book.find('keda')?.interrupt({ perHour: 30, seed: 7 });
    this.obey();
  }

  apply(each: Step): void {
    const { engine } = this.broker;
    const queue = engine.findQueue(PLACE.region, PLACE.account, QUEUE) ?? assert.fail();
    if (each.do === 'advance') this.advance(each.ms);
    else if (each.do === 'send') {
      for (let sent = 0; sent < each.count; sent++) {
        unwrap(sendMessage(engine, queue, { body: `${sent}`, delaySeconds: each.delaySeconds }, caller));
      }
    } else {
      const input = { maxMessages: 3, visibilitySeconds: each.visibilitySeconds, waitSeconds: 0 };
      receiveMessages(engine, queue, input, caller, () => undefined);
    }
    this.obey();
  }

  describe() {
    const { engine, alarms, pools } = this.broker;
    const queue = engine.findQueue(PLACE.region, PLACE.account, QUEUE) ?? assert.fail();
    const started = new Map(pools.book.all.map(({ name, processes }) => [name, processes.describe()]));
    return {
      now: this.clock.now(),
      messages: [...queue.byAge.all()].map(({ number, state }) => [number, state]),
      alarms: alarms.book.history.all.map(({ alarmName, at, type, summary }) => [
        alarmName,
        at,
        type,
        summary,
      ]),
      decisions: pools.book.all.map((pool) => pool.describeHistory().decisions),
      capacity: pools.book.all.map((pool) => pool.describeHistory().capacity),
      processes: [...started].map(([name, all]) => [
        name,
        all.map(({ number, state, since }) => [number, state, since]),
      ]),
    };
  }

  private readonly runner = {
    notify: (_method: unknown, params: unknown) => void this.orders.push(params as PoolOrderParams),
  };

  private advance(ms: number): void {
    if (this.turnWork === undefined) {
      this.clock.advance(ms);
      return;
    }
    const aim = this.clock.advancedMs + ms;
    for (let isThere = false; !isThere; ) {
      const work = new TurnWork(this.turnWork);
      isThere = this.clock.advanceTowards(aim, work);
      this.mostWork = Math.max(this.mostWork, work.spent);
    }
  }

  private obey(): void {
    for (let order = this.orders.shift(); order !== undefined; order = this.orders.shift()) {
      const pool = this.broker.pools.book.findRun(order.name);
      const process = pool?.processes.find(order.process);
      if (pool === undefined || process === undefined) continue;
      if (order.order === 'start') process.noteReceive();
      else pool.noteExit(process, { code: 0, lastLines: [] });
    }
  }
}

describe('An advance of the clock in slices', function () {
  this.timeout(120_000);
  const runs = Number(process.env.QUEUESIDE_PROPERTY_RUNS ?? 40);

  it('does what one at once does, at the same times, with a bounded amount of work in each slice', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 3, maxLength: 15, size: 'max' }),
        fc.constantFrom(1, 60, 1000, TURN_WORK),
        async (steps, turnWork) => {
          const worlds = [new World(undefined), new World(turnWork), new World(undefined)] as const;
          for (const each of steps) {
            for (const world of worlds) world.apply(each);
            const [whole, sliced, again] = worlds;
            assert.deepEqual(sliced.describe(), whole.describe());
            assert.deepEqual(again.describe(), whole.describe(), 'two runs are the same');
          }
          // What is done at last begins before the work is enough: a stop with its deadlines, and the pools of one turn.
          const most = turnWork + STOP_WORK + 100 * DEADLINE_WORK + 5 * POOL_WORK;
          assert.ok(worlds[1].mostWork <= most, `${worlds[1].mostWork} of ${turnWork}`);
          await Promise.all(worlds.map(({ broker }) => broker.close()));
        },
      ),
      { numRuns: runs },
    ));
});
