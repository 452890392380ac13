import type { MetricReader } from '../metrics/metricReader.ts';
import type { Alarm } from './alarm.ts';
import type { AlarmState } from './evaluate.ts';
import { readCondition } from './condition.ts';
import { readAlarmPoints } from './judge.ts';
import { stepOf } from './readWindows.ts';

/** What an alarm says now, and the values that it looks at. */
export interface AlarmReading {
  readonly state: AlarmState;
  readonly threshold: number;
  /** What the values are of; absent: an expression, or numbers of samples. */
  readonly metricName?: string;
  /** Of the periods with data, the newest last; as many as the alarm evaluates. */
  readonly values: readonly number[];
}

/** @param now epoch ms */
export function readAlarm(alarm: Alarm, metrics: MetricReader, now: number): AlarmReading {
  const { rule, periodSeconds } = alarm.checked;
  const step = stepOf(periodSeconds);
  const until = Math.floor(now / 1000 / step) * step;
  const values = readAlarmPoints(alarm, metrics, until)
    .flatMap(({ value }) => value ?? [])
    .slice(-rule.evaluationPeriods);
  const { metricName, statistic } = readCondition(alarm) ?? {};
  return {
    state: alarm.status.state,
    threshold: rule.threshold,
    ...(metricName === undefined || statistic === 'SampleCount' ? {} : { metricName }),
    values,
  };
}
