import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { DefinitionTarget } from '../../../broker/definitions/definition.ts';
import { applyText, planText } from '../../../broker/definitions/definitions.ts';
import { writeQueues } from '../../../broker/definitions/write.ts';
import { POOL_DEFAULTS, POOL_DEFINITION, POOL_POLICIES } from '../../../broker/protocol/poolDefinition.ts';
import type { JsonSchema } from '../../../broker/protocol/shape.ts';
import { makeDefinitionTarget } from '../../support/definitionTarget.ts';
import { outlineSchema, readDefaults } from '../../support/schemaOutline.ts';

const NAMESPACE = { account: '000000000000', region: 'us-east-1' };
const ORIGIN = { source: '/shop/queueside.json', folder: '/shop' };
const POOL = { queue: 'orders', command: 'node worker.js' };
const ALARM = {
  queue: 'orders',
  metricName: 'ApproximateNumberOfMessagesVisible',
  statistic: 'Maximum',
  evaluationPeriods: 2,
  comparisonOperator: 'GreaterThanThreshold',
  threshold: 100,
  period: 60,
};
const STEP = { type: 'step', alarm: 'waiting', steps: [{ lower: 0, adjustment: 1 }] };

function file(pools: unknown, rest: object = {}): string {
  return JSON.stringify({ queues: { orders: {} }, alarms: { waiting: ALARM }, pools, ...rest }, undefined, 1);
}

/** The problems, each with the text that it marks. */
function findProblems(text: string): readonly string[] {
  const lines = text.split('\n');
  return planText(makeDefinitionTarget(), NAMESPACE, text).problems.map(
    ({ line, character, endCharacter, message }) =>
      `${(lines[line] ?? '').slice(character, endCharacter)}: ${message}`,
  );
}

