import assert from 'node:assert/strict';
import type { CloudWatchAnswer } from '../support/cloudWatch/client.ts';
import { type CloudWatchWorld, describeCloudWatch, MINUTE_MS } from '../support/cloudWatch/suite.ts';

const NAMESPACE = 'Shop';
let names = 0;

function freshMetric(): string {
  names += 1;
  return `metric${names}`;
}

function query(MetricName: string, Stat = 'Sum', more: object = {}) {
  return { MetricStat: { Metric: { Namespace: NAMESPACE, MetricName }, Period: 60, Stat, ...more } };
}

describeCloudWatch('PutMetricData and GetMetricData', (world) => {
  const put = (MetricData: object[]): Promise<unknown> =>
    world().client.expect('PutMetricData', { Namespace: NAMESPACE, MetricData });
  const get = async (queries: object[], more: object = {}) => {
    const { ago, client } = bind(world());
    return client.expect('GetMetricData', {
      MetricDataQueries: queries,
      StartTime: ago(10),
      EndTime: ago(-1),
      ...more,
    });
  };

  it('answers the statistics of what was put: a value, values with counts, a set of statistics', async () => {
    const MetricName = freshMetric();
    await put([
      { MetricName, Value: 4, Timestamp: world().ago(5) },
      { MetricName, Values: [1, 10], Counts: [2, 1], Timestamp: world().ago(5) },
      {
        MetricName,
        StatisticValues: { SampleCount: 2, Sum: 5.5, Minimum: 0.5, Maximum: 5 },
        Timestamp: world().ago(5),
      },
    ]);
    const stats = ['Sum', 'SampleCount', 'Minimum', 'Maximum', 'Average'];
    const { MetricDataResults: results, Messages } = await get(
      stats.map((Stat) => ({ Id: Stat.toLowerCase(), ...query(MetricName, Stat) })),
    );
    assert.deepEqual(Messages, []);
    assert.deepEqual(
      results.map((result: { Values: number[] }) => result.Values),
      [[21.5], [6], [0.5], [10], [21.5 / 6]],
    );
    assert.deepEqual(results[0], {
      Id: 'sum',
      Label: `${MetricName} Sum`,
      Timestamps: [world().ago(5).getTime()],
      Values: [21.5],
      StatusCode: 'Complete',
    });
  });

  it('answers percentiles and trimmed means of values, and none of sets of statistics', async () => {
    const [values, sets] = [freshMetric(), freshMetric()];
    await put([
      {
        MetricName: values,
        Values: Array.from({ length: 100 }, (_, index) => index + 1),
        Timestamp: world().ago(3),
      },
      {
        MetricName: sets,
        StatisticValues: { SampleCount: 2, Sum: 3, Minimum: 1, Maximum: 2 },
        Timestamp: world().ago(3),
      },
    ]);
    const { MetricDataResults: results } = await get([
      { Id: 'p', ...query(values, 'p95') },
      { Id: 't', ...query(values, 'tm90') },
      { Id: 'i', ...query(values, 'IQM') },
      { Id: 'none', ...query(sets, 'p95') },
    ]);
    assert.deepEqual(
      results.map((result: { Values: number[] }) => result.Values),
      [[95], [45.5], [50.5], []],
    );
  });

  it('orders by time, newest first unless asked otherwise, from the start and without the end', async () => {
    const MetricName = freshMetric();
    await put([4, 3, 2].map((minutes) => ({ MetricName, Value: minutes, Timestamp: world().ago(minutes) })));
    const range = { StartTime: world().ago(4), EndTime: world().ago(2) };
    const [newest, oldest] = [
      await get([{ Id: 'm', ...query(MetricName) }], range),
      await get([{ Id: 'm', ...query(MetricName) }], { ...range, ScanBy: 'TimestampAscending' }),
    ];
    assert.deepEqual(newest['MetricDataResults'][0].Values, [3, 4]);
    assert.deepEqual(oldest['MetricDataResults'][0].Values, [4, 3]);
  });

  it('rounds the start down to the period', async () => {
    const MetricName = freshMetric();
    await put([{ MetricName, Value: 1, Timestamp: world().ago(4) }]);
    const StartTime = new Date(world().ago(4).getTime() + 59_000);
    const { MetricDataResults: results } = await get([{ Id: 'm', ...query(MetricName) }], { StartTime });
    assert.deepEqual(results[0].Values, [1]);
  });

  it('pages by MaxDatapoints', async () => {
    const MetricName = freshMetric();
    await put(
      [1, 2, 3, 4, 5].map((minutes) => ({ MetricName, Value: minutes, Timestamp: world().ago(minutes) })),
    );
    const queries = [
      { Id: 'one', ...query(MetricName) },
      { Id: 'two', ...query(MetricName) },
    ];
    const pages: unknown[] = [];
    let NextToken: string | undefined;
    do {
      const page: CloudWatchAnswer['output'] = await get(queries, { MaxDatapoints: 4, NextToken });
      pages.push(
        page['MetricDataResults'].map((result: Record<string, unknown>) => [
          result['Values'],
          result['StatusCode'],
        ]),
      );
      NextToken = page['NextToken'];
    } while (NextToken !== undefined);
    assert.deepEqual(pages, [
      [
        [[1, 2, 3, 4], 'PartialData'],
        [[], 'PartialData'],
      ],
      [
        [[5], 'Complete'],
        [[1, 2, 3], 'PartialData'],
      ],
      [
        [[], 'Complete'],
        [[4, 5], 'Complete'],
      ],
    ]);
  });

  it('computes expressions, and leaves out what is not to be returned', async () => {
    const [one, other] = [freshMetric(), freshMetric()];
    await put([
      { MetricName: one, Value: 10, Timestamp: world().ago(3) },
      { MetricName: other, Value: 4, Timestamp: world().ago(3) },
      { MetricName: one, Value: 7, Timestamp: world().ago(2) },
    ]);
    const { MetricDataResults: results } = await get(
      [
        { Id: 'm1', ReturnData: false, ...query(one) },
        { Id: 'm2', ReturnData: false, ...query(other) },
        { Id: 'sum', Expression: 'm1 + m2', Label: 'both' },
        { Id: 'ratio', Expression: 'm1 / m2' },
        { Id: 'safe', Expression: 'm1 / MAX([m2, ratio * 0 + 1])' },
      ],
      { ScanBy: 'TimestampAscending' },
    );
    assert.deepEqual(
      results.map(({ Id, Label, Values }: Record<string, unknown>) => [Id, Label, Values]),
      [
        ['sum', 'both', [14, 7]],
        ['ratio', 'ratio', [2.5]],
        ['safe', 'safe', [2.5]],
      ],
    );
  });

  it('answers the first unit of several, and says so', async () => {
    const MetricName = freshMetric();
    await put([
      { MetricName, Value: 5, Unit: 'Seconds', Timestamp: world().ago(2) },
      { MetricName, Value: 5000, Unit: 'Milliseconds', Timestamp: world().ago(2) },
    ]);
    const { MetricDataResults: results } = await get([
      { Id: 'all', ...query(MetricName) },
      { Id: 'one', ...query(MetricName, 'Sum', { Unit: 'Seconds' }) },
    ]);
    assert.deepEqual(results[0].Messages, [
      { Code: 'MultipleUnits', Value: "Multiple units returned: '[Milliseconds, Seconds]'" },
    ]);
    assert.deepEqual([results[0].Values, results[1].Values, results[1].Messages], [[5000], [5], undefined]);
  });

  it('tells metrics apart by their dimensions', async () => {
    const MetricName = freshMetric();
    const dimensions = (Value: string) => [
      { Name: 'shop', Value },
      { Name: 'kind', Value: 'new' },
    ];
    await put([
      { MetricName, Value: 1, Dimensions: dimensions('a'), Timestamp: world().ago(2) },
      { MetricName, Value: 2, Dimensions: dimensions('b'), Timestamp: world().ago(2) },
    ]);
    const read = (Id: string, Dimensions: object[]) => ({
      Id,
      MetricStat: { Metric: { Namespace: NAMESPACE, MetricName, Dimensions }, Period: 60, Stat: 'Sum' },
    });
    const { MetricDataResults: results } = await get([
      read('a', dimensions('a')),
      read('b', dimensions('b').toReversed()),
      read('none', []),
    ]);
    assert.deepEqual(
      results.map(({ Label, Values }: Record<string, unknown>) => [Label, Values]),
      [
        [`${MetricName} a new`, [1]],
        [`${MetricName} b new`, [2]],
        [MetricName, []],
      ],
    );
  });

  it('labels by what differs', async () => {
    const MetricName = freshMetric();
    const labels = async (...queries: object[]) =>
      (await get(queries))['MetricDataResults'].map(({ Label }: { Label: string }) => Label);
    assert.deepEqual(await labels({ Id: 'a', ...query(MetricName) }), [MetricName]);
    assert.deepEqual(
      await labels({ Id: 'a', ...query(MetricName) }, { Id: 'b', ...query(MetricName, 'Minimum') }),
      [`${MetricName} Sum`, `${MetricName} Minimum`],
    );
    assert.deepEqual(
      await labels(
        { Id: 'a', ...query(MetricName) },
        { Id: 'b', ...query(MetricName, 'Sum', { Period: 300 }) },
      ),
      [`${MetricName} 60`, `${MetricName} 300`],
    );
  });

  it('keeps points of a second for high resolution', async () => {
    const MetricName = freshMetric();
    const at = (seconds: number) => new Date(world().clock.now() - MINUTE_MS + seconds * 1000);
    await put(
      [0, 10, 11].map((seconds) => ({ MetricName, Value: 1, StorageResolution: 1, Timestamp: at(seconds) })),
    );
    const { MetricDataResults: results } = await get(
      [{ Id: 'm', ...query(MetricName, 'Sum', { Period: 10 }) }],
      { ScanBy: 'TimestampAscending' },
    );
    assert.deepEqual(results[0].Values, [1, 2]);
    assert.deepEqual(results[0].Timestamps, [at(0).getTime(), at(10).getTime()]);
  });
});

