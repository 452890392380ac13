import assert from 'node:assert/strict';
import { type CloudWatchWorld, describeCloudWatch, MINUTE_MS } from '../support/cloudWatch/suite.ts';

let names = 0;
const ACCOUNT = '000000000000';

function freshName(): string {
  names += 1;
  return `alarm${names}`;
}

function alarmOn(AlarmName: string, more: object = {}): object {
  return {
    AlarmName,
    Namespace: 'Shop',
    MetricName: AlarmName,
    Statistic: 'Maximum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 4,
    ComparisonOperator: 'GreaterThanThreshold',
    ...more,
  };
}

async function readState(world: CloudWatchWorld, name: string) {
  const { MetricAlarms: alarms } = await world.client.expect('DescribeAlarms', { AlarmNames: [name] });
  const { StateValue, StateReason, StateReasonData } = alarms[0];
  return { state: StateValue, reason: StateReason, data: StateReasonData && JSON.parse(StateReasonData) };
}

function putValue(world: CloudWatchWorld, MetricName: string, Value: number, more: object = {}) {
  return world.client.expect('PutMetricData', {
    Namespace: 'Shop',
    MetricData: [{ MetricName, Value, ...more }],
  });
}

/** `26/10/23 16:42:00`. */
function shortDate(at: number): string {
  const [date = '', clock = ''] = new Date(at).toISOString().split('T');
  return `${date.slice(2).split('-').toReversed().join('/')} ${clock.slice(0, 8)}`;
}

