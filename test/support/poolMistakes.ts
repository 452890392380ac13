import type { FindingRule } from '../../broker/protocol/findings.ts';
import { FindingPool } from './findingPool.ts';
import type { FindingsHarness } from './findingsHarness.ts';
import { HOUR, SECOND, type Program, type Wait, type WaitingProgram } from './findingSteps.ts';

type PoolRule = Extract<FindingRule, `pool${string}`>;

/** Grows by one above the threshold of an alarm, and shrinks by one below it. */
const FLAPPING = {
  alarm: 'busy',
  steps: [
    { upper: 0, adjustment: -1 },
    { lower: 0, adjustment: 1 },
  ],
};

const idle: Wait = (harness, ms) => harness.clock.advance(ms);

/** A process that does not end when it gets SIGTERM. */
function ignoreStop(harness: FindingsHarness, wait: Wait): void {
  const pool = new FindingPool(harness, { desired: 1 });
  pool.isObedient = false;
  pool.pool.setDesired(0);
  pool.wait(40 * SECOND, wait);
}

/** A process that asks for messages two seconds after SIGTERM. */
function receiveLate(harness: FindingsHarness, wait: Wait): void {
  const pool = new FindingPool(harness, { desired: 1 });
  pool.isObedient = false;
  pool.pool.setDesired(0);
  pool.wait(2 * SECOND, wait);
  pool.receive();
}

/** For every finding about worker pools, pools that make the mistake. */
export const POOL_MISTAKES: Readonly<Record<PoolRule, readonly Program[]>> = {
  poolFlapping: [
    {
      does: 'follows an alarm that its own effect ends',
      run: (harness) => {
        const pool = new FindingPool(harness, { policy: { type: 'step', ...FLAPPING }, max: 2 });
        for (let minute = 0; minute < 6; minute++) {
          pool.alarm = { state: 'ALARM', threshold: 10, values: [minute % 2 === 0 ? 20 : 0] };
          pool.wait(60 * SECOND);
        }
      },
    },
  ],
  poolRawDepth: [
    {
      does: 'keeps the number of messages at 10',
      run: (harness) => {
        const policy = { type: 'targetTracking', metric: 'visible', target: 10 } as const;
        const pool = new FindingPool(harness, { policy });
        for (let n = 0; n < 50; n++) harness.send(pool.queue);
        pool.wait(180 * SECOND);
      },
    },
  ],
  poolCooldown: [
    {
      does: 'waits for five minutes after ten seconds of work',
      run: (harness) => {
        const pool = new FindingPool(harness, { policy: { type: 'keda' }, cooldown: 300 });
        harness.send(pool.queue);
        pool.wait(30 * SECOND);
        const [message] = harness.poll(pool.queue);
        pool.wait(10 * SECOND);
        harness.delete(pool.queue, message);
        pool.wait(HOUR);
      },
    },
  ],
  poolAlarmWithoutData: [
    {
      does: 'follows an alarm on a metric that nothing writes',
      run: (harness) => {
        const pool = new FindingPool(harness, { policy: { type: 'step', ...FLAPPING } });
        pool.alarm = { state: 'INSUFFICIENT_DATA', threshold: 10, values: [] };
        pool.wait(600 * SECOND);
      },
    },
  ],
  poolShortTimeout: [
    {
      does: 'has a minute for messages of ten seconds',
      run: (harness) => {
        const pool = new FindingPool(harness, { desired: 1, grace: 60 }, 10);
        harness.send(pool.queue);
        pool.receive();
        pool.pool.setDesired(0);
      },
    },
  ],
  poolIgnoresStop: [{ does: 'sleeps through SIGTERM', run: (harness) => ignoreStop(harness, idle) }],
  poolReceivesLate: [
    { does: 'goes on asking for messages after SIGTERM', run: (harness) => receiveLate(harness, idle) },
  ],
};

/** For every finding about them and time: see `WAITING`. */
export const POOL_WAITING: Readonly<Record<PoolRule, readonly WaitingProgram[]>> = {
  poolFlapping: [],
  poolRawDepth: [],
  poolCooldown: [],
  poolAlarmWithoutData: [],
  poolShortTimeout: [],
  poolIgnoresStop: [{ does: 'takes long to end', run: ignoreStop }],
  poolReceivesLate: [{ does: 'asks for messages while SIGTERM is on its way', run: receiveLate }],
};
