import * as l10n from '@vscode/l10n';
import { useEffect, useMemo, useReducer } from 'preact/hooks';
import { formatCount } from '../../shared/byteFormat.ts';
import { countMessages, countReceives, forCount } from '../../shared/quantities.ts';
import { formatDuration } from '../../shared/timeFormat.ts';
import { LaneBar } from '../lanes/laneBar.tsx';
import { ConsumerSwatch } from '../lanes/laneLegend.tsx';
import { type LaneSource, LaneView } from '../lanes/laneView.tsx';
import type { TraceStore } from '../traceStore.ts';
import { type ConsumerFigures, computeFigures, findFirst, readInFlight } from './consumerFigures.ts';
import { describeClient, formatOptional, formatRate, formatShare } from './consumerText.ts';
import { type ConsumerLane, type Deed, DEEDS } from './consumerModel.ts';
import { CONSUMER_LANE_PX, paintConsumer } from './consumerPainter.ts';

/** Counting all calls in view is cheap, but numbers that change more often cannot be read. */
const COUNT_AGAIN_AFTER_MS = 500;

interface FigureColumn {
  readonly name: string;
  readonly title: string;
  readonly explanation: string;
  read(figures: ConsumerFigures, lane: ConsumerLane): string;
}

/** Of all that is known, whatever time is shown: what was done a while ago. */
const TOTALS: readonly FigureColumn[] = [
  {
    name: 'received',
    title: l10n.t('Received'),
    explanation: l10n.t('Total messages received, including repeated receives'),
    read: (_, { totals }) => formatCount(totals.received),
  },
  {
    name: 'deleted',
    title: l10n.t('Deleted'),
    explanation: l10n.t('Total messages deleted'),
    read: (_, { totals }) => formatCount(totals.deleted),
  },
  {
    name: 'sent',
    title: l10n.t('Sent'),
    explanation: l10n.t('Total messages sent'),
    read: (_, { totals }) => formatCount(totals.sent),
  },
];

/** Of the time that is shown. */
const IN_VIEW: readonly FigureColumn[] = [
  {
    name: 'throughput',
    title: l10n.t('Per second'),
    explanation: l10n.t('Messages deleted per second'),
    read: ({ throughput }) => formatRate(throughput),
  },
  {
    name: 'in-flight',
    title: l10n.t('In flight'),
    explanation: l10n.t('Messages in flight at the end of the displayed time'),
    read: ({ inFlight }) => formatCount(inFlight),
  },
  {
    name: 'mean',
    title: l10n.t('Handling mean'),
    explanation: l10n.t('Mean time from receive to delete'),
    read: ({ meanHandlingMs }) => formatOptional(meanHandlingMs),
  },
  {
    name: 'p95',
    title: l10n.t('Handling p95'),
    explanation: l10n.t('95 of 100 messages were deleted within this time after the receive'),
    read: ({ p95HandlingMs }) => formatOptional(p95HandlingMs),
  },
  {
    name: 'errors',
    title: l10n.t('Errors'),
    explanation: l10n.t('Share of rejected calls and messages not deleted in time'),
    read: ({ errorShare }) => formatShare(errorShare),
  },
  {
    name: 'empty',
    title: l10n.t('Empty polls'),
    explanation: l10n.t('Share of receives that returned no message'),
    read: ({ emptyShare }) => formatShare(emptyShare),
  },
];

/** Two stretches of time in one row need their names, or their figures contradict each other. */
const GROUPS = [
  {
    name: 'totals',
    title: l10n.t('Total'),
    explanation: l10n.t('Since this consumer was first seen'),
    columns: TOTALS,
  },
  { name: 'in-view', title: l10n.t('In view'), explanation: l10n.t('In the time shown'), columns: IN_VIEW },
] as const;

const DEED_NAMES: Readonly<Record<Deed, string>> = {
  poll: l10n.t('Received messages'),
  emptyPoll: l10n.t('Received nothing'),
  delete: l10n.t('Deleted a message'),
  error: l10n.t('Call rejected'),
  expired: l10n.t('Message not deleted in time'),
  send: l10n.t('Sent a message'),
};

