import type { AlarmStates } from '../../broker/protocol/alarms.ts';
import type { PoolCapacity, PoolDecision, PoolHistory } from '../../broker/protocol/pools.ts';
import type { MetricsReading } from '../../webview/metricsProtocol.ts';
import type { HostToScaling, ScalingPool } from '../../webview/scalingProtocol.ts';
import { METRICS } from '../../webview/scaling/scalingLines.ts';
import { makeAlarm, SAMPLE_NOW } from './metricsSamples.ts';
import { makeQueue } from './webviewSamples.ts';

const IMAGES = makeQueue('images').arn;
const RUNNING = { kind: 'running', maximumMessageBytes: 1_048_576 } as const;
const MINUTE_MS = 60_000;

export const IMAGE_WORKERS: ScalingPool = {
  name: 'image-workers',
  queueArn: IMAGES,
  state: 'running',
  minimum: 1,
  maximum: 4,
};

/** A quarter of an hour: a burst of messages, from 1 process to 4, and back. */
export interface ScalingStory {
  readonly reading: MetricsReading;
  readonly history: PoolHistory;
}

export function makeStory(rangeSeconds = 900): ScalingStory {
  const from = SAMPLE_NOW - rangeSeconds * 1000;
  const decisions: PoolDecision[] = [];
  const capacity: PoolCapacity[] = [{ at: from - 1, desired: 1, running: 1, inService: 1 }];
  const values: (readonly [visible: number, inFlight: number, age: number])[] = [];
  let backlog = 0;
  let waitSeconds = 0;
  let desired = 1;
  for (let second = 0; second < rangeSeconds; second += 1) {
    const at = from + second * 1000;
    backlog = Math.max(0, backlog + (second > 60 && second < 260 ? 1.1 : 0.12) - desired * 0.25);
    waitSeconds = backlog < 1 ? 0 : waitSeconds + (backlog > 20 ? 0.45 : -0.6);
    if (second % 60 === 20) {
      const to = backlog > 60 ? Math.min(4, desired + 2) : backlog < 5 ? Math.max(1, desired - 1) : desired;
      if (to !== desired) {
        decisions.push(makeDecision(at, desired, to, Math.round(backlog)));
        capacity.push({ at, desired: to, running: Math.max(desired, to), inService: Math.min(desired, to) });
        capacity.push({ at: at + 9_000, desired: to, running: to, inService: to });
        desired = to;
      }
    }
    values.push([
      Math.round(backlog),
      Math.min(desired, Math.ceil(backlog)),
      Math.max(0, Math.round(waitSeconds)),
    ]);
  }
  const alarms = [
    makeAlarm('image-workers: backlog', [
      ['OK', 12],
      ['ALARM', 7],
      ['OK', 5],
    ]),
  ];
  return { reading: makeScalingReading(values, alarms, rangeSeconds), history: { decisions, capacity } };
}

/** As much as a broker remembers of a pool that flaps: 500 decisions, and 2,000 sizes, in an hour. */
export function makeFlapping(): ScalingStory {
  const from = SAMPLE_NOW - 60 * MINUTE_MS;
  const capacity = Array.from({ length: 2_000 }, (_, index): PoolCapacity => {
    const desired = Math.floor(index / 4) % 2 === 0 ? 2 : 5;
    return { at: from + index * 1_800, desired, running: desired - (index % 2), inService: 2 };
  });
  const decisions = Array.from({ length: 500 }, (_, index) => {
    const [before, after] = index % 2 === 0 ? [5, 2] : [2, 5];
    return makeDecision(from + index * 7_200, before, after, index);
  });
  const values = Array.from({ length: 360 }, (_, index): readonly [number, number, number] => [
    40 + ((index * 37) % 23),
    index % 5,
    index % 40,
  ]);
  return { reading: makeScalingReading(values, [], 3_600), history: { decisions, capacity } };
}

export function makeDecision(at: number, from: number, to: number, visible: number): PoolDecision {
  const alarm = to > from ? 'image-workers: backlog' : 'image-workers: idle';
  return {
    at,
    from,
    to,
    policy: 'step',
    metricName: 'ApproximateNumberOfMessagesVisible',
    cause: `At ${new Date(at).toISOString()} a monitor alarm ${alarm} in state ALARM triggered policy image-workers changing the desired capacity from ${from} to ${to}.`,
    metrics: { value: visible, threshold: 60, adjustment: to - from },
  };
}

/** @param values visible, in flight and age by period */
export function makeScalingReading(
  values: readonly (readonly [visible: number, inFlight: number, age: number])[],
  alarms: readonly AlarmStates[],
  rangeSeconds: number,
): MetricsReading {
  const from = SAMPLE_NOW - rangeSeconds * 1000;
  const periodSeconds = Math.max(1, Math.round(rangeSeconds / Math.max(1, values.length)));
  return {
    from,
    until: SAMPLE_NOW,
    start: from,
    periodSeconds,
    alarms,
    lines: METRICS.map((metricName, line) => ({
      queueArn: IMAGES,
      metricName,
      statistic: 'Maximum',
      values: values.map((each) => each[line] ?? null),
    })),
  };
}

export function startScaling(
  pools: readonly ScalingPool[] | undefined = [IMAGE_WORKERS],
  poolName?: string,
): HostToScaling {
  return {
    type: 'initialize',
    broker: RUNNING,
    ...(pools === undefined ? {} : { pools }),
    ...(poolName === undefined ? {} : { poolName }),
  };
}

/** The answers to a `watch` of a page. */
export function answerScaling({ reading, history }: ScalingStory, requestId = 1): readonly HostToScaling[] {
  return [
    { type: 'metricsRead', requestId, outcome: { ok: true, reading } },
    { type: 'historyRead', requestId, outcome: { ok: true, history, readAt: reading.until } },
  ];
}
