import assert from 'node:assert/strict';
import { encode } from 'cborg';
import { CLOUDWATCH_PROTOCOLS, CloudWatchClient } from '../support/cloudWatch/client.ts';
import { describeCloudWatch, startWorld, type CloudWatchWorld } from '../support/cloudWatch/suite.ts';

const METRIC = { Namespace: 'Shop', MetricName: 'orders' };
const STAT = { Metric: METRIC, Period: 60, Stat: 'Sum' };
const TIMES = { StartTime: new Date(0), EndTime: new Date(60_000) };
const ALARM = {
  AlarmName: 'alarm',
  ...METRIC,
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanThreshold',
};
const MATH = {
  ...ALARM,
  MetricName: undefined,
  Namespace: undefined,
  Statistic: undefined,
  Period: undefined,
};

type Row = readonly [operation: string, input: object, code: string, message: RegExp];

const getData = (query: object, more: object = {}): object => ({
  ...TIMES,
  MetricDataQueries: [query],
  ...more,
});
const putData = (datum: object): object => ({
  Namespace: 'Shop',
  MetricData: [{ MetricName: 'm', ...datum }],
});
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

const ROWS: readonly Row[] = [
  // Metrics that are read.
  [
    'GetMetricData',
    getData({ Id: 'm', MetricStat: { ...STAT, Stat: 'Mean' } }),
    'InvalidParameterValue',
    /Mean/,
  ],
  [
    'GetMetricData',
    getData({ Id: 'm', MetricStat: { ...STAT, Stat: 'p101' } }),
    'InvalidParameterValue',
    /p101/,
  ],
  [
    'GetMetricData',
    getData({ Id: 'm', MetricStat: { ...STAT, Unit: 'Apples' } }),
    'ValidationError',
    /'Apples' at 'metricDataQueries\.1\.member\.metricStat\.unit'/,
  ],
  [
    'GetMetricData',
    getData({ Id: 'm', MetricStat: { ...STAT, Period: 45 } }),
    'InvalidParameterValue',
    /45 .* multiple of 60/,
  ],
  [
    'GetMetricData',
    getData({ Id: 'm', MetricStat: { ...STAT, Period: 0 } }),
    'ValidationError',
    /greater than or equal to 1/,
  ],
  ['GetMetricData', getData({ Id: 'M', MetricStat: STAT }), 'InvalidParameterValue', /lower-case letter/],
  ['GetMetricData', getData({ Id: 'm' }), 'InvalidParameterCombination', /either MetricStat or Expression/],
  [
    'GetMetricData',
    getData({ Id: 'm', MetricStat: STAT, Expression: '1' }),
    'InvalidParameterCombination',
    /either/,
  ],
  [
    'GetMetricData',
    getData({ Id: 'm', MetricStat: { ...STAT, Metric: { Namespace: 'Shop' } } }),
    'MissingParameter',
    /MetricName/,
  ],
  [
    'GetMetricData',
    getData({ Id: 'e', Expression: '1 +' }),
    'ValidationError',
    /expression 'e': The expression ends too early/,
  ],
  ['GetMetricData', getData({ Id: 'e', Expression: 'nowhere * 2' }), 'ValidationError', /nowhere/],
  ['GetMetricData', getData({ Id: 'e', Expression: 'e + 1' }), 'ValidationError', /needs itself/],
  [
    'GetMetricData',
    getData({ Id: 'e', Expression: 'ANOMALY_DETECTION_BAND(m)' }),
    'ValidationError',
    /not served/,
  ],
  ['GetMetricData', { ...TIMES, MetricDataQueries: [] }, 'MissingParameter', /MetricDataQueries/],
  [
    'GetMetricData',
    { MetricDataQueries: [{ Id: 'm', MetricStat: STAT }] },
    'ValidationError',
    /2 validation errors detected: Value null at 'startTime'/,
  ],
  [
    'GetMetricData',
    getData({ Id: 'm', MetricStat: STAT }, { EndTime: TIMES.StartTime }),
    'InvalidParameterValue',
    /StartTime must be less/,
  ],
  [
    'GetMetricData',
    getData({ Id: 'm', MetricStat: STAT }, { NextToken: 'nonsense' }),
    'InvalidNextToken',
    /./,
  ],
  [
    'GetMetricData',
    getData({ Id: 'm', MetricStat: STAT }, { MaxDatapoints: 0 }),
    'InvalidParameterValue',
    /MaxDatapoints/,
  ],
  [
    'GetMetricData',
    getData({ Id: 'm', MetricStat: { ...STAT, Period: 1 } }, { EndTime: new Date(2_000_000_000) }),
    'InvalidParameterCombination',
    /1,000,000 periods/,
  ],
  [
    'GetMetricData',
    {
      ...TIMES,
      MetricDataQueries: [
        { Id: 'm', MetricStat: STAT },
        { Id: 'm', MetricStat: STAT },
      ],
    },
    'InvalidParameterValue',
    /not unique/,
  ],
  [
    'GetMetricStatistics',
    { ...METRIC, ...TIMES, Period: 60 },
    'InvalidParameterCombination',
    /Statistics or ExtendedStatistics/,
  ],
  [
    'GetMetricStatistics',
    { ...METRIC, ...TIMES, Period: 60, Statistics: ['Mean'] },
    'ValidationError',
    /\[SampleCount, Average, Sum, Minimum, Maximum\]/,
  ],
  [
    'GetMetricStatistics',
    { ...METRIC, ...TIMES, Period: 60, ExtendedStatistics: ['Sum'] },
    'InvalidParameterValue',
    /ExtendedStatistics/,
  ],
  [
    'GetMetricStatistics',
    { ...METRIC, ...TIMES, Period: 61, Statistics: ['Sum'] },
    'InvalidParameterValue',
    /Period/,
  ],
  [
    'GetMetricStatistics',
    { ...METRIC, ...TIMES, EndTime: new Date(86_460_000), Period: 60, Statistics: ['Sum'] },
    'InvalidParameterCombination',
    /up to 1,441 datapoints/,
  ],
  ['ListMetrics', { NextToken: 'nonsense' }, 'InvalidNextToken', /./],
  ['ListMetrics', { RecentlyActive: 'PT1H' }, 'ValidationError', /\[PT3H\]/],
  // Metrics that are put.
  ['PutMetricData', { ...putData({ Value: 1 }), Namespace: 'AWS/SQS' }, 'InvalidParameterValue', /AWS\/SQS/],
  ['PutMetricData', { Namespace: 'Shop' }, 'MissingParameter', /MetricData/],
  ['PutMetricData', putData({}), 'MissingParameter', /At least one/],
  ['PutMetricData', putData({ Value: 1, Values: [1] }), 'InvalidParameterCombination', /mutually exclusive/],
  ['PutMetricData', putData({ Values: [1, 2], Counts: [1] }), 'InvalidParameterValue', /same size/],
  ['PutMetricData', putData({ Values: [1], Counts: [0] }), 'InvalidParameterValue', /Counts/],
  ['PutMetricData', putData({ Values: numbers(151) }), 'InvalidParameterValue', /150/],
  ['PutMetricData', putData({ Value: 1, Unit: 'Apples' }), 'ValidationError', /'Apples'/],
  [
    'PutMetricData',
    putData({ Value: 1, StorageResolution: 30 }),
    'InvalidParameterValue',
    /StorageResolution/,
  ],
  ['PutMetricData', putData({ Value: 1, Timestamp: new Date(0) }), 'InvalidParameterValue', /two weeks/],
  [
    'PutMetricData',
    putData({ StatisticValues: { SampleCount: 0, Sum: 0, Minimum: 0, Maximum: 0 } }),
    'InvalidParameterValue',
    /SampleCount/,
  ],
  [
    'PutMetricData',
    { Namespace: 'Shop', MetricData: numbers(1001).map((Value) => ({ MetricName: 'm', Value })) },
    'InvalidParameterValue',
    /1000/,
  ],
  // Alarms.
  ['PutMetricAlarm', { ...ALARM, AlarmName: undefined }, 'ValidationError', /Value null at 'alarmName'/],
  [
    'PutMetricAlarm',
    { ...ALARM, AlarmName: 'a'.repeat(256) },
    'ValidationError',
    /less than or equal to 255/,
  ],
  ['PutMetricAlarm', { ...ALARM, MetricName: undefined }, 'MissingParameter', /MetricName/],
  [
    'PutMetricAlarm',
    { ...ALARM, Statistic: undefined },
    'MissingParameter',
    /Statistic or ExtendedStatistic/,
  ],
  [
    'PutMetricAlarm',
    { ...ALARM, ExtendedStatistic: 'p90' },
    'InvalidParameterCombination',
    /mutually exclusive/,
  ],
  [
    'PutMetricAlarm',
    { ...ALARM, Statistic: undefined, ExtendedStatistic: 'q90' },
    'InvalidParameterValue',
    /q90/,
  ],
  ['PutMetricAlarm', { ...ALARM, Period: 45 }, 'InvalidParameterValue', /10, 20, 30, or a multiple of 60/],
  ['PutMetricAlarm', { ...ALARM, EvaluationPeriods: undefined }, 'MissingParameter', /EvaluationPeriods/],
  ['PutMetricAlarm', { ...ALARM, Threshold: undefined }, 'MissingParameter', /Threshold/],
  [
    'PutMetricAlarm',
    { ...ALARM, ComparisonOperator: 'GreaterThanUpperThreshold' },
    'InvalidParameterValue',
    /not supported/,
  ],
  [
    'PutMetricAlarm',
    { ...ALARM, ComparisonOperator: 'More' },
    'ValidationError',
    /'More' at 'comparisonOperator'/,
  ],
  ['PutMetricAlarm', { ...ALARM, TreatMissingData: 'zero' }, 'InvalidParameterValue', /zero/],
  ['PutMetricAlarm', { ...ALARM, DatapointsToAlarm: 2 }, 'ValidationError', /DatapointsToAlarm/],
  ['PutMetricAlarm', { ...ALARM, Period: 3600, EvaluationPeriods: 25 }, 'ValidationError', /more than a day/],
  ['PutMetricAlarm', { ...ALARM, AlarmActions: ['alerts'] }, 'ValidationError', /Invalid arn syntax: alerts/],
  [
    'PutMetricAlarm',
    { ...ALARM, AlarmActions: numbers(6).map((index) => `arn:aws:sns:us-east-1:000000000000:t${index}`) },
    'ValidationError',
    /alarmActions/,
  ],
  [
    'PutMetricAlarm',
    { ...ALARM, Metrics: [{ Id: 'm', MetricStat: STAT }] },
    'InvalidParameterCombination',
    /beside Metrics/,
  ],
  [
    'PutMetricAlarm',
    {
      ...MATH,
      Metrics: [
        { Id: 'm', MetricStat: STAT },
        { Id: 'e', Expression: 'm' },
      ],
    },
    'ValidationError',
    /Exactly one/,
  ],
  [
    'PutMetricAlarm',
    { ...MATH, Metrics: [{ Id: 'e', Expression: 'm1 *' }] },
    'ValidationError',
    /ends too early/,
  ],
  ['PutMetricAlarm', { ...MATH, Metrics: [{ Id: 'e', Expression: 'm1 * 2' }] }, 'ValidationError', /m1/],
  [
    'SetAlarmState',
    { AlarmName: 'alarm', StateValue: 'INVALID', StateReason: '' },
    'ValidationError',
    /^1 validation error detected: Value 'INVALID' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: \[INSUFFICIENT_DATA, ALARM, OK\]$/,
  ],
  [
    'DescribeAlarms',
    { AlarmNames: ['a'], AlarmNamePrefix: 'a' },
    'InvalidParameterCombination',
    /mutually exclusive/,
  ],
  ['DescribeAlarms', { MaxRecords: 101 }, 'ValidationError', /less than or equal to 100/],
  ['DescribeAlarms', { NextToken: 'nonsense' }, 'InvalidNextToken', /./],
  ['DescribeAlarmHistory', { HistoryItemType: 'Everything' }, 'ValidationError', /historyItemType/],
  ['DeleteAlarms', {}, 'ValidationError', /alarmNames/],
  [
    'ListTagsForResource',
    { ResourceARN: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:nowhere' },
    'ResourceNotFound',
    /nowhere/,
  ],
];

describeCloudWatch('Errors of CloudWatch', (world) => {
  for (const [index, [operation, input, code, message]] of ROWS.entries()) {
    it(`${operation}: ${code}, ${message.source.slice(0, 60)} (${index + 1})`, async () => {
      const { status } = await world().client.expectError(operation, input, code, message);
      assert.equal(status, code === 'ResourceNotFound' ? 404 : 400);
    });
  }

  it('says what to set for an operation that is not served', async () => {
    await world().client.expectError(
      'PutDashboard',
      {},
      'InvalidAction',
      /PutDashboard.*AWS_ENDPOINT_URL_CLOUDWATCH/,
    );
  });

  it('gives no text for SetAlarmState of an unknown alarm', async () => {
    const input = { AlarmName: 'nowhere', StateValue: 'OK', StateReason: 'test' };
    const { status, error } = await world().client.expectError('SetAlarmState', input, 'ResourceNotFound');
    assert.deepEqual([status, error?.message], [404, undefined]);
  });
});

describe('Errors of CloudWatch, as each protocol has them', () => {
  let world: CloudWatchWorld;
  before(async () => {
    world = await startWorld();
  });

  for (const protocol of CLOUDWATCH_PROTOCOLS) {
    it(`names the shape of the error (${protocol})`, async () => {
      const client = new CloudWatchClient(world.endpoint, protocol, { isQueryMode: false });
      const input = { AlarmName: 'nowhere', StateValue: 'OK', StateReason: 'test' };
      const { status, error, headers } = await client.call('SetAlarmState', input);
      const isQuery = protocol === 'query';
      assert.equal(status, isQuery ? 404 : 400);
      assert.equal(error?.type, isQuery ? 'ResourceNotFound' : 'com.amazonaws.cloudwatch#ResourceNotFound');
      assert.equal(headers.get('x-amzn-query-error'), null);
    });

    it(`reads compressed requests, with a bound (${protocol})`, async () => {
      const client = new CloudWatchClient(world.endpoint, protocol, { isCompressed: true });
      await client.expect('PutMetricData', putData({ Value: 1 }));
      const bomb = Buffer.alloc(9 * 1_048_576, 0x20);
      const { path, headers } = frame(protocol, 'PutMetricData');
      const { error } = await client.send('PutMetricData', path, headers, bomb);
      assert.equal(error?.code, protocol === 'query' ? 'MalformedInput' : 'MalformedInput');
      assert.match(error?.message ?? '', /shorter than 8388608 bytes/);
    });

    it(`refuses what is no text of its protocol, and goes on (${protocol})`, async () => {
      const client = new CloudWatchClient(world.endpoint, protocol);
      const { path, headers } = frame(protocol, 'PutMetricAlarm');
      const bodies =
        protocol === 'query'
          ? ['Action=PutMetricAlarm&Version=2010-08-01&Period=abc']
          : ['{', 'null', '\u0000', '[]'];
      for (const body of bodies) {
        const { error, status } = await client.send('PutMetricAlarm', path, headers, body);
        assert.deepEqual([error?.code, status], ['MalformedInput', 400], body);
      }
      await client.expect('DescribeAlarms');
    });
  }

  it('takes a million values as too many in one request', async () => {
    const MetricData = numbers(1000).map(() => ({ MetricName: 'm', Values: numbers(1000) }));
    for (const protocol of ['json', 'cbor'] as const) {
      const client = new CloudWatchClient(world.endpoint, protocol);
      const { error } = await client.call('PutMetricData', { Namespace: 'Shop', MetricData });
      assert.equal(error?.code, 'MalformedInput');
    }
    assert.equal((await fetch(`${world.endpoint}/health`)).status, 200);
  });

  it('reads CBOR of lists and maps without lengths, texts in pieces, no body, and no deeper than there is a reason for', async () => {
    const client = new CloudWatchClient(world.endpoint, 'cbor');
    const { path, headers } = frame('cbor', 'DescribeAlarms');
    const prefix = encode('AlarmNamePrefix');
    const pieces = Buffer.concat([Buffer.of(0x7f), encode('no'), encode('where'), Buffer.of(0xff)]);
    const names = Buffer.concat([
      encode('AlarmTypes'),
      Buffer.of(0x9f),
      encode('MetricAlarm'),
      Buffer.of(0xff),
    ]);
    const endless = Buffer.concat([Buffer.of(0xbf), prefix, pieces, names, Buffer.of(0xff)]);
    for (const body of [endless, Buffer.of(0xbf, 0xff), Buffer.alloc(0)]) {
      const { error, output } = await client.send('DescribeAlarms', path, headers, body);
      assert.deepEqual([error, output], [undefined, { CompositeAlarms: [], MetricAlarms: [] }]);
    }
    for (const open of [0x81, 0x9f, 0xc1]) {
      const { error } = await client.send('DescribeAlarms', path, headers, Buffer.alloc(1_000_000, open));
      assert.match(error?.message ?? '', /more than 64 levels/);
    }
  });
});

function frame(protocol: string, operation: string): { path: string; headers: Record<string, string> } {
  if (protocol === 'cbor') {
    const path = `/service/GraniteServiceVersion20100801/operation/${operation}`;
    return { path, headers: { 'content-type': 'application/cbor' } };
  }
  return protocol === 'json'
    ? {
        path: '/',
        headers: {
          'x-amz-target': `GraniteServiceVersion20100801.${operation}`,
          'content-type': 'application/x-amz-json-1.0',
        },
      }
    : { path: '/', headers: {} };
}
