import { FIRST_CHOICE, type MetricsChoice } from '../../../webview/metrics/metricsChoice.ts';
import { answerMetrics, makeAlarm, makeReading, startMetrics } from '../metricsSamples.ts';
import { makeQueue } from '../webviewSamples.ts';
import type { Screen } from './screens.ts';
import { makeManyQueues } from './uglyData.ts';

const IMAGES = makeQueue('images').arn;
const PAYMENTS = makeQueue('payments.fifo').arn;
const ALARMS = [
  makeAlarm('images: too many wait', [
    ['INSUFFICIENT_DATA', 20],
    ['OK', 25],
    ['ALARM', 15],
  ]),
  makeAlarm('oldest message', [
    ['OK', 30],
    ['ALARM', 3],
    ['INSUFFICIENT_DATA', 7],
    ['OK', 20],
  ]),
];

const NINE_ALARMS = Array.from({ length: 9 }, (_, index) =>
  makeAlarm(`alarm ${index + 1}`, [
    ['OK', 30],
    [index % 3 === 0 ? 'ALARM' : 'OK', 30],
  ]),
);

/** The panel of metrics. */
export const METRICS_SCREENS: readonly Screen[] = [
  metrics('metrics', { queueArns: [IMAGES] }),
  metrics('metrics-alarms', { queueArns: [IMAGES] }, ALARMS),
  metrics('metrics-two-axes', {
    queueArns: [IMAGES, PAYMENTS],
    metricNames: ['ApproximateNumberOfMessagesVisible', 'ApproximateAgeOfOldestMessage'],
  }),
  // 28 lines, of which 20 are drawn.
  ofManyQueues('metrics-many', 14, ALARMS),
  // 20 lines: there is room for no other one.
  ofManyQueues('metrics-full', 10, NINE_ALARMS),
  metrics('metrics-empty', { queueArns: [IMAGES] }, [], () => null),
  metrics('metrics-table', { queueArns: [IMAGES] }, [], undefined, async (page) => {
    await page.getByText('Data points as a table').click();
    await page.getByRole('table').scrollIntoViewIfNeeded();
  }),
  {
    name: 'metrics-stopped',
    page: 'metrics',
    state: { ...FIRST_CHOICE, queueArns: [IMAGES] },
    messages: () => [startMetrics(undefined, [], { kind: 'stopped' })],
  },
  {
    name: 'metrics-no-queue',
    page: 'metrics',
    messages: () => [startMetrics(undefined, [])],
  },
];

function ofManyQueues(name: string, count: number, alarms: Parameters<typeof makeReading>[1]): Screen {
  const queues = makeManyQueues();
  const choice = { ...FIRST_CHOICE, queueArns: queues.map(({ arn }) => arn).slice(0, count) };
  return {
    name,
    page: 'metrics',
    state: choice,
    messages: () => [startMetrics(undefined, queues), answerMetrics(makeReading(choice, alarms))],
  };
}

function metrics(
  name: string,
  part: Partial<MetricsChoice>,
  alarms: Parameters<typeof makeReading>[1] = [],
  makeValue?: Parameters<typeof makeReading>[2],
  act?: Screen['act'],
): Screen {
  const choice = { ...FIRST_CHOICE, ...part };
  return {
    name,
    page: 'metrics',
    state: choice,
    messages: () => [startMetrics(), answerMetrics(makeReading(choice, alarms, makeValue))],
    ...(act === undefined ? {} : { act }),
  };
}
