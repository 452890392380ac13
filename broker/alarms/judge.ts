import { evaluateQueries } from '../metrics/evaluateQueries.ts';
import type { MetricReader } from '../metrics/metricReader.ts';
import type { Alarm } from './alarm.ts';
import { type AlarmState, countEvaluatedPeriods, evaluateAlarm } from './evaluate.ts';
import { type EvaluatedPoint, describeReason, describeReasonData } from './reason.ts';
import { listWindows, readWindows } from './readWindows.ts';
import type { CheckedAlarm } from './checkAlarm.ts';
import type { RememberedPoints } from './rememberedPoints.ts';

export interface Verdict {
  readonly state: AlarmState;
  /** Only asked for when the state is another: most evaluations change nothing. `reasonData` is JSON. */
  readonly explain: () => { readonly reason: string; readonly reasonData: string };
}

/**
 * Evaluates an alarm over the periods that end at a time.
 * @param untilSeconds epoch s, a multiple of the alarm's step
 * @param now when it is evaluated, epoch ms
 */
export function judgeAlarm(
  alarm: Alarm,
  metrics: MetricReader,
  untilSeconds: number,
  now: number,
  remembered: RememberedPoints,
): Verdict {
  const { rule } = alarm.checked;
  const points = readAlarmPoints(alarm, metrics, untilSeconds, remembered);
  const state = evaluateAlarm(
    rule,
    points.map(({ value }) => value),
    alarm.status.state,
  );
  return {
    state,
    explain: () => ({
      reason: describeReason(rule, points, state),
      reasonData: describeReasonData(alarm, points, now),
    }),
  };
}

/**
 * The points that an alarm looks at, the newest last.
 * @param untilSeconds epoch s, a multiple of the alarm's step
 * @param remembered what it has looked at already; absent: nothing
 */
export function readAlarmPoints(
  { checked }: Alarm,
  metrics: MetricReader,
  untilSeconds: number,
  remembered?: RememberedPoints,
): readonly EvaluatedPoint[] {
  const { rule, periodSeconds } = checked;
  const read = (count: number): readonly EvaluatedPoint[] =>
    readPoints(checked, metrics, untilSeconds, count);
  const count = countEvaluatedPeriods(rule);
  if (remembered === undefined) return read(count);
  return remembered.find(checked, listWindows(untilSeconds, periodSeconds, count), read);
}

function readPoints(
  { queries, returned, periodSeconds }: CheckedAlarm,
  metrics: MetricReader,
  untilSeconds: number,
  count: number,
): readonly EvaluatedPoint[] {
  const times = listWindows(untilSeconds, periodSeconds, count);
  const results = evaluateQueries(queries, {
    readPoints: (metric) => readWindows(metrics, metric, untilSeconds, count),
    listTimes: () => times,
  });
  // What was checked when the alarm was put has a meaning; data do not change that.
  const result = results.ok ? results.value.find(({ query }) => query === returned) : undefined;
  const [series] = result?.series ?? [];
  return times.map((at): EvaluatedPoint => {
    const value = series?.get(at);
    return { at: at * 1000, value, sampleCount: result?.points.get(at)?.sampleCount };
  });
}
