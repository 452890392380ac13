import type { Engine } from '../engine/engine.ts';
import { Metrics } from '../metrics/metrics.ts';
import type { Journal } from '../storage/journal.ts';
import { MetricShelf } from './metricShelf.ts';

/**
 * Measures an engine's queues from now on.
 * @param journal its folder has what earlier brokers have measured; absent: the metrics stay in memory
 * @param onProblem a defect must not reach the engine, whose operation is half done
 */
export function createMetrics(
  engine: Engine,
  journal: Journal | undefined,
  onProblem: (error: unknown) => void,
): Metrics {
  const shelf = journal === undefined ? undefined : new MetricShelf(journal.fs, journal.folder, onProblem);
  const metrics = new Metrics(engine, { shelf });
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
