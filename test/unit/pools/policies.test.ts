import assert from 'node:assert/strict';
import { decide } from '../../../broker/pools/policies/decide.ts';
import { recommendSize } from '../../../broker/pools/policies/keda.ts';
import type { PolicyMemory, Situation } from '../../../broker/pools/policies/policy.ts';
import { computeTargetSize, readBacklog } from '../../../broker/pools/policies/targetTracking.ts';
import { readPoolSettings } from '../../../broker/pools/poolSettings.ts';
import type { FollowedAlarm } from '../../../broker/pools/ports.ts';
import type { PoolDefinition, PoolPolicy } from '../../../broker/protocol/poolDefinition.ts';
import { POOL } from '../../support/poolWorld.ts';

const START = 1_700_000_040_000;
const MINUTE_MS = 60_000;

const QUIET: Situation = {
  now: START,
  desired: 0,
  min: 0,
  max: 100,
  inService: 0,
  starting: 0,
  ending: 0,
  visible: 0,
  inFlight: 0,
  delayed: 0,
  acting: [],
  readAlarm: () => undefined,
};

/** A pool of a number of processes in service. */
function ofSize(size: number, rest: Partial<Situation> = {}): Situation {
  return { ...QUIET, desired: size, inService: size, ...rest };
}

/** Has a policy decide minute by minute, in situations that follow its decisions at once. */
class Run {
  memory: PolicyMemory = {};
  now = START;
  size: number;
  private readonly definition: PoolDefinition;

  constructor(policy: PoolPolicy, size: number, rest: Partial<PoolDefinition> = {}) {
    this.definition = { ...POOL, policy, ...rest };
    this.size = size;
  }

  /** @returns the size that it decides for, or undefined */
  decide(rest: Partial<Situation> = {}): number | undefined {
    const situation = { ...ofSize(this.size), now: this.now, ...rest };
    const { memory, wanted } = decide(readPoolSettings(this.definition), this.memory, situation);
    this.memory = memory;
    if (wanted !== undefined) this.size = wanted.to;
    return wanted?.to;
  }

  wait(ms = MINUTE_MS): this {
    this.now += ms;
    return this;
  }
}

const alarm = (
  state: FollowedAlarm['state'],
  threshold: number,
  ...values: readonly number[]
): FollowedAlarm => ({
  state,
  threshold,
  values,
});

describe('Step scaling', () => {
  const policy: PoolPolicy = {
    type: 'step',
    alarm: 'high',
    adjustmentType: 'PercentChangeInCapacity',
    steps: [
      { lower: 0, upper: 10, adjustment: 0 },
      { lower: 10, upper: 20, adjustment: 10 },
      { lower: 20, adjustment: 30 },
    ],
    scaleIn: {
      alarm: 'low',
      adjustmentType: 'PercentChangeInCapacity',
      steps: [
        { lower: -10, upper: 0, adjustment: 0 },
        { lower: -20, upper: -10, adjustment: -10 },
        { upper: -20, adjustment: -30 },
      ],
    },
  };
  const reading = (value: number) => ({
    readAlarm: (name: string) =>
      alarm((name === 'high' ? value >= 50 : value < 50) ? 'ALARM' : 'OK', 50, value),
  });

  it('follows the documented example: 10 → 11 → 14 → 13 → 10', () => {
    const run = new Run(policy, 10);
    const sizes = [55, 60, 70, 45, 40, 30].map((value) => run.decide(reading(value)));
    assert.deepEqual(sizes, [undefined, 11, 14, undefined, 13, 10]);
  });

  it('does not count twice what the same step has asked for already', () => {
    const run = new Run(policy, 11);
    const warming = { desired: 11, inService: 10, starting: 1 };
    assert.equal(run.decide({ ...reading(60), ...warming }), undefined);
    // A larger step adds the difference.
    assert.equal(run.decide({ ...reading(70), ...warming }), 13);
  });

  it('does not scale in while processes start', () => {
    assert.equal(new Run(policy, 10).decide({ ...reading(30), inService: 9, starting: 1 }), undefined);
  });

  it('reports an alarm that does not exist', () => {
    const { failure } = decide(readPoolSettings({ ...POOL, policy }), {}, ofSize(10));
    assert.equal(failure, 'There is no alarm high.');
  });

  for (const [aggregation, to] of [
    ['Average', 11],
    ['Minimum', undefined],
    ['Maximum', 13],
  ] as const) {
    it(`looks at the ${aggregation} of the points`, () => {
      const run = new Run({ ...policy, aggregation }, 10);
      const readAlarm = (name: string) => alarm(name === 'high' ? 'ALARM' : 'OK', 50, 52, 55, 88);
      assert.equal(run.decide({ readAlarm }), to);
    });
  }
});

