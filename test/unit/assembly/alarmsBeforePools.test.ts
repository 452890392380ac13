import assert from 'node:assert/strict';
import { Broker } from '../../../broker/assembly/broker.ts';
import { KEEP_ALIVE } from '../../../broker/control/channel/keepAlive.ts';
import { createQueue } from '../../../broker/engine/operations/createQueue.ts';
import { sendMessage } from '../../../broker/engine/operations/sendMessage.ts';
import { readCommand } from '../../../broker/process/config.ts';
import { ControllableClock } from '../../../broker/time/clock.ts';
import { systemSchedule } from '../../../broker/time/schedule.ts';
import { caller, unwrap } from '../../support/engineHarness.ts';
import { ManualMachine } from '../../support/manualMachine.ts';

const MINUTE_MS = 60_000;
const PLACE = { region: 'us-east-1', account: '000000000000' };
const ALARM = {
  Namespace: 'AWS/SQS',
  MetricName: 'ApproximateAgeOfOldestMessage',
  Dimensions: [{ Name: 'QueueName', Value: 'orders' }],
  Statistic: 'Maximum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 20 * 60,
  ComparisonOperator: 'GreaterThanThreshold',
} as const;

/** A broker without a network, on a manual clock. */
function createBroker(clock: ControllableClock): Broker {
  const command = readCommand(['--port', '0'], {});
  assert.ok(command.kind === 'serve');
  return new Broker(command.config, {
    clock,
    schedule: systemSchedule,
    keepAlive: KEEP_ALIVE,
    token: undefined,
    log: () => undefined,
    onStopRequested: () => undefined,
  });
}

describe('A pool that follows an alarm', () => {
  // The second one is more than a turn of the event loop takes for the evaluations of this hour.
  for (const others of [0, 999]) {
    it(`decides in the minute of the alarm while the clock is advanced by an hour, beside ${others} other alarms`, async () => {
      const clock = new ControllableClock(new ManualMachine());
      const broker = createBroker(clock);
      const queue = unwrap(createQueue(broker.engine, { name: 'orders', attributes: {} }, caller));
      unwrap(sendMessage(broker.engine, queue, { body: 'old' }, caller));
      for (let number = 0; number < others; number++) {
        assert.ok(broker.alarms.put(PLACE, { ...ALARM, AlarmName: `other-${number}` }).ok);
      }
      assert.ok(broker.alarms.put(PLACE, { ...ALARM, AlarmName: 'old' }).ok);
      const policy = { type: 'step', alarm: 'old', steps: [{ lower: 0, adjustment: 1 }] } as const;
      broker.pools.book.put({ name: 'workers', queue: 'orders', command: 'node worker.js', max: 5, policy });
      const pool = broker.pools.book.find('workers') ?? assert.fail();
      unwrap(pool.run({ notify: () => undefined }, ''));
      const start = clock.now();
      clock.advance(60 * MINUTE_MS);
      const minutes = pool.describeHistory().decisions.map(({ at }) => Math.floor((at - start) / MINUTE_MS));
      assert.ok(
        (minutes[0] ?? Infinity) >= 19 && (minutes[0] ?? Infinity) <= 22,
        `decided in ${minutes.join()}`,
      );
      await broker.close();
    });
  }
});