/** The Consumers tab: what every program did, and how fast. */
export function ConsumersView({ store }: { readonly store: TraceStore }) {
  const [tick, countAgain] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(() => countAgain(undefined), COUNT_AGAIN_AFTER_MS);
    return () => clearInterval(timer);
  }, []);
  const lanes = store.consumerLanes.list();
  const moves = store.axis.changes.value;
  const figures = useMemo(() => {
    const { from, to } = store.axis.current();
    const { line } = store.log;
    const moments = { from: line.momentAt(from), to: line.momentAt(to) };
    return new Map(lanes.map((lane) => [lane, computeFigures(lane, moments, to - from)]));
  }, [tick, moves, lanes.length, store.filter.value]);
  return (
    <div class="lanes-tab">
      <LaneView
        store={store}
        class="consumer-lanes"
        label={l10n.t('Consumers over time')}
        head={<Head />}
        source={makeSource(store, lanes, figures)}
      />
      <LaneBar store={store}>
        <Legend />
      </LaneBar>
    </div>
  );
}

function Head() {
  return (
    <>
      <span class="lane-consumer">{l10n.t('Consumer')}</span>
      {GROUPS.map(({ name, title, explanation, columns }) => (
        <span key={name} class={`lane-figures ${name}`}>
          <span class="lane-figures-title" title={explanation}>
            {title}
          </span>
          {columns.map((column) => (
            <span
              key={column.name}
              class={`lane-figure ${column.name}`}
              title={
                columns === TOTALS ? column.explanation : l10n.t('{0}, in the time shown', column.explanation)
              }
            >
              {column.title}
            </span>
          ))}
        </span>
      ))}
    </>
  );
}

function makeSource(
  store: TraceStore,
  lanes: readonly ConsumerLane[],
  figures: ReadonlyMap<ConsumerLane, ConsumerFigures>,
): LaneSource {
  const openConsumer = store.consumerLanes.get(store.opened.value?.consumer?.id ?? '');
  return {
    count: lanes.length,
    rowHeightPx: CONSUMER_LANE_PX,
    isNewestLast: false,
    openRow: openConsumer === undefined ? -1 : lanes.indexOf(openConsumer),
    key: (row) => lanes[row]?.info.id ?? String(row),
    rowOfKey: (key) => lanes.findIndex(({ info }) => info.id === key),
    describe: (row) => {
      const lane = lanes[row];
      const own = lane && figures.get(lane);
      return lane === undefined || own === undefined ? '' : describeConsumer(lane, own);
    },
    renderLabel: (row) => {
      const lane = lanes[row];
      const own = lane && figures.get(lane);
      return lane === undefined || own === undefined ? null : <Label lane={lane} figures={own} />;
    },
    paint: (plot, row, top) => {
      const lane = lanes[row];
      if (lane !== undefined) paintConsumer(plot, lane, top);
    },
    tip: (row, time, reachMs) => {
      const lane = lanes[row];
      return lane && describeMoment(lane, time, reachMs, store.tellTime);
    },
    open: (row, time, reachMs) => {
      const lane = lanes[row];
      const position = lane && findDeed(lane, time, reachMs)?.position;
      if (position !== undefined) store.open(position);
    },
  };
}

function Label({ lane, figures }: { readonly lane: ConsumerLane; readonly figures: ConsumerFigures }) {
  const { info, index } = lane;
  const about = describeClient(info);
  return (
    <>
      <span class="lane-consumer">
        <span class="lane-consumer-name">
          <ConsumerSwatch index={index} />
          <span title={info.name}>{info.name}</span>
        </span>
        <span class="dim lane-consumer-about" title={about}>
          {about}
        </span>
      </span>
      {GROUPS.map(({ name, columns }) => (
        <span key={name} class={`lane-figures ${name}`}>
          {columns.map((column) => (
            <span key={column.name} class={`lane-figure ${column.name}`}>
              {column.read(figures, lane)}
            </span>
          ))}
        </span>
      ))}
    </>
  );
}

