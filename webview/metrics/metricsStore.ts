import { batch, computed, signal } from '@preact/signals';
import type { HostToMetrics, MetricsToHost, MetricsWatch } from '../metricsProtocol.ts';
import type { BrokerView, PageQueue, RequestFailure } from '../protocol.ts';
import type { HostChannel } from '../shared/vscodeApi.ts';
import { isEmpty, listRows, makePlot, type MetricPlot } from './metricPlot.ts';
import {
  type ChosenLine,
  countLines,
  fitPeriod,
  keepUnits,
  listLines,
  type MetricsChoice,
  RANGES_SECONDS,
  restoreChoice,
} from './metricsChoice.ts';

export type MetricsStore = ReturnType<typeof createMetricsStore>;

/** The state of the panel of metrics, and everything that can be done to it. */
export function createMetricsStore(channel: HostChannel<HostToMetrics, MetricsToHost>) {
  const choice = signal<MetricsChoice>(restoreChoice(channel.readState()));
  const broker = signal<BrokerView | undefined>(undefined);
  const queues = signal<readonly PageQueue[]>([]);
  const plot = signal<MetricPlot | undefined>(undefined);
  const failure = signal<RequestFailure | undefined>(undefined);
  const lines = computed(() => listLines(choice.value));
  /** The newest `watch`, and the lines that it asked for. */
  let watched: { readonly requestId: number; readonly key: string; readonly lines: readonly ChosenLine[] } = {
    requestId: 0,
    key: '',
    lines: [],
  };
  /** The next longer time that can be chosen; undefined: it is the longest. */
  const longerRangeSeconds = computed(() =>
    RANGES_SECONDS.find((seconds) => seconds > choice.value.rangeSeconds),
  );
  const shownPlot = computed(() => (lines.value.length === 0 ? undefined : plot.value));

  function change(part: Partial<MetricsChoice>): void {
    const next = { ...choice.value, ...part };
    choice.value = keepUnits({ ...next, periodSeconds: fitPeriod(next.periodSeconds, next.rangeSeconds) });
    channel.saveState(choice.value);
    watch();
  }

  /** Tells the host what is shown. */
  function watch(): void {
    if (broker.value === undefined) return;
    const { queueArns, periodSeconds, rangeSeconds } = choice.value;
    const next: MetricsWatch = {
      queueArns,
      lines: lines.value.map(({ queueArn, metric, statistic }) => ({
        queueArn,
        metricName: metric.name,
        statistic,
      })),
      periodSeconds,
      rangeSeconds,
    };
    const key = JSON.stringify(next);
    if (key === watched.key) return;
    watched = { requestId: watched.requestId + 1, key, lines: lines.value };
    channel.post({ type: 'watch', requestId: watched.requestId, watch: next });
  }

  function setQueues(next: readonly PageQueue[]): void {
    queues.value = next;
    const [first] = next;
    // A new panel is about something at once.
    if (choice.value.queueArns.length === 0 && first !== undefined && watched.requestId === 0)
      change({ queueArns: [first.arn] });
  }

  function receive(message: HostToMetrics): void {
    switch (message.type) {
      case 'initialize':
        broker.value = message.broker;
        if (message.queueArns !== undefined) change({ queueArns: message.queueArns });
        setQueues(message.queues);
        watch();
        return;
      case 'brokerChanged':
        broker.value = message.broker;
        return;
      case 'queuesChanged':
        setQueues(message.queues);
        return;
      case 'placesChanged':
        // Other endpoints have no metrics.
        return;
      case 'selectQueue':
        change({ queueArns: [message.queueArn] });
        return;
      case 'metricsRead': {
        if (message.requestId !== watched.requestId) return;
        const { outcome } = message;
        failure.value = outcome.ok ? undefined : outcome.failure;
        if (outcome.ok) plot.value = makePlot(watched.lines, outcome.reading);
      }
    }
  }

  channel.listen((message) => batch(() => receive(message)));

  const toggle = (all: readonly string[], one: string): readonly string[] =>
    all.includes(one) ? all.filter((each) => each !== one) : [...all, one];

  return {
    choice,
    broker,
    queues,
    lines,
    failure,
    /** Undefined until the first reading has come, and while nothing is chosen. */
    plot: shownPlot,
    hasPoints: computed(() => shownPlot.value !== undefined && !isEmpty(shownPlot.value)),
    /** The queues that the chart has lines of: not all that are chosen, if they have more lines than it draws. */
    drawnQueueArns: computed(() =>
      lines.value.length === 0
        ? choice.value.queueArns
        : [...new Set(lines.value.map(({ queueArn }) => queueArn))],
    ),
    /** Lines that were chosen and are not drawn. */
    leftOutCount: computed(() => countLines(choice.value) - lines.value.length),
    change,
    toggleQueue: (arn: string) => change({ queueArns: toggle(choice.value.queueArns, arn) }),
    toggleMetric: (name: string) => change({ metricNames: toggle(choice.value.metricNames, name) }),
    saveTable: () => {
      if (shownPlot.value !== undefined) channel.post({ type: 'saveTable', rows: listRows(shownPlot.value) });
    },
    savePicture: (base64: string) => channel.post({ type: 'savePicture', base64 }),
    longerRangeSeconds,
    showLongerRange: () => {
      const { value: rangeSeconds } = longerRangeSeconds;
      if (rangeSeconds !== undefined) change({ rangeSeconds });
    },
    sendMessage: () => {
      const [queueArn] = choice.value.queueArns;
      if (queueArn !== undefined) channel.post({ type: 'openComposer', queueArn });
    },
    createQueue: () => channel.post({ type: 'createQueue' }),
    startBroker: () => channel.post({ type: 'startBroker' }),
    showLog: () => channel.post({ type: 'showLog' }),
  };
}
