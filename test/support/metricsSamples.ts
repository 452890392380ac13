import type { AlarmStates, AlarmStateValue } from '../../broker/protocol/alarms.ts';
import type { HostToMetrics, MetricsReading } from '../../webview/metricsProtocol.ts';
import { listLines, type MetricsChoice } from '../../webview/metrics/metricsChoice.ts';
import type { BrokerView, PageQueue } from '../../webview/protocol.ts';
import { makeQueue, SAMPLE_QUEUES } from './webviewSamples.ts';

export const SAMPLE_NOW = Date.UTC(2026, 10, 28, 14, 0, 30);
const RUNNING = { kind: 'running', maximumMessageBytes: 1_048_576 } as const;

/** A busy hour: a value for each period, with a gap where the queue was not used. */
function makeValue(line: number, index: number, count: number): number | null {
  if (index > count * 0.45 && index < count * 0.55) return null;
  const wave = Math.sin((index / count) * 9 + line) + 1;
  return Math.round(wave * 60 * (line + 1)) + ((index * 7) % 5);
}

/** What the host answers for a choice. @param makeValueOf null: no point */
export function makeReading(
  choice: MetricsChoice,
  alarms: readonly AlarmStates[] = [],
  makeValueOf: (line: number, index: number, count: number) => number | null = makeValue,
): MetricsReading {
  const { periodSeconds, rangeSeconds } = choice;
  const from = SAMPLE_NOW - rangeSeconds * 1000;
  const start = Math.floor(from / (periodSeconds * 1000)) * periodSeconds * 1000;
  const count = Math.ceil((SAMPLE_NOW - start) / (periodSeconds * 1000));
  return {
    start,
    from,
    until: SAMPLE_NOW,
    periodSeconds,
    alarms,
    lines: listLines(choice).map(({ queueArn, metric, statistic, unit }, line) => ({
      queueArn,
      metricName: metric.name,
      statistic,
      unit,
      values: Array.from({ length: count }, (_, index) =>
        // What is under way has no point yet.
        index === count - 1 ? null : makeValueOf(line, index, count),
      ),
    })),
  };
}

/** In the words of the service. */
const REASONS: Readonly<Record<AlarmStateValue, string>> = {
  ALARM: 'Threshold Crossed: 1 datapoint [121.0 (28/11/26 13:59:00)] was greater than the threshold (100.0).',
  OK: 'Threshold Crossed: 1 datapoint [12.0 (28/11/26 13:59:00)] was not greater than the threshold (100.0).',
  INSUFFICIENT_DATA: 'Insufficient Data: 1 datapoint was unknown.',
};

/** An alarm that said these one after the other, each for as many minutes, up to now. */
export function makeAlarm(
  name: string,
  states: readonly (readonly [state: AlarmStateValue, minutes: number])[],
): AlarmStates {
  let until = SAMPLE_NOW;
  const spans = states.toReversed().map(([state, minutes]) => {
    const span = { state, from: until - minutes * 60_000, until };
    until = span.from;
    return span;
  });
  const [newest] = spans;
  return {
    alarm: {
      arn: `arn:aws:cloudwatch:us-east-1:000000000000:alarm:${name}`,
      name,
      queueArn: makeQueue('images').arn,
      state: newest?.state ?? 'INSUFFICIENT_DATA',
      reason: REASONS[newest?.state ?? 'INSUFFICIENT_DATA'],
      since: newest?.from ?? SAMPLE_NOW,
      actionsEnabled: true,
    },
    spans: spans.toReversed(),
  };
}

export function startMetrics(
  queueArns?: readonly string[],
  queues: readonly PageQueue[] = SAMPLE_QUEUES,
  broker: BrokerView = RUNNING,
): HostToMetrics {
  return {
    type: 'initialize',
    broker,
    queues,
    ...(queueArns === undefined ? {} : { queueArns }),
  };
}

/** The answer to the first `watch` of a page. */
export function answerMetrics(reading: MetricsReading, requestId = 1): HostToMetrics {
  return { type: 'metricsRead', requestId, outcome: { ok: true, reading } };
}