describeCloudWatch('Alarms of CloudWatch', (world) => {
  it('describes an alarm with the members that were given, and lists also when empty', async () => {
    const { client, clock } = world();
    const AlarmName = freshName();
    await client.expect('PutMetricAlarm', alarmOn(AlarmName));
    const { MetricAlarms, CompositeAlarms } = await client.expect('DescribeAlarms', {
      AlarmNames: [AlarmName],
    });
    assert.deepEqual(CompositeAlarms, []);
    const at = clock.now();
    assert.deepEqual(MetricAlarms, [
      {
        ...alarmOn(AlarmName),
        Dimensions: [],
        ActionsEnabled: true,
        OKActions: [],
        AlarmActions: [],
        InsufficientDataActions: [],
        AlarmArn: `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:${AlarmName}`,
        AlarmConfigurationUpdatedTimestamp: at,
        StateValue: 'INSUFFICIENT_DATA',
        StateReason: 'Unchecked: Initial alarm creation',
        StateUpdatedTimestamp: at,
        StateTransitionedTimestamp: at,
      },
    ]);
  });

  it('goes off at the end of the minute, and back, in the words of the service', async () => {
    const current = world();
    const name = freshName();
    await current.client.expect(
      'PutMetricAlarm',
      alarmOn(name, { TreatMissingData: 'notBreaching', Unit: 'None' }),
    );
    const began = current.clock.now();
    await putValue(current, name, 21.5);
    current.clock.advance(MINUTE_MS - 1);
    assert.equal((await readState(current, name)).state, 'INSUFFICIENT_DATA');
    current.clock.advance(1);
    const alarm = await readState(current, name);
    assert.deepEqual(
      [alarm.state, alarm.reason],
      [
        'ALARM',
        `Threshold Crossed: 1 datapoint [21.5 (${shortDate(began)})] was greater than the threshold (4.0).`,
      ],
    );
    assert.deepEqual(alarm.data, {
      version: '1.0',
      queryDate: new Date(began + MINUTE_MS).toISOString().replace('Z', '+0000'),
      startDate: new Date(began).toISOString().replace('Z', '+0000'),
      unit: 'None',
      statistic: 'Maximum',
      period: 60,
      recentDatapoints: [21.5],
      threshold: 4,
      evaluatedDatapoints: [
        { timestamp: new Date(began).toISOString().replace('Z', '+0000'), sampleCount: 1, value: 21.5 },
      ],
    });
    current.advanceMinutes(3);
    const fine = await readState(current, name);
    assert.deepEqual(
      [fine.state, fine.reason],
      [
        'OK',
        'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].',
      ],
    );
    const { AlarmHistoryItems: items } = await current.client.expect('DescribeAlarmHistory', {
      AlarmName: name,
    });
    assert.deepEqual(
      items.map((item: Record<string, unknown>) => [item['HistoryItemType'], item['HistorySummary']]),
      [
        ['StateUpdate', 'Alarm updated from ALARM to OK'],
        ['StateUpdate', 'Alarm updated from INSUFFICIENT_DATA to ALARM'],
        ['ConfigurationUpdate', `Alarm "${name}" created`],
      ],
    );
    const { oldState, newState } = JSON.parse(items[1].HistoryData);
    assert.deepEqual(
      [oldState.stateValue, newState.stateReasonData.recentDatapoints],
      ['INSUFFICIENT_DATA', [21.5]],
    );
  });

  it('evaluates each minute of a jump of the clock, in order', async () => {
    const current = world();
    const name = freshName();
    const more = { EvaluationPeriods: 2, TreatMissingData: 'notBreaching' };
    await current.client.expect('PutMetricAlarm', alarmOn(name, more));
    const began = current.clock.now();
    for (const minute of [2, 3, 10, 11]) {
      await putValue(current, name, 10, { Timestamp: new Date(began + minute * MINUTE_MS) });
    }
    current.advanceMinutes(16);
    const { AlarmHistoryItems: items } = await current.client.expect('DescribeAlarmHistory', {
      AlarmName: name,
      HistoryItemType: 'StateUpdate',
      ScanBy: 'TimestampAscending',
    });
    assert.deepEqual(
      items.map((item: Record<string, number | string>) => [
        (Number(item['Timestamp']) - began) / MINUTE_MS,
        String(item['HistorySummary']).split(' to ')[1],
      ]),
      [
        [1, 'OK'],
        [4, 'ALARM'],
        // Points count for two periods more than are compared: late ones would still be there.
        [7, 'OK'],
        [12, 'ALARM'],
        [15, 'OK'],
      ],
    );
  });

  it('watches a queue: a hundred messages that wait for two minutes', async () => {
    const current = world();
    const name = freshName();
    const queue = current.createQueue(`${name}-queue`);
    await current.client.expect('PutMetricAlarm', {
      ...alarmOn(name, { EvaluationPeriods: 2, Threshold: 100 }),
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: queue.name }],
    });
    current.send(queue, 101);
    current.advanceMinutes(1);
    assert.notEqual((await readState(current, name)).state, 'ALARM');
    current.advanceMinutes(1);
    const { state, reason } = await readState(current, name);
    assert.equal(state, 'ALARM');
    assert.match(
      reason,
      /^Threshold Crossed: 2 datapoints \[101\.0 .*, 101\.0 .*\] were greater than the threshold \(100\.0\)\.$/,
    );
  });

  it('evaluates short periods every ten seconds', async () => {
    const current = world();
    const name = freshName();
    await current.client.expect('PutMetricAlarm', alarmOn(name, { Period: 10 }));
    await putValue(current, name, 5, { StorageResolution: 1 });
    current.clock.advance(9_999);
    assert.equal((await readState(current, name)).state, 'INSUFFICIENT_DATA');
    current.clock.advance(1);
    assert.equal((await readState(current, name)).state, 'ALARM');
    await current.client.expect('DeleteAlarms', { AlarmNames: [name] });
    current.clock.advance(50_000);
  });

  it('evaluates long periods every minute, over the time until now', async () => {
    const current = world();
    const name = freshName();
    await current.client.expect('PutMetricAlarm', alarmOn(name, { Period: 300, Statistic: 'Sum' }));
    await putValue(current, name, 3);
    current.advanceMinutes(1);
    await putValue(current, name, 3);
    assert.equal((await readState(current, name)).state, 'OK');
    current.advanceMinutes(1);
    const { state, data } = await readState(current, name);
    assert.deepEqual([state, data.recentDatapoints], ['ALARM', [6]]);
  });

  it('evaluates an expression', async () => {
    const current = world();
    const name = freshName();
    const metric = (MetricName: string) => ({
      MetricStat: { Metric: { Namespace: 'Shop', MetricName }, Period: 60, Stat: 'Sum' },
      ReturnData: false,
    });
    await current.client.expect('PutMetricAlarm', {
      AlarmName: name,
      Metrics: [
        { Id: 'm1', ...metric(`${name}a`) },
        { Id: 'm2', ...metric(`${name}b`) },
        { Id: 'backlog', Expression: 'm1 / MAX([m2, m1 * 0 + 1])', ReturnData: true },
      ],
      EvaluationPeriods: 1,
      Threshold: 10,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
    await putValue(current, `${name}a`, 30);
    await putValue(current, `${name}b`, 3);
    current.advanceMinutes(1);
    const { state, data } = await readState(current, name);
    assert.deepEqual([state, data.recentDatapoints], ['ALARM', [10]]);
    const { MetricAlarms: found } = await current.client.expect('DescribeAlarmsForMetric', {
      Namespace: 'Shop',
      MetricName: `${name}b`,
    });
    assert.deepEqual(
      found.map(({ AlarmName }: { AlarmName: string }) => AlarmName),
      [name],
    );
  });

  it('finds alarms by name, prefix, state, action and metric, in pages', async () => {
    const { client } = world();
    const prefix = freshName();
    const action = `arn:aws:sns:us-east-1:${ACCOUNT}:${prefix}`;
    for (const letter of ['c', 'a', 'b']) {
      const AlarmActions = letter === 'b' ? [action] : [];
      await client.expect('PutMetricAlarm', alarmOn(`${prefix}-${letter}`, { AlarmActions }));
    }
    const find = async (filter: object) => {
      const { MetricAlarms, NextToken } = await client.expect('DescribeAlarms', filter);
      return [MetricAlarms.map(({ AlarmName }: { AlarmName: string }) => AlarmName.split('-')[1]), NextToken];
    };
    const [first, token] = await find({ AlarmNamePrefix: `${prefix}-`, MaxRecords: 2 });
    assert.deepEqual(first, ['a', 'b']);
    assert.deepEqual(await find({ AlarmNamePrefix: `${prefix}-`, MaxRecords: 2, NextToken: token }), [
      ['c'],
      undefined,
    ]);
    assert.deepEqual(await find({ ActionPrefix: action }), [['b'], undefined]);
    assert.deepEqual(await find({ AlarmNames: [`${prefix}-c`, 'nowhere'] }), [['c'], undefined]);
    assert.deepEqual(await find({ AlarmNamePrefix: `${prefix}-`, StateValue: 'OK' }), [[], undefined]);
    assert.deepEqual(await find({ AlarmNamePrefix: `${prefix}-`, AlarmTypes: ['CompositeAlarm'] }), [
      [],
      undefined,
    ]);
    const { MetricAlarms: found } = await client.expect('DescribeAlarmsForMetric', {
      Namespace: 'Shop',
      MetricName: `${prefix}-a`,
      Statistic: 'Maximum',
    });
    assert.deepEqual(
      found.map(({ AlarmName }: { AlarmName: string }) => AlarmName),
      [`${prefix}-a`],
    );
  });

  it('overwrites what an alarm is set to, and leaves its state', async () => {
    const current = world();
    const name = freshName();
    await current.client.expect('PutMetricAlarm', alarmOn(name, { AlarmDescription: 'old' }));
    await current.client.expect('SetAlarmState', {
      AlarmName: name,
      StateValue: 'ALARM',
      StateReason: 'test',
    });
    await current.client.expect('PutMetricAlarm', alarmOn(name, { Threshold: 7 }));
    const {
      MetricAlarms: [alarm],
    } = await current.client.expect('DescribeAlarms', { AlarmNames: [name] });
    assert.deepEqual([alarm.Threshold, alarm.AlarmDescription, alarm.StateValue], [7, undefined, 'ALARM']);
  });

  it('keeps a state that was set until the next evaluation', async () => {
    const current = world();
    const name = freshName();
    await current.client.expect('PutMetricAlarm', alarmOn(name, { TreatMissingData: 'notBreaching' }));
    const given = { AlarmName: name, StateValue: 'ALARM', StateReason: 'a test', StateReasonData: '{"a":1}' };
    await current.client.expect('SetAlarmState', given);
    assert.deepEqual(await readState(current, name), { state: 'ALARM', reason: 'a test', data: { a: 1 } });
    current.advanceMinutes(1);
    assert.equal((await readState(current, name)).state, 'OK');
  });

  it('says of an action that it cannot run, unless actions are disabled', async () => {
    const { client } = world();
    const name = freshName();
    const AlarmActions = [`arn:aws:sns:us-east-1:${ACCOUNT}:nowhere`, 'arn:aws:automate:us-east-1:ec2:stop'];
    await client.expect('PutMetricAlarm', alarmOn(name, { AlarmActions }));
    const run = async (StateValue: string) =>
      client.expect('SetAlarmState', { AlarmName: name, StateValue, StateReason: 'test' });
    const list = async () => {
      const answer = await client.expect('DescribeAlarmHistory', {
        AlarmName: name,
        HistoryItemType: 'Action',
      });
      return answer['AlarmHistoryItems'].map((item: Record<string, string>) => item['HistorySummary']);
    };
    await client.expect('DisableAlarmActions', { AlarmNames: [name] });
    await run('ALARM');
    assert.deepEqual(await list(), []);
    await client.expect('EnableAlarmActions', { AlarmNames: [name] });
    await run('OK');
    await run('ALARM');
    assert.deepEqual(await list(), [
      'Failed to execute action arn:aws:automate:us-east-1:ec2:stop. Received error: "Only topics of Amazon SNS and worker pools are served."',
      `Failed to execute action arn:aws:sns:us-east-1:${ACCOUNT}:nowhere. Received error: "Unknown topic: declare it in "topics" of queueside.json."`,
    ]);
  });

  it('tags alarms, and deletes them', async () => {
    const { client } = world();
    const name = freshName();
    const ResourceARN = `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:${name}`;
    await client.expect('PutMetricAlarm', alarmOn(name, { Tags: [{ Key: 'a', Value: '1' }] }));
    await client.expect('TagResource', { ResourceARN, Tags: [{ Key: 'b', Value: '2' }] });
    await client.expect('UntagResource', { ResourceARN, TagKeys: ['a'] });
    const { Tags } = await client.expect('ListTagsForResource', { ResourceARN });
    assert.deepEqual(Tags, [{ Key: 'b', Value: '2' }]);
    await client.expect('DeleteAlarms', { AlarmNames: [name, 'nowhere'] });
    const { MetricAlarms } = await client.expect('DescribeAlarms', { AlarmNames: [name] });
    assert.deepEqual(MetricAlarms, []);
    const { AlarmHistoryItems } = await client.expect('DescribeAlarmHistory', { AlarmName: name });
    assert.equal(AlarmHistoryItems[0].HistorySummary, `Alarm "${name}" deleted`);
  });
});
