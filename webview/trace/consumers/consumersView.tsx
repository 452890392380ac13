import { useEffect, useMemo, useReducer } from 'preact/hooks';
import { formatCount, formatQuantity } from '../../shared/byteFormat.ts';
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
    title: 'Received',
    explanation: 'Total messages received, including repeated receives',
    read: (_, { totals }) => formatCount(totals.received),
  },
  {
    name: 'deleted',
    title: 'Deleted',
    explanation: 'Total messages deleted',
    read: (_, { totals }) => formatCount(totals.deleted),
  },
  {
    name: 'sent',
    title: 'Sent',
    explanation: 'Total messages sent',
    read: (_, { totals }) => formatCount(totals.sent),
  },
];

/** Of the time that is shown. */
const IN_VIEW: readonly FigureColumn[] = [
  {
    name: 'throughput',
    title: 'Per second',
    explanation: 'Messages deleted per second',
    read: ({ throughput }) => formatRate(throughput),
  },
  {
    name: 'in-flight',
    title: 'In flight',
    explanation: 'Messages in flight at the end of the displayed time',
    read: ({ inFlight }) => formatCount(inFlight),
  },
  {
    name: 'mean',
    title: 'Handling mean',
    explanation: 'Mean time from receive to delete',
    read: ({ meanHandlingMs }) => formatOptional(meanHandlingMs),
  },
  {
    name: 'p95',
    title: 'Handling p95',
    explanation: '95 of 100 messages were deleted within this time after the receive',
    read: ({ p95HandlingMs }) => formatOptional(p95HandlingMs),
  },
  {
    name: 'errors',
    title: 'Errors',
    explanation: 'Share of rejected calls and messages not deleted in time',
    read: ({ errorShare }) => formatShare(errorShare),
  },
  {
    name: 'empty',
    title: 'Empty polls',
    explanation: 'Share of receives that returned no message',
    read: ({ emptyShare }) => formatShare(emptyShare),
  },
];

/** Two stretches of time in one row need their names, or their figures contradict each other. */
const GROUPS = [
  { name: 'totals', title: 'In all', explanation: 'Since the trace knows the consumer', columns: TOTALS },
  { name: 'in-view', title: 'In view', explanation: 'In the time shown', columns: IN_VIEW },
] as const;

const DEED_NAMES: Readonly<Record<Deed, string>> = {
  poll: 'Received messages',
  emptyPoll: 'Received nothing',
  delete: 'Deleted a message',
  error: 'Call rejected',
  expired: 'Message not deleted in time',
  send: 'Sent a message',
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
        label="Consumers over time"
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
      <span class="lane-consumer">Consumer</span>
      {GROUPS.map(({ name, title, explanation, columns }) => (
        <span key={name} class={`lane-figures ${name}`}>
          <span class="lane-figures-title" title={explanation}>
            {title}
          </span>
          {columns.map((column) => (
            <span
              key={column.name}
              class={`lane-figure ${column.name}`}
              title={columns === TOTALS ? column.explanation : `${column.explanation}, in the time shown`}
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
  const openConsumer = store.opened.value?.consumer?.id;
  return {
    count: lanes.length,
    rowHeightPx: CONSUMER_LANE_PX,
    isNewestLast: false,
    openRow: lanes.findIndex(({ info }) => info.id === openConsumer),
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
    <div class="legend" role="note" aria-label="Legend">
      <span class="legend-entry">
        <span class="legend-area" /> In flight
      </span>
      <span class="legend-entry">
        <span class="legend-tick poll" /> Received
      </span>
      <span class="legend-entry">
        <span class="legend-tick empty" /> Received nothing
      </span>
      <span class="legend-entry">
        <span class="legend-tick delete" /> Deleted
      </span>
      <span class="legend-entry">
        <span class="legend-sign send">▲</span> Sent
      </span>
      <span class="legend-entry">
        <span class="legend-sign expired">╲</span> Not deleted in time
      </span>
      <span class="legend-entry">
        <span class="legend-sign error">✕</span> Rejected
      </span>
    </div>
  );
}

function describeConsumer({ info, totals }: ConsumerLane, figures: ConsumerFigures): string {
  const parts = [
    info.name,
    `${formatQuantity(totals.received, 'message')} received in all`,
    `${formatCount(totals.deleted)} deleted`,
    `${formatCount(totals.sent)} sent`,
    `in the time shown ${formatQuantity(figures.pollCount, 'receive')}`,
    `${formatShare(figures.emptyShare)} of them empty`,
    formatQuantity(figures.deleteCount, 'delete'),
    `${formatRate(figures.throughput)} per second`,
    `${formatCount(figures.inFlight)} in flight`,
    `mean handling time ${formatOptional(figures.meanHandlingMs)}`,
    `p95 ${formatOptional(figures.p95HandlingMs)}`,
    `errors ${formatShare(figures.errorShare)}`,
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
  const inFlight = `${formatQuantity(readInFlight(lane, time), 'message')} in flight`;
  if (deed === undefined) return [lane.info.name, tellTime(time), inFlight];
  const { kind, at, value } = deed;
  const length = Number.isNaN(value) ? '' : `, ${formatDuration(value)} after its receive`;
  return [lane.info.name, `${DEED_NAMES[kind]} at ${tellTime(at)}${length}`, inFlight];
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
