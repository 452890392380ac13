import type { Engine } from '../engine/engine.ts';
import { Metrics } from '../metrics/metrics.ts';
import type { Journal } from '../storage/journal.ts';
import { type Schedule, systemSchedule } from '../time/schedule.ts';
import { Throttle } from '../time/throttle.ts';
import { MetricShelf } from './metricShelf.ts';

/** Shortest time between two writes of which queues were in use, ms. */
const SAVE_MS = 10_000;

/**
 * Measures an engine's queues from now on.
 * @param journal its folder has what earlier brokers have measured; absent: the metrics stay in memory
 * @param onProblem a defect must not reach the engine, whose operation is half done
 */
export function createMetrics(
  engine: Engine,
  journal: Journal | undefined,
  onProblem: (error: unknown) => void,
  schedule: Schedule = systemSchedule,
): Metrics {
  const shelf = journal === undefined ? undefined : new MetricShelf(journal.fs, journal.folder, onProblem);
  const metrics = new Metrics(engine, {
    shelf,
    ...(shelf === undefined ? {} : { createSaving: (save) => new Throttle(schedule, SAVE_MS, save) }),
  });
  const guard =
    <A extends readonly unknown[]>(listener: (...told: A) => void) =>
    (...told: A): void => {
      try {
        listener(...told);
      } catch (error) {
        onProblem(error);
      }
    };
  engine.onEvent(guard((event) => metrics.notice(event)));
  engine.onIdleCall(guard((queue, call, at) => metrics.noticeIdleCall(queue, call, at)));
  return metrics;
}
