import assert from 'node:assert/strict';
import { LambdaMetrics } from '../../../broker/assembly/lambdaMetrics.ts';
import type { Mapping } from '../../../broker/mappings/mapping.ts';
import type { MetricDatum, MetricIdentity } from '../../../broker/metrics/metricReader.ts';
import type { InvocationReport } from '../../../broker/protocol/invocation.ts';
import { ManualSchedule } from '../../support/manualSchedule.ts';
import { FUNCTION, PLACE } from '../../support/mappingWorld.ts';

const REPORT: InvocationReport = {
  requestId: '8f6c',
  function: FUNCTION,
  environment: `${FUNCTION} #1`,
  at: 0,
  isCold: false,
  durationMs: 12.34,
  billedMs: 13,
  outcome: 'returned',
  memory: 128,
};
const MAPPING = { id: 'uuid', functionName: FUNCTION } as Mapping;

describe('The metrics of functions', () => {
  let now: number;
  let put: (MetricIdentity & MetricDatum)[];
  let timers: ManualSchedule;
  let metrics: LambdaMetrics;

  beforeEach(() => {
    now = 120_000;
    put = [];
    timers = new ManualSchedule();
    metrics = new LambdaMetrics({
      metrics: {
        put: (identity, datum) => {
          put.push({ ...identity, ...datum });
          return true;
        },
      },
      schedule: timers.after,
      place: PLACE,
      now: () => now,
      onDefect: (error) => assert.fail(String(error)),
    });
  });

  const sum = (name: string): readonly (readonly [value: number, count: number])[] =>
    put
      .filter(({ metricName }) => metricName === name)
      .flatMap(({ samples }) => [...(samples as ReadonlyMap<number, number>)]);

  it('are those of the service for each invocation', () => {
    metrics.noteInvocation({ ...REPORT, durationMs: 249.7 }, 1);
    metrics.noteInvocation({ ...REPORT, durationMs: 250.3, outcome: 'timeout' }, 2);
    metrics.noteThrottle(FUNCTION);
    timers.advance(0);
    assert.deepEqual(put[0], {
      ...PLACE,
      namespace: 'AWS/Lambda',
      metricName: 'Invocations',
      dimensions: [{ name: 'FunctionName', value: FUNCTION }],
      at: 120_000,
      unit: 'Count',
      resolutionSeconds: 60,
      samples: new Map([[1, 2]]),
    });
    assert.deepEqual(sum('Errors'), [
      [0, 1],
      [1, 1],
    ]);
    assert.deepEqual(sum('Throttles'), [[1, 1]]);
    assert.deepEqual(sum('Duration'), [[250, 2]]);
    assert.deepEqual(sum('ConcurrentExecutions'), [
      [1, 1],
      [2, 1],
    ]);
  });

  it('are put once a second at most, and those of a minute together', () => {
    for (let count = 0; count < 100; count++) metrics.count(MAPPING, 'PolledEventCount', 10);
    timers.advance(0);
    metrics.count(MAPPING, 'PolledEventCount', 1);
    timers.advance(999);
    assert.equal(put.length, 1);
    assert.deepEqual(put[0]?.dimensions, [
      { name: 'EventSourceMappingUUID', value: 'uuid' },
      { name: 'FunctionName', value: FUNCTION },
    ]);
    now = 180_000;
    metrics.count(MAPPING, 'PolledEventCount', 2);
    metrics.stop();
    assert.deepEqual(
      put.map(({ at, samples }) => [at, [...(samples as ReadonlyMap<number, number>)]]),
      [
        [120_000, [[10, 100]]],
        [120_000, [[1, 1]]],
        [180_000, [[2, 1]]],
      ],
    );
  });

  it('of a mapping are under the function that it invokes now', () => {
    const moved = { ...MAPPING };
    metrics.count(moved, 'InvokedEventCount', 1);
    moved.functionName = 'other';
    metrics.count(moved, 'InvokedEventCount', 2);
    metrics.stop();
    assert.deepEqual(
      put.map(({ dimensions, samples }) => [
        dimensions[1]?.value,
        ...(samples as ReadonlyMap<number, number>),
      ]),
      [
        [FUNCTION, [1, 1]],
        ['other', [2, 1]],
      ],
    );
  });
});