describeCloudWatch('GetMetricStatistics and ListMetrics', (world) => {
  it('answers points of all units, with what was asked for', async () => {
    const MetricName = freshMetric();
    const { client, ago } = bind(world());
    await client.expect('PutMetricData', {
      Namespace: NAMESPACE,
      MetricData: [
        { MetricName, Values: [1, 2, 3], Unit: 'Count', Timestamp: ago(2) },
        { MetricName, Value: 9, Timestamp: ago(2) },
      ],
    });
    const answer = await client.expect('GetMetricStatistics', {
      Namespace: NAMESPACE,
      MetricName,
      StartTime: ago(5),
      EndTime: ago(0),
      Period: 60,
      Statistics: ['Sum', 'Maximum'],
      ExtendedStatistics: ['p50'],
    });
    const byUnit = answer['Datapoints'].toSorted((one: { Unit: string }, other: { Unit: string }) =>
      one.Unit < other.Unit ? -1 : 1,
    );
    assert.equal(answer['Label'], MetricName);
    assert.deepEqual(byUnit, [
      { Timestamp: ago(2).getTime(), Sum: 6, Maximum: 3, Unit: 'Count', ExtendedStatistics: { p50: 2 } },
      { Timestamp: ago(2).getTime(), Sum: 9, Maximum: 9, Unit: 'None', ExtendedStatistics: { p50: 9 } },
    ]);
  });

  it('lists metrics by namespace, name and dimensions', async () => {
    const { client } = bind(world());
    const Namespace = 'Listed';
    const Dimensions = [
      { Name: 'b', Value: '2' },
      { Name: 'a', Value: '1' },
    ];
    await client.expect('PutMetricData', {
      Namespace,
      MetricData: [
        { MetricName: 'one', Value: 1, Dimensions },
        { MetricName: 'two', Value: 1 },
      ],
    });
    const list = async (filter: object) =>
      (await client.expect('ListMetrics', { Namespace, ...filter }))['Metrics'];
    const one = { Namespace, MetricName: 'one', Dimensions: Dimensions.toReversed() };
    assert.deepEqual(await list({}), [one, { Namespace, MetricName: 'two', Dimensions: [] }]);
    assert.deepEqual(await list({ MetricName: 'one' }), [one]);
    assert.deepEqual(await list({ Dimensions: [{ Name: 'a' }] }), [one]);
    assert.deepEqual(await list({ Dimensions: [{ Name: 'a', Value: '2' }] }), []);
  });

  it('has the metrics of queues, under the names of the service', async () => {
    const current = world();
    const queue = current.createQueue('counted');
    current.send(queue, 3);
    current.advanceMinutes(1);
    const Dimensions = [{ Name: 'QueueName', Value: 'counted' }];
    const statistics = async (MetricName: string, Statistic: string) => {
      const answer = await current.client.expect('GetMetricStatistics', {
        Namespace: 'AWS/SQS',
        MetricName,
        Dimensions,
        StartTime: current.ago(1),
        EndTime: current.ago(0),
        Period: 60,
        Statistics: [Statistic],
      });
      return answer['Datapoints'].map((point: Record<string, unknown>) => [point[Statistic], point['Unit']]);
    };
    assert.deepEqual(await statistics('NumberOfMessagesSent', 'Sum'), [[3, 'Count']]);
    assert.deepEqual(await statistics('ApproximateNumberOfMessagesVisible', 'Maximum'), [[3, 'Count']]);
    assert.deepEqual(await statistics('SentMessageSize', 'Average'), [[5, 'Bytes']]);
    const { Metrics } = await current.client.expect('ListMetrics', { Namespace: 'AWS/SQS', Dimensions });
    assert.ok(
      Metrics.some(({ MetricName }: { MetricName: string }) => MetricName === 'NumberOfEmptyReceives'),
    );
  });
});

function bind(world: CloudWatchWorld) {
  return { client: world.client, ago: (minutes: number) => world.ago(minutes) };
}
