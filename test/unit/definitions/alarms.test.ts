import assert from 'node:assert/strict';
import type { DefinitionTarget } from '../../../broker/definitions/definition.ts';
import { applyText, planText } from '../../../broker/definitions/definitions.ts';
import { writeQueues } from '../../../broker/definitions/write.ts';
import { makeDefinitionTarget } from '../../support/definitionTarget.ts';

const NAMESPACE = { account: '000000000000', region: 'us-east-1' };
const ALARM = {
  queue: 'orders',
  metricName: 'ApproximateNumberOfMessagesVisible',
  statistic: 'Maximum',
  period: 60,
  evaluationPeriods: 2,
  comparisonOperator: 'GreaterThanThreshold',
  threshold: 100,
};

function file(alarms: object, topics: object = { alerts: { queues: ['alerts'] } }): string {
  return JSON.stringify(
    { queues: { orders: {}, alerts: {}, 'steps.fifo': {} }, alarms, topics },
    undefined,
    1,
  );
}

/** The problems, each with the text that it marks. */
function findProblems(text: string): readonly string[] {
  const lines = text.split('\n');
  return planText(makeDefinitionTarget(), NAMESPACE, text).problems.map(
    ({ line, character, endCharacter, message }) =>
      `${(lines[line] ?? '').slice(character, endCharacter)}: ${message}`,
  );
}

