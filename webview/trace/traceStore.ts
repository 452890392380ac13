import { batch, computed, signal } from '@preact/signals';
import type { Finding } from '../../broker/protocol/findings.ts';
import type { QueueSummary } from '../../broker/protocol/queue.ts';
import type { ConsumerInfo, TraceEvent } from '../../broker/protocol/trace.ts';
import type {
  BrokerView,
  HostToTrace,
  MessageContent,
  SavedTraceView,
  TraceFilter,
  TraceToHost,
} from '../protocol.ts';
import type { HostChannel } from '../shared/vscodeApi.ts';
import { SeriesModel } from './charts/seriesModel.ts';
import { ConsumerModel } from './consumers/consumerModel.ts';
import { type EventBatch, EventInbox, type FrameScheduler } from './eventInbox.ts';
import { EventLog } from './eventLog.ts';
import { LaneList, type LaneMode } from './lanes/laneList.ts';
import { TimeAxis } from './lanes/timeAxis.ts';
import { LiveClock } from './liveClock.ts';
import { restoreViewState, type TraceTab, type ViewState } from './viewState.ts';

/** The body of the selected message. */
export type BodyView =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly message: MessageContent }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly text: string };

/** Consumers that the filter offers; more would not be a list anyone reads. */
const MAXIMUM_CONSUMERS = 200;
/** Events that are kept: as many as the broker keeps. */
const CAPACITY = 100_000;

export interface TraceStoreOptions {
  readonly capacity?: number;
  /** When new events are taken in; absent: at once. */
  readonly schedule?: FrameScheduler;
}

export type TraceStore = ReturnType<typeof createTraceStore>;

