const METRIC = { Namespace: 'Shop', MetricName: 'orders' };
const STAT = { Metric: METRIC, Period: 60, Stat: 'Sum' };
const TIMES = { StartTime: new Date(0), EndTime: new Date(60_000) };
export const ALARM = {
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
export const putData = (datum: object): object => ({
  Namespace: 'Shop',
  MetricData: [{ MetricName: 'm', ...datum }],
});
/** Expressions of which each needs the next: e0 e1, and so on. */
export const chain = (count: number, more = ''): { readonly Id: string; readonly Expression: string }[] =>
  numbers(count).map((index) => ({ Id: `e${index}`, Expression: `e${index + 1}${more}` }));
export const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** What is refused of each operation: its input, the code and what the message says. */
export const REFUSED_CALLS: readonly Row[] = [
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
    { ...TIMES, MetricDataQueries: chain(3).concat({ Id: 'e3', Expression: 'e0' }) },
    'ValidationError',
    /e0 needs itself/,
  ],
  [
    'GetMetricData',
    {
      StartTime: new Date(0),
      EndTime: new Date(15 * 86_400_000),
      MetricDataQueries: numbers(61).map((index) => ({
        Id: `m${index}`,
        MetricStat: { ...STAT, Period: 86_400 },
      })),
    },
    'InvalidParameterCombination',
    /read more than 1,300,000 minutes or seconds/,
  ],
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
    'GetMetricData',
    getData({ Id: 'e', Expression: `1${'+1'.repeat(500)}`, Period: 1 }, { EndTime: new Date(100_000_000) }),
    'ValidationError',
    /too many points/,
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
  ['PutMetricData', putData({ Value: 1e308 }), 'InvalidParameterValue', /1e\+308 for parameter .*\.Value/],
  ['PutMetricData', putData({ Value: -(2 ** 361) }), 'InvalidParameterValue', /member\.1\.Value/],
  ['PutMetricData', putData({ Values: [1, 1e308] }), 'InvalidParameterValue', /Values\.member\.2/],
  ['PutMetricData', putData({ Values: [1], Counts: [1e308] }), 'InvalidParameterValue', /Counts\.member\.1/],
  [
    'PutMetricData',
    putData({ StatisticValues: { SampleCount: 1, Sum: 1e308, Minimum: 0, Maximum: 1 } }),
    'InvalidParameterValue',
    /StatisticValues\.Sum/,
  ],
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