describe('Pools of a definition file', () => {
  let target: DefinitionTarget;
  const listPools = () => target.pools.all.map(({ settings }) => settings.given);
  beforeEach(() => {
    target = makeDefinitionTarget();
  });

  it('are declared, with the folder of the file', () => {
    assert.deepEqual(applyText(target, NAMESPACE, file({ workers: POOL }), ORIGIN).problems, []);
    assert.deepEqual(listPools(), [{ name: 'workers', ...POOL }]);
    assert.deepEqual(target.pools.all[0]?.origin, ORIGIN);
  });

  it('end when they are removed from the file, and not with another one', () => {
    applyText(target, NAMESPACE, file({ workers: POOL, others: POOL }), ORIGIN);
    applyText(target, NAMESPACE, file({}), { ...ORIGIN, source: 'another file' });
    assert.equal(listPools().length, 2);
    applyText(target, NAMESPACE, file({ others: { ...POOL, max: 2 } }), ORIGIN);
    assert.deepEqual(listPools(), [{ name: 'others', ...POOL, max: 2 }]);
  });

  it('need room beside those of other files, and take that of those that they replace', () => {
    const name = (prefix: string, count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, POOL]));
    const apply = (pools: unknown, source: string) =>
      applyText(target, NAMESPACE, file(pools), { ...ORIGIN, source }).problems.map(({ message }) => message);
    assert.deepEqual(apply(name('a', 60), 'a file'), []);
    assert.deepEqual(apply(name('b', 41), 'another file'), ['There are 100 pools, which is the limit.']);
    assert.equal(listPools().length, 60);
    assert.deepEqual(apply(name('b', 40), 'another file'), []);
    assert.deepEqual(apply(name('c', 60), 'a file'), []);
    assert.equal(listPools().length, 100);
  });

  it('stay as they are if the file has a problem', () => {
    applyText(target, NAMESPACE, file({ workers: POOL }), ORIGIN);
    assert.equal(
      applyText(target, NAMESPACE, file({ workers: { ...POOL, max: -1 } }), ORIGIN).problems.length,
      1,
    );
    assert.deepEqual(listPools(), [{ name: 'workers', ...POOL }]);
  });

  it('are the actions of alarms, by name or ARN', () => {
    const alarms = { waiting: { ...ALARM, alarmActions: ['workers'] } };
    const text = file({ workers: { ...POOL, policy: STEP } }, { alarms });
    assert.deepEqual(applyText(target, NAMESPACE, text, ORIGIN).problems, []);
    const [arn] = target.alarms.find(NAMESPACE, 'waiting')?.AlarmActions ?? [];
    assert.equal(arn, target.pools.all[0]?.arn);
    assert.match(
      arn ?? '',
      /:scalingPolicy:[0-9a-f-]{36}:autoScalingGroupName\/workers:policyName\/workers$/,
    );
    assert.deepEqual(
      findProblems(file({ workers: POOL }, { alarms: { waiting: { ...ALARM, alarmActions: ['other'] } } })),
      ['"other": This file has no topic and no pool "other".'],
    );
    assert.deepEqual(
      findProblems(file({ workers: POOL }, { alarms, topics: { workers: { queues: ['orders'] } } })),
      ['"workers": A topic and a pool have the name "workers": write the ARN.'],
    );
  });

  it('are written back as they were', () => {
    const alarms = { waiting: { ...ALARM, alarmActions: ['workers'] } };
    const text = file({ workers: { ...POOL, min: 1, policy: STEP }, others: POOL }, { alarms });
    applyText(target, NAMESPACE, text, ORIGIN);
    const written = writeQueues(target, NAMESPACE, [...target.engine.allQueues()]);
    const { pools, alarms: writtenAlarms } = JSON.parse(written) as Record<string, object>;
    assert.deepEqual(pools, { workers: { ...POOL, min: 1, policy: STEP }, others: POOL });
    assert.deepEqual(writtenAlarms, alarms);
    assert.deepEqual(findProblems(written), []);
  });

  const steps = (...bounds: readonly (readonly [lower: number, upper: number])[]) => ({
    ...STEP,
    steps: [
      ...bounds.map(([lower, upper]) => ({ lower, upper, adjustment: 1 })),
      { lower: 20, adjustment: 2 },
    ],
  });
  const faulty: readonly (readonly [name: string, pools: unknown, problem: string])[] = [
    ['a list', [], '[]: pools must be an object.'],
    ['no object', { workers: 7 }, '"workers": A pool must be an object.'],
    [
      'a name with a dot',
      { 'a.b': POOL },
      '"a.b": "a.b" must be 1 to 80 letters, digits, hyphens and underscores.',
    ],
    ['no queue', { workers: { command: 'x' } }, '"workers": queue must be a string of 1 to 80 characters.'],
    [
      'an unknown queue',
      { workers: { ...POOL, queue: 'other' } },
      '"other": This file has no queue "other".',
    ],
    [
      'no command',
      { workers: { queue: 'orders' } },
      '"workers": A pool must have a "command" or a "launch".',
    ],
    [
      'an empty command',
      { workers: { ...POOL, command: '' } },
      '"": command must be a string of 1 to 8192 characters.',
    ],
    [
      'a command and a launch',
      { workers: { ...POOL, launch: 'Worker' } },
      '"Worker": A pool has a "command" or a "launch", and not both.',
    ],
    [
      'max below min',
      { workers: { ...POOL, min: 5, max: 2 } },
      '2: "max" must not be less than "min", which is 5.',
    ],
    [
      'min above the default of max',
      { workers: { ...POOL, min: 5 } },
      '"workers": "max" must not be less than "min", which is 5.',
    ],
    ['a size out of the limits', { workers: { ...POOL, desired: 9 } }, '9: "desired" must be from 0 to 4.'],
    ['half a process', { workers: { ...POOL, max: 1.5 } }, '1.5: max must be a whole number from 0 to 100.'],
    [
      'an unknown member',
      { workers: { ...POOL, maximum: 3 } },
      '"maximum": A pool has no member "maximum"; it can have queue, command, launch, min, max, desired, policy, warmup, cooldown, grace, mode, protection, timeScale.',
    ],
    ['an unknown mode', { workers: { ...POOL, mode: 'kill' } }, '"kill": mode must be one of drain, asAws.'],
    [
      'an unknown policy',
      { workers: { ...POOL, policy: { type: 'magic' } } },
      '"magic": policy.type must be one of targetTracking, step, simple, keda, scheduled, manual.',
    ],
    [
      'a target of zero',
      { workers: { ...POOL, policy: { type: 'targetTracking', target: 0 } } },
      '0: "target" must be more than 0.',
    ],
    [
      'no target',
      { workers: { ...POOL, policy: { type: 'targetTracking' } } },
      '"policy": policy.target must be a number.',
    ],
    [
      'a member of another policy',
      { workers: { ...POOL, policy: { type: 'keda', target: 5 } } },
      '"target": policy has no member "target"; it can have type, queueLength, activationQueueLength, scaleOnInFlight, scaleOnDelayed, pollingInterval, cooldownPeriod.',
    ],
    [
      'a queue length of zero',
      { workers: { ...POOL, policy: { type: 'keda', queueLength: 0 } } },
      '0: "queueLength" must be more than 0.',
    ],
    [
      'an unknown alarm',
      { workers: { ...POOL, policy: { ...STEP, alarm: 'other' } } },
      '"other": This file has no alarm "other".',
    ],
    [
      'steps with a gap',
      { workers: { ...POOL, policy: steps([0, 10], [11, 20]) } },
      '{: There is a gap between this step and the one below it.',
    ],
    [
      'steps that overlap',
      { workers: { ...POOL, policy: steps([0, 10], [9, 20]) } },
      '{: The step overlaps with another one.',
    ],
    [
      'a recurrence of three fields',
      { workers: { ...POOL, policy: { type: 'scheduled', actions: [{ recurrence: '0 9 * tomorrow' }] } } },
      '"0 9 * tomorrow": "recurrence" must have five fields: minute, hour, day of the month, month and day of the week, such as "0 9 * * 1-5". It has 4.',
    ],
  ];
  for (const [name, pools, problem] of faulty) {
    it(`cannot have ${name}`, () => assert.deepEqual(findProblems(file(pools)), [problem]));
  }

  it('cannot be more than 100', () => {
    const pools = Object.fromEntries(Array.from({ length: 102 }, (_, index) => [`pool-${index}`, POOL]));
    assert.deepEqual(findProblems(file(pools)), ['"pool-100": A file may have at most 100 pools.']);
  });
});

describe('The schema of pools', () => {
  const { definitions } = JSON.parse(readFileSync('extension/schemas/queueside.schema.json', 'utf8')) as {
    readonly definitions: Readonly<Record<string, JsonSchema>>;
  };

  it('has the members that the broker reads', () => {
    const own = outlineSchema(definitions['pool'] ?? {}, definitions);
    assert.deepEqual(own, outlineSchema(POOL_DEFINITION.describe(), {}, ['name']));
    const variants = definitions['poolPolicy']?.['oneOf'];
    assert.ok(Array.isArray(variants));
    assert.equal(variants.length, Object.keys(POOL_POLICIES).length);
  });

  it('has the default values that the broker uses', () => {
    const { policy: _policy, ...defaults } = POOL_DEFAULTS;
    assert.deepEqual(readDefaults(definitions['pool']), { ...defaults });
  });
});