/** The trace's state, and everything that can be done to it. One per webview. */
export function createTraceStore(
  channel: HostChannel<HostToTrace, TraceToHost>,
  { capacity = CAPACITY, schedule = (callback) => callback() }: TraceStoreOptions = {},
) {
  const log = new EventLog(capacity);
  const consumerLanes = new ConsumerModel();
  const series = new SeriesModel();
  log.addModel(consumerLanes);
  log.addModel(series);
  const inbox = new EventInbox(schedule, (events) => batch(() => takeIn(events)));
  const clock = new LiveClock();
  const restored = restoreViewState(channel.readState());
  /** Raised by everything that changes which events are shown. */
  const revision = signal(0);
  const filter = signal<TraceFilter>(restored.filter);
  const showsChart = signal(restored.showsChart);
  const tab = signal<TraceTab>(restored.tab);
  const laneMode = signal<LaneMode>(restored.laneMode);
  const detailsWidthPx = signal<number | undefined>(restored.detailsWidthPx);
  const broker = signal<BrokerView | undefined>(undefined);
  const queues = signal<readonly QueueSummary[]>([]);
  const findings = signal<readonly Finding[]>([]);
  const saved = signal<SavedTraceView | undefined>(undefined);
  const consumers = signal<ReadonlyMap<string, ConsumerInfo>>(new Map());
  const isPaused = signal(false);
  const isFollowing = signal(true);
  /** The event under the keyboard and in the details, by its position in the log. */
  const activePosition = signal<number | undefined>(undefined);
  const opened = signal<TraceEvent | undefined>(undefined);
  /** A message that is no longer in the list, until the broker has told its life. */
  const wanted = signal<{ readonly messageId: string; readonly isGone: boolean } | undefined>(undefined);
  /** What a list is to bring into view, once. */
  const revealed = signal<{ readonly messageId?: string; readonly position?: number } | undefined>(undefined);
  const life = signal<{ readonly messageId: string; readonly events: readonly TraceEvent[] } | undefined>(
    undefined,
  );
  const body = signal<BodyView | undefined>(undefined);
  const lostCount = signal(0);
  const axis = new TimeAxis(clock, isFollowing, () => log.at(log.firstPosition)?.at);

  log.setFilter(restored.filter);
  consumerLanes.setFilter(restored.filter);

  function saveState(): void {
    const state: ViewState = {
      filter: filter.value,
      showsChart: showsChart.value,
      tab: tab.value,
      laneMode: laneMode.value,
      ...(detailsWidthPx.value === undefined ? {} : { detailsWidthPx: detailsWidthPx.value }),
    };
    channel.saveState(state);
  }

  function setFilter(next: TraceFilter): void {
    batch(() => {
      const { from, to } = next;
      const isOtherTime = from !== filter.value.from || to !== filter.value.to;
      filter.value = next;
      log.setFilter(next);
      if (consumerLanes.setFilter(next)) log.replay(consumerLanes);
      isFollowing.value = from === undefined && to === undefined;
      if (isOtherTime && from !== undefined && to !== undefined) axis.show(from, to);
      revision.value += 1;
    });
    saveState();
  }

  /** Changes parts of the filter; a part set to undefined no longer narrows. */
  function changeFilter(part: { readonly [K in keyof TraceFilter]: TraceFilter[K] | undefined }): void {
    const entries = Object.entries({ ...filter.value, ...part }).filter(([, value]) => value !== undefined);
    setFilter(Object.fromEntries(entries) as TraceFilter);
  }

  function setTab(next: TraceTab): void {
    tab.value = next;
    saveState();
  }

  function noteConsumers(events: readonly TraceEvent[]): void {
    const known = consumers.value;
    const fresh = events
      .map((event) => event.consumer)
      .filter((consumer) => consumer !== undefined && known.get(consumer.id)?.name !== consumer.name);
    if (fresh.length === 0 || known.size >= MAXIMUM_CONSUMERS) return;
    consumers.value = new Map([
      ...known,
      ...fresh.map((consumer) => [consumer?.id, consumer] as [string, ConsumerInfo]),
    ]);
  }

  function takeIn({ start, events, dropped }: EventBatch): void {
    if (start === 'snapshot') {
      activePosition.value = undefined;
      clock.reset();
    }
    log.append(events, start, dropped);
    const last = events.at(-1);
    if (last !== undefined && !isPaused.value) clock.note(last.at);
    noteConsumers(events);
    extendLife(events);
    revision.value += 1;
  }

  /** Shows an event; its message's whole life is asked for. */
  function show(event: TraceEvent): void {
    wanted.value = undefined;
    if (event === opened.value) return;
    batch(() => {
      if (event.messageId !== opened.value?.messageId) {
        life.value = undefined;
        body.value = undefined;
      }
      opened.value = event;
    });
    if (event.messageId !== undefined && saved.value === undefined)
      channel.post({ type: 'loadLife', messageId: event.messageId });
  }

  function open(position: number): void {
    const event = log.at(position);
    activePosition.value = position;
    if (event !== undefined) show(event);
  }

  /** Brings an event and its message into view. */
  function reveal(position: number): void {
    const messageId = log.at(position)?.messageId;
    isFollowing.value = false;
    revealed.value = { position, ...(messageId === undefined ? {} : { messageId }) };
  }

  /** Opens a message wherever it was named; by its newest event. */
  function openMessage(messageId: string): void {
    const position = log.tracks.get(messageId)?.lastPosition;
    if (position !== undefined && log.at(position) !== undefined) {
      open(position);
      reveal(position);
      return;
    }
    opened.value = undefined;
    wanted.value = { messageId, isGone: saved.value !== undefined };
    channel.post({ type: 'loadLife', messageId });
  }

  function receiveLife(messageId: string, events: readonly TraceEvent[]): void {
    const last = events.at(-1);
    if (messageId === wanted.value?.messageId) {
      wanted.value = last === undefined ? { messageId, isGone: true } : undefined;
      body.value = undefined;
      opened.value = last;
    }
    if (messageId === opened.value?.messageId && last !== undefined) life.value = { messageId, events };
  }

  function receive(message: HostToTrace): void {
    switch (message.type) {
      case 'brokerChanged':
        broker.value = message.broker;
        updateClock();
        return;
      case 'queuesChanged':
        queues.value = message.queues;
        return;
      case 'findingsChanged':
        findings.value = message.findings;
        return;
      case 'savedChanged':
        changeSource(message.saved);
        return;
      case 'events':
        inbox.add(message);
        return;
      case 'refilled':
        inbox.flush();
        log.insert(message.events);
        lostCount.value += message.lost;
        activePosition.value = undefined;
        revision.value += 1;
        return;
      case 'setFilter':
        setFilter(message.filter);
        return;
      case 'lifeLoaded':
        receiveLife(message.messageId, message.events);
        return;
      case 'bodyLoaded': {
        if (message.messageId !== opened.value?.messageId) return;
        const { outcome } = message;
        if (outcome.ok) body.value = { kind: 'loaded', message: outcome.message };
        else body.value = outcome.gone ? { kind: 'gone' } : { kind: 'failed', text: outcome.failure.message };
        return;
      }
    }
  }

  /** From the live trace to a saved one, or back: nothing of the one belongs to the other. */
  function changeSource(next: SavedTraceView | undefined): void {
    const isOther = next?.fileName !== saved.value?.fileName;
    saved.value = next;
    updateClock();
    if (!isOther) return;
    if (isPaused.value) togglePause();
    closeDetails();
    axis.reset();
    isFollowing.value = true;
    setFilter({});
  }

  function updateClock(): void {
    clock.setRunning(broker.value?.kind === 'running' && saved.value === undefined && !isPaused.value);
  }

  /** The open message's life goes on while it is looked at. */
  function extendLife(events: readonly TraceEvent[]): void {
    const messageId = opened.value?.messageId;
    const more = messageId === undefined ? [] : events.filter((event) => event.messageId === messageId);
    if (more.length > 0 && life.value !== undefined) {
      life.value = { messageId: life.value.messageId, events: [...life.value.events, ...more] };
    }
  }

  function refill(): void {
    lostCount.value = 0;
    for (const { afterSequence, beforeSequence } of log.takeGaps()) {
      channel.post({ type: 'refill', afterSequence, beforeSequence });
    }
    revision.value += 1;
  }

  function togglePause(): void {
    // What came before the pause is shown, and what came before its end goes on in order.
    inbox.flush();
    isPaused.value = !isPaused.value;
    updateClock();
    const events = log.setPaused(isPaused.value);
    inbox.add({ start: 'continue', events, dropped: 0 });
    revision.value += 1;
  }

  function closeDetails(): void {
    opened.value = undefined;
    wanted.value = undefined;
  }

  channel.listen((message) => batch(() => receive(message)));

  return {
    log,
    lanes: new LaneList(log),
    consumerLanes,
    series,
    clock,
    axis,
    revision,
    filter,
    showsChart,
    tab,
    laneMode,
    detailsWidthPx,
    broker,
    queues,
    findings,
    saved,
    consumers,
    isPaused,
    isFollowing,
    activePosition,
    opened,
    wanted,
    revealed,
    /** The open message's events: what the broker keeps, else what is in the list. */
    openedLife: computed(() => {
      const messageId = opened.value?.messageId;
      return messageId === undefined ? undefined : (life.value?.events ?? log.eventsOf(messageId));
    }),
    body,
    lostCount,
    setFilter,
    changeFilter,
    setTab,
    open,
    openMessage,
    reveal,
    refill,
    togglePause,
    closeDetails,
    dismissGaps: () => {
      log.takeGaps();
      lostCount.value = 0;
      revision.value += 1;
    },
    toggleChart: () => {
      showsChart.value = !showsChart.value;
      saveState();
    },
    setLaneMode: (mode: LaneMode) => {
      laneMode.value = mode;
      saveState();
    },
    /** undefined: the usual width. */
    setDetailsWidth: (widthPx: number | undefined) => {
      detailsWidthPx.value = widthPx;
      saveState();
    },
    loadBody: (queueArn: string, messageId: string) => {
      body.value = { kind: 'loading' };
      channel.post({ type: 'loadBody', queueArn, messageId });
    },
    post: (message: TraceToHost) => channel.post(message),
    copy: (text: string) => channel.post({ type: 'copy', text }),
  };
}