describe('Alarms of a definition file', () => {
  let target: DefinitionTarget;
  beforeEach(() => {
    target = makeDefinitionTarget();
  });

  it('are set in the terms of the service', () => {
    const text = file({ waiting: { ...ALARM, alarmActions: ['alerts'], description: 'too slow' } });
    const { problems, alarmCount } = applyText(target, NAMESPACE, text);
    assert.deepEqual([problems, alarmCount], [[], 1]);
    assert.deepEqual(target.alarms.find(NAMESPACE, 'waiting'), {
      AlarmName: 'waiting',
      AlarmDescription: 'too slow',
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: 'orders' }],
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 2,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 100,
      AlarmActions: ['arn:aws:sns:us-east-1:000000000000:alerts'],
    });
  });

  it('change nothing when they are applied again, and stay when they are removed', () => {
    applyText(target, NAMESPACE, file({ waiting: ALARM }));
    assert.equal(applyText(target, NAMESPACE, file({ waiting: ALARM })).alarmCount, undefined);
    assert.equal(applyText(target, NAMESPACE, file({ waiting: { ...ALARM, threshold: 7 } })).alarmCount, 1);
    applyText(target, NAMESPACE, file({}));
    assert.equal(target.alarms.find(NAMESPACE, 'waiting')?.Threshold, 7);
  });

  it('may be on expressions and on other metrics', () => {
    const metrics = [
      {
        id: 'visible',
        queue: 'orders',
        metricName: ALARM.metricName,
        statistic: 'Maximum',
        period: 60,
        returnData: false,
      },
      {
        id: 'age',
        namespace: 'Shop',
        metricName: 'age',
        dimensions: { shop: '1' },
        statistic: 'p95',
        period: 60,
        returnData: false,
      },
      { id: 'both', expression: 'visible * age' },
    ];
    const { evaluationPeriods, comparisonOperator, threshold } = ALARM;
    const text = file({ math: { metrics, evaluationPeriods, comparisonOperator, threshold } });
    assert.deepEqual(applyText(target, NAMESPACE, text).problems, []);
    assert.deepEqual(target.alarms.find(NAMESPACE, 'math')?.Metrics?.[1]?.MetricStat?.Metric, {
      Namespace: 'Shop',
      MetricName: 'age',
      Dimensions: [{ Name: 'shop', Value: '1' }],
    });
  });

  it('are written as they are read, with the topics of their actions', () => {
    const metrics = [
      {
        id: 'm',
        queue: 'orders',
        metricName: 'NumberOfMessagesSent',
        statistic: 'Sum',
        period: 60,
        returnData: false,
      },
      { id: 'e', expression: 'm * 2', period: 60 },
    ];
    const { evaluationPeriods, comparisonOperator, threshold } = ALARM;
    const alarms = {
      math: { metrics, evaluationPeriods, comparisonOperator, threshold },
      other: {
        ...ALARM,
        queue: undefined,
        namespace: 'Shop',
        dimensions: { a: '1' },
        statistic: 'p95',
        okActions: ['alerts'],
      },
      waiting: {
        ...ALARM,
        description: 'slow',
        unit: 'Count',
        datapointsToAlarm: 1,
        treatMissingData: 'ignore',
      },
    };
    const topics = { alerts: { queues: ['alerts', { queue: 'orders', raw: true }] } };
    assert.deepEqual(applyText(target, NAMESPACE, file(alarms, topics)).problems, []);
    const { region, account } = NAMESPACE;
    const written = (names: readonly string[]) => {
      const queues = target.engine.listQueues(region, account).filter(({ name }) => names.includes(name));
      return JSON.parse(writeQueues(target, NAMESPACE, queues));
    };
    const all = written(['orders', 'alerts', 'steps.fifo']);
    assert.deepEqual([all.alarms, all.topics], [JSON.parse(JSON.stringify(alarms)), topics]);
    assert.equal(applyText(target, NAMESPACE, JSON.stringify(all)).alarmCount, undefined);
    assert.deepEqual(written(['alerts']), { queues: { alerts: {} } });
  });

  const mistakes: readonly [what: string, alarm: object, problem: RegExp][] = [
    ['an unknown statistic', { ...ALARM, statistic: 'Mean' }, /^"Mean": .*Mean.* not supported/],
    ['an unknown unit', { ...ALARM, unit: 'Apples' }, /^"Apples": .*Apples/],
    ['a period that does not divide', { ...ALARM, period: 45 }, /^45: .*multiple of 60/],
    ['no metric', { ...ALARM, metricName: undefined }, /^"waiting": The parameter MetricName is required/],
    [
      'math that cannot be read',
      {
        ...ALARM,
        queue: undefined,
        metricName: undefined,
        statistic: undefined,
        period: undefined,
        metrics: [{ id: 'e', expression: '1 +' }],
      },
      /^"1 \+": .*ends too early/,
    ],
    [
      'a queue that the file does not have',
      { ...ALARM, queue: 'nowhere' },
      /^"nowhere": This file has no queue "nowhere"\./,
    ],
    [
      'a topic that the file does not have',
      { ...ALARM, alarmActions: ['nowhere'] },
      /^"nowhere": This file has no topic "nowhere"\./,
    ],
    [
      'the ARN of a topic that the file does not have',
      { ...ALARM, okActions: ['arn:aws:sns:us-east-1:000000000000:nowhere'] },
      /^"arn:aws:sns.*": This file has no topic "nowhere"\./,
    ],
    ['another operator', { ...ALARM, comparisonOperator: 'More' }, /^"More": .*not supported/],
    ['an unknown member', { ...ALARM, colour: 'red' }, /^"colour": An alarm has no member "colour"/],
    ['too many points', { ...ALARM, datapointsToAlarm: 3 }, /^3: DatapointsToAlarm/],
    ['more than a day', { ...ALARM, period: 3600, evaluationPeriods: 25 }, /^25: .*more than a day/],
  ];
  for (const [what, alarm, problem] of mistakes) {
    it(`report ${what} at its place`, () => {
      const problems = findProblems(file({ waiting: alarm }));
      assert.equal(problems.length, 1, problems.join('\n'));
      assert.match(problems[0] ?? '', problem);
    });
  }

  const topics: readonly [what: string, topic: object, problem: RegExp][] = [
    ['a queue that the file does not have', { queues: ['nowhere'] }, /^"nowhere": This file has no queue/],
    ['a FIFO queue', { queues: [{ queue: 'steps.fifo' }] }, /^"steps\.fifo": A FIFO queue cannot subscribe/],
    ['a subscription without a queue', { queues: [{ raw: true }] }, /must have a "queue"/],
    ['something that is no name', { queues: [7] }, /^7: An element of queues must be a string/],
  ];
  for (const [what, topic, problem] of topics) {
    it(`report ${what} of a topic`, () => {
      const [first, ...others] = findProblems(file({}, { alerts: topic }));
      assert.match(first ?? '', problem);
      assert.deepEqual(others, []);
    });
  }

  it('report a topic with a bad name', () => {
    assert.match(findProblems(file({}, { 'a b': { queues: [] } }))[0] ?? '', /^"a b": The name of a topic/);
  });
});
