import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MetricShelf } from '../../broker/assembly/metricShelf.ts';
import type { MetricPoint } from '../../broker/metrics/metricReader.ts';
import { QUEUE_METRICS } from '../../broker/metrics/queueMetrics.ts';
import { MemoryFileSystem } from '../support/memoryFileSystem.ts';
import { runAll, STEP } from '../support/metrics/metricsWorld.ts';

/** Enough of them that something happens, which the small arrays of fast-check seldom have. */
function listSteps(maxLength: number) {
  return fc.array(STEP, { maxLength, size: 'max' });
}

const RUNS = { numRuns: 20 };

function listStatistics(points: readonly MetricPoint[]) {
  return points.map(({ start, sampleCount, sum, minimum, maximum }) => [
    start,
    [sampleCount, sum, minimum, maximum],
  ]);
}

describe('the metrics of queues', () => {
  it('are what a plain model makes of the same events', () => {
    fc.assert(
      fc.property(listSteps(60), (steps) => {
        const world = runAll(steps);
        const now = world.harness.clock.now();
        for (const queue of world.queues) {
          for (const { name, of } of QUEUE_METRICS) {
            if (of === 'fair') continue;
            assert.deepEqual(
              listStatistics(world.read(queue, name)),
              [...world.plain.read(queue, name, now)],
              `${queue.name} ${name}`,
            );
          }
        }
      }),
      RUNS,
    );
  });

  it('are the same again when the same happens again', () => {
    fc.assert(
      fc.property(listSteps(60), (steps) => {
        const asked = runAll(steps);
        const unasked = runAll(steps.filter((step) => !('ask' in step)));
        assert.deepEqual(asked.readAll(), unasked.readAll());
      }),
      RUNS,
    );
  });

  it('add up to those of longer periods', () => {
    fc.assert(
      fc.property(listSteps(40), fc.constantFrom(2, 5, 60), (steps, minutes) => {
        const world = runAll(steps);
        const pointMs = minutes * 60_000;
        for (const queue of world.queues) {
          for (const { name } of QUEUE_METRICS) {
            const merged = new Map<number, [number, number, number, number]>();
            for (const { start, sampleCount, sum, minimum, maximum } of world.read(queue, name)) {
              const at = Math.floor(start / pointMs) * pointMs;
              const into = merged.get(at) ?? [0, 0, Infinity, -Infinity];
              merged.set(at, [
                into[0] + sampleCount,
                into[1] + sum,
                Math.min(into[2], minimum),
                Math.max(into[3], maximum),
              ]);
            }
            const longer = world.read(queue, name, minutes * 60);
            assert.deepEqual(listStatistics(longer), [...merged]);
            for (const { values, sampleCount, sum } of longer) {
              if (values === undefined) continue;
              const entries = [...values];
              assert.equal(
                entries.reduce((total, [, count]) => total + count, 0),
                sampleCount,
              );
              assert.equal(
                entries.reduce((total, [value, count]) => total + value * count, 0),
                sum,
              );
            }
          }
        }
      }),
      RUNS,
    );
  });

  it('are the same after a restart, and go on', () => {
    fc.assert(
      fc.property(listSteps(40), listSteps(10), (steps, more) => {
        const shelf = startShelf();
        const world = runAll(steps, { shelf: shelf.open() });
        const before = world.readAll();
        world.restart({ shelf: shelf.open() });
        assert.deepEqual(world.readAll(), before);
        for (const step of more) world.run(step);
        const now = world.harness.clock.now();
        for (const queue of world.queues) {
          for (const { name, counter } of QUEUE_METRICS) {
            if (counter === undefined) continue;
            const sums = (points: Iterable<number>) => [...points].reduce((total, sum) => total + sum, 0);
            assert.equal(
              sums(world.read(queue, name).map(({ sum }) => sum)),
              sums([...world.plain.read(queue, name, now).values()].map(([, sum]) => sum)),
              `${queue.name} ${name}`,
            );
          }
        }
        assert.deepEqual(shelf.problems, []);
      }),
      RUNS,
    );
  });
});

function startShelf() {
  const fs = new MemoryFileSystem();
  const problems: Error[] = [];
  return { problems, open: () => new MetricShelf(fs, '/data', (error) => problems.push(error)) };
}