describe('Simple scaling', () => {
  const policy: PoolPolicy = {
    type: 'simple',
    alarm: 'high',
    adjustment: 2,
    scaleIn: { alarm: 'low', adjustment: -1, cooldown: 0 },
  };
  const inAlarm = (...names: readonly string[]) => ({
    readAlarm: (name: string) => alarm(names.includes(name) ? 'ALARM' : 'OK', 50, 60),
  });

  it('waits until its change is done, and then for its cooldown', () => {
    const run = new Run(policy, 1);
    assert.equal(run.decide(inAlarm('high')), 3);
    const unfinished = { ...inAlarm('high'), inService: 1, starting: 2 };
    assert.equal(run.wait().decide(unfinished), undefined);
    assert.equal(run.decide({ ...inAlarm('high'), ending: 1 }), undefined);
    // The cooldown of 60 s begins when the processes are in service.
    assert.equal(run.wait().decide(inAlarm('high')), undefined);
    assert.equal(run.wait(59_000).decide(inAlarm('high')), undefined);
    assert.equal(run.wait(1000).decide(inAlarm('high')), 5);
  });

  it('has a cooldown of its own for each rule', () => {
    const run = new Run(policy, 3);
    assert.equal(run.decide(inAlarm('low')), 2);
    run.wait(5000).decide(inAlarm('low'));
    assert.equal(run.decide(inAlarm('low')), 1);
  });

  it('does nothing while no alarm is in ALARM', () => {
    assert.equal(new Run(policy, 3).decide(inAlarm()), undefined);
  });
});

describe('Target tracking', () => {
  const policy: PoolPolicy = { type: 'targetTracking', target: 100 };

  for (const [name, visible, inService, backlog, size] of [
    ['the documented example', 1500, 10, 150, 15],
    ['at the target', 1000, 10, 100, 10],
    ['a little above', 1001, 10, 100.1, 11],
    ['no process', 250, 0, 250, 3],
    ['nothing to do', 0, 4, 0, 0],
  ] as const) {
    it(`${name}: ${visible} messages for ${inService} processes make ${size}`, () => {
      assert.equal(readBacklog({ visible, inService }), backlog);
      assert.equal(computeTargetSize(inService, backlog, 100), size);
    });
  }

  it('goes out after three minutes above the target', () => {
    const run = new Run(policy, 10);
    const sizes = [1500, 1500, 1500].map((visible) => run.wait().decide({ visible }));
    assert.deepEqual(sizes, [undefined, undefined, 15]);
  });

  it('goes in after fifteen minutes below 90 % of it', () => {
    const run = new Run(policy, 10);
    const sizes = Array.from({ length: 15 }, () => run.wait().decide({ visible: 450 }));
    assert.deepEqual(sizes, [...Array.from({ length: 14 }, () => undefined), 5]);
  });

  it('stays where it is between 90 % and the target', () => {
    const run = new Run(policy, 10);
    for (let minute = 0; minute < 20; minute++) assert.equal(run.wait().decide({ visible: 950 }), undefined);
  });

  it('does not go in if that is turned off, or while processes start', () => {
    const off = new Run({ ...policy, disableScaleIn: true }, 10);
    const warming = new Run(policy, 10);
    for (let minute = 0; minute < 20; minute++) {
      assert.equal(off.wait().decide({ visible: 0 }), undefined);
      assert.equal(warming.wait().decide({ visible: 0, inService: 9, starting: 1 }), undefined);
    }
  });

  it('can track the raw number of messages, and then adds processes again and again', () => {
    const run = new Run({ ...policy, metric: 'visible' }, 1);
    for (let minute = 0; minute < 3; minute++) run.wait().decide({ visible: 150 });
    assert.equal(run.size, 2);
    assert.equal(run.wait().decide({ visible: 150 }), 3);
    assert.equal(run.wait().decide({ visible: 150 }), 5);
  });
});