function Legend() {
  return (
    <div class="legend" role="note" aria-label={l10n.t('Legend')}>
      <span class="legend-entry">
        <span class="legend-area" /> {l10n.t('In flight')}
      </span>
      <span class="legend-entry">
        <span class="legend-tick poll" /> {l10n.t('Received')}
      </span>
      <span class="legend-entry">
        <span class="legend-tick empty" /> {l10n.t('Received nothing')}
      </span>
      <span class="legend-entry">
        <span class="legend-tick delete" /> {l10n.t('Deleted')}
      </span>
      <span class="legend-entry">
        <span class="legend-sign send">▲</span> {l10n.t('Sent')}
      </span>
      <span class="legend-entry">
        <span class="legend-sign expired">╲</span> {l10n.t('Not deleted in time')}
      </span>
      <span class="legend-entry">
        <span class="legend-sign error">✕</span> {l10n.t('Rejected')}
      </span>
    </div>
  );
}

function describeConsumer({ info, totals }: ConsumerLane, figures: ConsumerFigures): string {
  const parts = [
    info.name,
    l10n.t('{0} received in total', countMessages(totals.received)),
    l10n.t('{0} deleted', formatCount(totals.deleted)),
    l10n.t('{0} sent', formatCount(totals.sent)),
    l10n.t('in the time shown {0}', countReceives(figures.pollCount)),
    l10n.t('{0} of them empty', formatShare(figures.emptyShare)),
    forCount(
      figures.deleteCount,
      l10n.t('1 delete'),
      l10n.t('{0} deletes', formatCount(figures.deleteCount)),
    ),
    l10n.t('{0} per second', formatRate(figures.throughput)),
    l10n.t('{0} in flight', formatCount(figures.inFlight)),
    l10n.t('mean handling time {0}', formatOptional(figures.meanHandlingMs)),
    l10n.t('p95 {0}', formatOptional(figures.p95HandlingMs)),
    l10n.t('errors {0}', formatShare(figures.errorShare)),
  ];
  return parts.join(', ');
}

function describeMoment(
  lane: ConsumerLane,
  time: number,
  reachMs: number,
  tellTime: TraceStore['tellTime'],
): readonly string[] {
  const deed = findDeed(lane, time, reachMs);
  const inFlight = l10n.t('{0} in flight', countMessages(readInFlight(lane, time)));
  if (deed === undefined) return [lane.info.name, tellTime(time), inFlight];
  const { kind, at, value } = deed;
  const [name, clockTime] = [DEED_NAMES[kind], tellTime(at)];
  const what = Number.isNaN(value)
    ? l10n.t('{0} at {1}', name, clockTime)
    : l10n.t('{0} at {1}, {2} after its receive', name, clockTime, formatDuration(value));
  return [lane.info.name, what, inFlight];
}

interface FoundDeed {
  readonly kind: Deed;
  readonly at: number;
  readonly value: number;
  readonly position: number;
}

/** The call nearest to a time; the newest of all when no time is given. */
function findDeed(
  { deeds }: ConsumerLane,
  time: number | undefined,
  reachMs: number,
):
  | { readonly kind: Deed; readonly at: number; readonly value: number; readonly position: number }
  | undefined {
  let best: FoundDeed | undefined;
  const distanceOf = (at: number): number => (time === undefined ? -at : Math.abs(at - time));
  for (const kind of DEEDS) {
    const { times, values, positions } = deeds[kind];
    const after = time === undefined ? times.length : findFirst(times, time);
    for (const index of [after - 1, after]) {
      const at = times[index];
      if (at === undefined || (best !== undefined && distanceOf(at) >= distanceOf(best.at))) continue;
      best = { kind, at, value: values[index] ?? Number.NaN, position: positions[index] ?? 0 };
    }
  }
  const isNear = best !== undefined && (time === undefined || Math.abs(best.at - time) <= reachMs);
  return isNear ? best : undefined;
}
