import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AlarmBook } from '../../broker/alarms/alarmBook.ts';
import { getMetricData } from '../../broker/cloudwatch/actions/metricData.ts';
import { readLines } from '../../broker/metrics/readLines.ts';
import { METRIC_ROWS, METRIC_STATISTICS } from '../../broker/protocol/metricTable.ts';
import { makePlot } from '../../webview/metrics/metricPlot.ts';
import { type MetricsWorld, runAll, STEP } from '../support/metrics/metricsWorld.ts';

const PLACE = { region: 'us-east-1', account: '000000000000' };

/** Periods with a time that has not too many of them. */
const VIEW = fc.constantFrom(
  { periodSeconds: 1, rangeMs: 900_000 },
  { periodSeconds: 10, rangeMs: 3_600_000 },
  { periodSeconds: 60, rangeMs: 12 * 3_600_000 },
  { periodSeconds: 300, rangeMs: 86_400_000 },
  { periodSeconds: 3600, rangeMs: 15 * 86_400_000 },
);

/** What a program gets, by line: the points by their time. */
function askCloudWatch(
  world: MetricsWorld,
  {
    queueNames,
    periodSeconds,
    from,
    until,
    statistic,
  }: {
    readonly queueNames: readonly string[];
    readonly periodSeconds: number;
    readonly from: number;
    readonly until: number;
    readonly statistic: string;
  },
): readonly (readonly (readonly [number, number])[])[] {
  const { metrics } = world;
  const alarms = new AlarmBook({
    metrics,
    actions: { run: () => ({ published: '', failure: undefined }) },
    now: () => until,
    onChange: () => undefined,
    onTransition: () => undefined,
  });
  const answer = getMetricData(
    { ...PLACE, metrics, alarms, now: until },
    {
      StartTime: from,
      EndTime: until,
      ScanBy: 'TimestampAscending',
      MetricDataQueries: queueNames.flatMap((queueName, queue) =>
        METRIC_ROWS.map(({ name }, metric) => ({
          Id: `q${queue}m${metric}`,
          MetricStat: {
            Metric: {
              Namespace: 'AWS/SQS',
              MetricName: name,
              Dimensions: [{ Name: 'QueueName', Value: queueName }],
            },
            Period: periodSeconds,
            Stat: statistic,
          },
        })),
      ),
    },
  );
  assert.ok(answer.ok);
  const { MetricDataResults: results = [] } = answer.value as {
    readonly MetricDataResults?: readonly {
      readonly Timestamps: readonly number[];
      readonly Values: readonly number[];
    }[];
  };
  return results.map(({ Timestamps, Values }) =>
    Timestamps.map((at, index) => [at, Values[index] as number] as const),
  );
}

describe('what the metrics panel shows', () => {
  it('is what GetMetricData answers, for every metric, statistic and period', () => {
    let points = 0;
    fc.assert(
      fc.property(
        fc.array(STEP, { maxLength: 40 }),
        VIEW,
        fc.constantFrom(...METRIC_STATISTICS),
        fc.integer({ min: 0, max: 90_000 }),
        (steps, { periodSeconds, rangeMs }, statistic, laterMs) => {
          const world = runAll(steps);
          const until = world.harness.clock.now() + laterMs;
          const from = until - rangeMs;
          const queueNames = world.queues.map(({ name }) => name);
          const expected = askCloudWatch(world, { queueNames, periodSeconds, from, until, statistic });
          const read = readLinesOf(world, { periodSeconds, from, until, statistic });
          const drawn = world.queues.flatMap(({ arn }) =>
            METRIC_ROWS.map((metric) => ({ queueArn: arn, metric, statistic, unit: metric.unit })),
          );
          const { times, values } = makePlot(drawn, { ...read, from, until, alarms: [] });
          const shown = values.map((line) =>
            line.flatMap((value, index) =>
              value === null ? [] : [[times[index] as number, value] as const],
            ),
          );
          assert.deepEqual(shown, expected);
          points += expected.flat().length;
        },
      ),
      { numRuns: 25 },
    );
    assert.ok(points > 1000, `only ${points} points were compared`);
  });
});

function readLinesOf(
  world: MetricsWorld,
  {
    statistic,
    ...range
  }: {
    readonly periodSeconds: number;
    readonly from: number;
    readonly until: number;
    readonly statistic: (typeof METRIC_STATISTICS)[number];
  },
) {
  const parts = world.queues.map(({ arn }) =>
    readLines(world.metrics, {
      ...range,
      lines: METRIC_ROWS.map(({ name }) => ({ queueArn: arn, metricName: name, statistic })),
    }),
  );
  const [first] = parts;
  assert.ok(first?.ok);
  return {
    ...first.value,
    lines: parts.flatMap((part) => {
      assert.ok(part.ok, part.ok ? '' : part.message);
      return part.value.lines;
    }),
  };
}