describe('The scaler of KEDA', () => {
  const policy: PoolPolicy = { type: 'keda' };

  for (const [size, count, to] of [
    [1, 5, 1],
    [1, 6, 2],
    [4, 21, 4],
    [4, 23, 5],
    [10, 45, 10],
    [10, 44, 9],
    [1, 100, 5],
    [6, 500, 12],
  ] as const) {
    it(`recommends ${to} for ${count} messages and ${size} processes`, () => {
      assert.equal(recommendSize(size, count, 5), to);
    });
  }

  it('starts the first process when more messages wait than activate it', () => {
    const run = new Run({ ...policy, activationQueueLength: 2 }, 0);
    assert.equal(run.decide({ visible: 2 }), undefined);
    assert.equal(run.wait(30_000).decide({ visible: 3 }), 1);
  });

  it('looks every 30 seconds while there is no process', () => {
    const settings = readPoolSettings({ ...POOL, policy });
    assert.equal(decide(settings, {}, QUIET).nextAt, START + 30_000);
    const { memory } = decide(settings, {}, QUIET);
    assert.equal(decide(settings, memory, { ...QUIET, now: START + 1000, visible: 9 }).wanted, undefined);
  });

  for (const [name, rest, counts, size] of [
    ['messages in flight', {}, { inFlight: 20 }, 4],
    ['no messages in flight', { scaleOnInFlight: false }, { inFlight: 20, visible: 5 }, undefined],
    ['no delayed messages', {}, { delayed: 20, visible: 5 }, undefined],
    ['delayed messages', { scaleOnDelayed: true }, { delayed: 20 }, 4],
  ] as const) {
    it(`counts ${name}`, () => {
      assert.equal(new Run({ ...policy, ...rest }, 1).decide(counts), size);
    });
  }

  it('has the autoscaler decide 15 seconds after the first process', () => {
    const settings = readPoolSettings({ ...POOL, policy });
    const { wanted, nextAt } = decide(settings, {}, { ...QUIET, visible: 9 });
    assert.deepEqual([wanted?.to, nextAt], [1, START + 15_000]);
  });

  it('goes back to 0 after the cooldown, and not before', () => {
    const run = new Run(policy, 1);
    assert.equal(run.decide({ visible: 1 }), undefined);
    assert.equal(run.wait(30_000).decide(), undefined);
    assert.equal(run.wait(29_999).decide(), undefined);
    assert.equal(run.wait(1).decide(), 0);
  });

  it('goes in by the largest size of the last five minutes', () => {
    const run = new Run(policy, 4);
    assert.equal(run.decide({ visible: 20 }), undefined);
    for (let quarter = 1; quarter < 20; quarter++) {
      assert.equal(run.wait(15_000).decide({ visible: 6 }), undefined, `${quarter}`);
    }
    assert.equal(run.wait(15_000).decide({ visible: 6 }), 2);
  });

  it('keeps one process while its smallest size is 1', () => {
    const run = new Run(policy, 1, { min: 1 });
    for (let minute = 0; minute < 10; minute++) assert.equal(run.wait().decide({ min: 1 }), undefined);
  });
});
