import { batch, computed, signal } from '@preact/signals';
import type { PoolDecision, PoolHistory } from '../../broker/protocol/pools.ts';
import type { MetricsReading } from '../metricsProtocol.ts';
import type { BrokerView, RequestFailure } from '../protocol.ts';
import type { HostToScaling, ScalingPool, ScalingToHost } from '../scalingProtocol.ts';
import type { TimeWindow } from '../shared/timeSteps.ts';
import type { HostChannel } from '../shared/vscodeApi.ts';
import type { LineKey } from './scalingLines.ts';
import { isEmpty, listDecisions, makeScalingPlot, type ScalingPlot } from './scalingPlot.ts';
import { listFileRows } from './scalingTables.ts';
import { makeWatch, restoreView, type ScalingView } from './scalingView.ts';

export type ScalingStore = ReturnType<typeof createScalingStore>;

/** A closer look than this shows nothing more. */
const SHORTEST_WINDOW_MS = 2_000;

interface ReadHistory {
  readonly history: PoolHistory;
  /** Epoch ms on the broker's clock. */
  readonly readAt: number;
}

const NO_HISTORY: ReadHistory = { history: { decisions: [], capacity: [] }, readAt: 0 };

/** The state of the panel that shows how a pool scales, and everything that can be done to it. */
export function createScalingStore(channel: HostChannel<HostToScaling, ScalingToHost>) {
  const view = signal<ScalingView>(restoreView(channel.readState()));
  const broker = signal<BrokerView | undefined>(undefined);
  /** Undefined: not known yet. */
  const pools = signal<readonly ScalingPool[] | undefined>(undefined);
  const reading = signal<MetricsReading | undefined>(undefined);
  const history = signal<ReadHistory | undefined>(undefined);
  const failures = signal<{ readonly metricsRead?: RequestFailure; readonly historyRead?: RequestFailure }>(
    {},
  );
  /** The chart stays as it is; false: it follows the newest. */
  const isPaused = signal(false);
  /** A part of what was read; undefined: all of it. */
  const zoom = signal<TimeWindow | undefined>(undefined);
  /** As it was when it was chosen: what is read again has others like it. */
  const choice = signal<PoolDecision | undefined>(undefined);
  const pool = computed(() => pools.value?.find(({ name }) => name === view.value.poolName));
  const plot = computed(() =>
    reading.value === undefined ? undefined : makePlot(reading.value, history.value ?? NO_HISTORY),
  );
  const shownWindow = computed<TimeWindow>(
    () => zoom.value ?? { from: plot.value?.reading.from ?? 0, to: plot.value?.reading.until ?? 1 },
  );
  const decisions = computed(() =>
    plot.value === undefined ? [] : listDecisions(plot.value, shownWindow.value),
  );
  /** The newest `watch`; without a key: none. */
  let watched = { requestId: 0, key: '' };

  /** Tells the host what is shown, or that nothing has to be read. */
  function watch(): void {
    const { value: shown } = pool;
    const key =
      shown === undefined || isPaused.value
        ? ''
        : JSON.stringify([shown.name, shown.queueArn, view.value.rangeSeconds]);
    if (broker.value === undefined || key === watched.key) return;
    watched = { requestId: watched.requestId + 1, key };
    if (key === '' || shown === undefined) channel.post({ type: 'pause' });
    else
      channel.post({
        type: 'watch',
        requestId: watched.requestId,
        poolName: shown.name,
        watch: makeWatch(shown.queueArn, view.value.rangeSeconds),
      });
  }

  function change(part: Partial<ScalingView>): void {
    view.value = { ...view.value, ...part };
    channel.saveState(view.value);
  }

  function follow(): void {
    zoom.value = undefined;
    isPaused.value = false;
    watch();
  }

  function selectPool(poolName: string): void {
    if (poolName !== view.value.poolName) {
      reading.value = undefined;
      history.value = undefined;
      failures.value = {};
      choice.value = undefined;
      change({ poolName });
    }
    follow();
  }

  function setPools(next: readonly ScalingPool[]): void {
    pools.value = next;
    const first = next.find(({ state }) => state === 'running') ?? next[0];
    // A new panel is about something at once.
    if (view.value.poolName === undefined && first !== undefined) selectPool(first.name);
    else watch();
  }

  function zoomTo({ from, to }: TimeWindow): void {
    const read = plot.value?.reading;
    if (read === undefined) return;
    const middle = (from + to) / 2;
    const length = Math.max(SHORTEST_WINDOW_MS, to - from);
    const start = Math.max(read.from, Math.min(read.until - length, middle - length / 2));
    const end = Math.min(read.until, start + length);
    zoom.value = start <= read.from && end >= read.until ? undefined : { from: start, to: end };
    // What is looked at must not move away.
    if (zoom.value !== undefined) isPaused.value = true;
    watch();
  }

  function receive(message: HostToScaling): void {
    switch (message.type) {
      case 'initialize':
        broker.value = message.broker;
        if (message.poolName !== undefined) selectPool(message.poolName);
        if (message.pools !== undefined) setPools(message.pools);
        return;
      case 'brokerChanged':
        broker.value = message.broker;
        return;
      case 'poolsChanged':
        setPools(message.pools);
        return;
      default: {
        if (message.requestId !== watched.requestId) return;
        const { type, outcome } = message;
        failures.value = { ...failures.value, [type]: outcome.ok ? undefined : outcome.failure };
        if (!outcome.ok) return;
        if ('reading' in outcome) reading.value = outcome.reading;
        else history.value = outcome;
      }
    }
  }

  channel.listen((message) => batch(() => receive(message)));

  return {
    view,
    broker,
    pools,
    /** Undefined: it is not known, or was deleted. */
    pool,
    /** The pool that was shown is no longer declared. */
    isDeleted: computed(
      () => view.value.poolName !== undefined && pools.value !== undefined && pool.value === undefined,
    ),
    failure: computed(() => failures.value.historyRead ?? failures.value.metricsRead),
    isPaused,
    zoom,
    /** Undefined: none of the window. */
    chosen: computed(() => decisions.value.find((each) => isSameDecision(each, choice.value))),
    /** Undefined until the first reading has come. */
    plot,
    window: shownWindow,
    /** Those of the window, the oldest first. */
    decisions,
    hasContent: computed(() => plot.value !== undefined && !isEmpty(plot.value)),
    runPool: () => channel.post({ type: 'runPool' }),
    declarePool: () => channel.post({ type: 'declarePool' }),
    selectPool: (poolName: string) => batch(() => selectPool(poolName)),
    selectRange: (rangeSeconds: number) =>
      batch(() => {
        change({ rangeSeconds });
        follow();
      }),
    toggleLine: (key: LineKey) => {
      const { hidden } = view.value;
      change({ hidden: hidden.includes(key) ? hidden.filter((each) => each !== key) : [...hidden, key] });
    },
    follow: () => batch(follow),
    pause: () =>
      batch(() => {
        isPaused.value = true;
        watch();
      }),
    zoomTo: (window: TimeWindow) => batch(() => zoomTo(window)),
    resetZoom: () => {
      zoom.value = undefined;
    },
    choose: (decision: PoolDecision | undefined) => {
      choice.value = decision;
    },
    saveTable: () => {
      if (plot.value !== undefined) channel.post({ type: 'saveTable', rows: listFileRows(plot.value) });
    },
    savePicture: (base64: string) => channel.post({ type: 'savePicture', base64 }),
    startBroker: () => channel.post({ type: 'startBroker' }),
    showLog: () => channel.post({ type: 'showLog' }),
  };
}

function isSameDecision({ at, from, to }: PoolDecision, other: PoolDecision | undefined): boolean {
  return other !== undefined && at === other.at && from === other.from && to === other.to;
}

/** A decision may be newer than the points of the queue, which come by period: the chart goes up to the newer of both. */
function makePlot(reading: MetricsReading, { history, readAt }: ReadHistory): ScalingPlot {
  const aheadMs = Math.max(0, readAt - reading.until);
  const { from, until } = reading;
  return makeScalingPlot({ ...reading, from: from + aheadMs, until: until + aheadMs }, history);
}
