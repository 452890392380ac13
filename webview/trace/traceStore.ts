import { batch, computed, signal } from '@preact/signals';
import type { Finding } from '../../broker/protocol/findings.ts';
import type { QueuesSnapshot, QueueSummary } from '../../broker/protocol/queue.ts';
import type { ConsumerInfo, TraceEvent } from '../../broker/protocol/trace.ts';
import type { HostToTrace, SavedTraceView, ServerView, TraceFilter, TraceToHost } from '../protocol.ts';
import { formatTimeNear, noonOf } from '../shared/timeFormat.ts';
import type { HostChannel } from '../shared/vscodeApi.ts';
import { SeriesModel } from './charts/seriesModel.ts';
import { ConsumerModel } from './consumers/consumerModel.ts';
import { createEventTable } from './eventTable.ts';
import { type EventBatch, EventInbox, type FrameScheduler } from './log/eventInbox.ts';
import { EventLog } from './log/eventLog.ts';
import { EnvironmentList } from './lanes/environmentList.ts';
import { LaneList } from './lanes/laneList.ts';
import { TimeAxis } from './lanes/timeAxis.ts';
import { LiveClock } from './log/liveClock.ts';
import { createOpenedMessage } from './message/openedMessage.ts';
import { createShownSource } from './shownSource.ts';
import { createViewSettings } from './viewSettings.ts';

/** Consumers that the filter offers; more would not be a list anyone reads. */
const MAXIMUM_CONSUMERS = 200;
/** Events that are kept: as many as the broker keeps. */
const CAPACITY = 100_000;

export interface TraceStoreOptions {
  readonly capacity?: number;
  /** When new events are taken in; absent: at once. */
  readonly schedule?: FrameScheduler;
  /** ms that only rise; absent: the browser's. */
  readonly readTimer?: () => number;
}

export type TraceStore = ReturnType<typeof createTraceStore>;

/** The trace's state, and everything that can be done to it. One per webview. */
export function createTraceStore(
  channel: HostChannel<HostToTrace, TraceToHost>,
  { capacity = CAPACITY, schedule = (callback) => callback(), readTimer }: TraceStoreOptions = {},
) {
  const log = new EventLog(capacity);
  const consumerLanes = new ConsumerModel();
  const series = new SeriesModel();
  log.addModel(consumerLanes);
  log.addModel(series);
  const inbox = new EventInbox(schedule, (events) => batch(() => takeIn(events)));
  const clock = new LiveClock(readTimer);
  const view = createViewSettings(channel);
  const { filter } = view;
  /** Raised by everything that changes which events are shown. */
  const revision = signal(0);
  /** How many events there are. Here, and not at the log: a component that reads these is drawn again when they change. */
  const counts = computed(() => ({
    revision: revision.value,
    kept: log.size,
    shown: log.rowCount,
    /** As shown, but of any time. */
    overview: log.overviewCount,
    /** Since the pause. */
    waiting: log.waitingCount,
    missing: log.missingCount,
  }));
  /** What the process does that the live trace comes from. */
  const broker = signal<ServerView | undefined>(undefined);
  const queues = signal<readonly QueueSummary[]>([]);
  const findings = signal<readonly Finding[]>([]);
  const saved = signal<SavedTraceView | undefined>(undefined);
  const source = createShownSource(saved, view.sourceId);
  const consumers = signal<ReadonlyMap<string, ConsumerInfo>>(new Map());
  const isPaused = signal(false);
  const isFollowing = signal(true);
  /** The event under the keyboard and in the details, by its position in the log. */
  const activePosition = signal<number | undefined>(undefined);
  const lostCount = signal(0);
  const openedMessage = createOpenedMessage({
    channel,
    log,
    activePosition,
    isFollowing,
    isSaved: () => saved.value !== undefined,
  });
  const table = createEventTable({
    log,
    layout: view.table,
    knowsDepths: () => source.gatewayName.value === undefined,
    setLayout: view.setTable,
    isFollowing,
    noteOrder: () => {
      revision.value += 1;
    },
  });
  /** The present, as a moment. */
  const readPresent = (): number => log.line.present(clock.now());
  /** When a moment was, as it is written. */
  const tellTime = (moment: number): string => formatTimeNear(log.line.clockTime(moment), clock.now());
  const axis = new TimeAxis(isFollowing, {
    readPresent: () => log.line.place(readPresent()),
    readFirst: () => {
      const first = log.momentAt(log.firstPosition);
      return first === undefined ? undefined : log.line.place(first);
    },
  });
  /** A time of the day that the clock says; only raised with the day, so that what is drawn by it rests until then. */
  const today = computed(() => (revision.value < 0 ? 0 : noonOf(clock.now())));
  /** What the broker said after events that have not been taken in yet. */
  let toldClock: { readonly now: number; readonly sequence: number; readonly timer: number } | undefined;
  let toldQueues: QueuesSnapshot | undefined;

  log.setFilter(filter.value);
  consumerLanes.setFilter(filter.value);

  function setFilter(next: TraceFilter): void {
    batch(() => {
      const { from, to } = next;
      const isOtherTime = from !== filter.value.from || to !== filter.value.to;
      filter.value = next;
      log.setFilter(next);
      if (consumerLanes.setFilter(next)) log.replay(consumerLanes);
      isFollowing.value = from === undefined && to === undefined;
      if (isOtherTime && from !== undefined && to !== undefined) axis.show(placeOf(from), placeOf(to));
      revision.value += 1;
    });
    view.save();
  }

  /** Changes parts of the filter; a part set to undefined no longer narrows. */
  function changeFilter(part: { readonly [K in keyof TraceFilter]: TraceFilter[K] | undefined }): void {
    const entries = Object.entries({ ...filter.value, ...part }).filter(([, value]) => value !== undefined);
    setFilter(Object.fromEntries(entries) as TraceFilter);
  }

  function placeOf(clockTime: number): number {
    return log.line.place(log.line.findMoment(clockTime));
  }

  /** Takes over what the broker said, once what happened before is known here too. */
  function catchUp(): void {
    if (isPaused.value || saved.value !== undefined) return;
    if (toldClock !== undefined && toldClock.sequence <= log.reachedSequence) {
      log.tellClock(toldClock.now, toldClock.sequence);
      clock.adopt(toldClock.now, toldClock.sequence, toldClock.timer);
      toldClock = undefined;
    }
    if (toldQueues !== undefined && toldQueues.sequence <= log.reachedSequence) {
      const moment = log.tellClock(toldQueues.now, toldQueues.sequence);
      // Otherwise it is outdated, and a newer one is on its way.
      if (moment !== undefined) series.correct(toldQueues, moment);
      toldQueues = undefined;
    }
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

  function takeIn(batch: EventBatch): void {
    const { start, events } = batch;
    if (start === 'snapshot') {
      activePosition.value = undefined;
      source.forgetQueues();
    }
    if (start !== 'continue') forgetRun();
    log.append(batch);
    if (!isPaused.value) for (const event of events) clock.note(event);
    catchUp();
    noteConsumers(events);
    source.noteQueues(events);
    openedMessage.extendLife(events);
    revision.value += 1;
  }

  function receive(news: HostToTrace): void {
    switch (news.type) {
      case 'brokerChanged':
        broker.value = news.broker;
        updateClock();
        return;
      case 'queuesChanged':
        queues.value = news.queues;
        toldQueues = news;
        catchUp();
        return;
      case 'clockTold':
        toldClock = { ...news, timer: clock.readTimer() };
        catchUp();
        return;
      case 'findingsChanged':
        findings.value = news.findings;
        return;
      case 'savedChanged':
        changeSaved(news.saved);
        return;
      case 'sourceChanged':
        if (source.change(news) && saved.value === undefined) startOver();
        else view.save();
        return;
      case 'events':
        inbox.add(news);
        return;
      case 'refilled':
        inbox.flush();
        log.insert(news.events);
        lostCount.value += news.lost;
        activePosition.value = undefined;
        revision.value += 1;
        return;
      case 'setFilter':
        setFilter(news.filter);
        return;
      case 'historyLoaded':
        openedMessage.receiveLife(news.messageId, news.events);
        return;
      case 'bodyLoaded':
        openedMessage.receiveBody(news.messageId, news.outcome);
        return;
    }
  }

  /** Sequence numbers restart: numbers of the previous run refer to other events. */
  function forgetRun(): void {
    clock.startRun();
    toldClock = undefined;
    toldQueues = undefined;
  }

  /** From the live trace to a saved one, or back. */
  function changeSaved(next: SavedTraceView | undefined): void {
    const isOther = next?.fileName !== saved.value?.fileName;
    saved.value = next;
    updateClock();
    if (isOther) startOver();
  }

  /** What comes is from elsewhere: nothing of the one belongs to the other. */
  function startOver(): void {
    if (isPaused.value) togglePause();
    openedMessage.close();
    clock.reset();
    axis.reset();
    consumers.value = new Map();
    isFollowing.value = true;
    setFilter({});
  }

  function updateClock(): void {
    clock.setRunning(broker.value?.kind === 'running' && saved.value === undefined);
    clock.setPaused(isPaused.value);
  }

  function refill(): void {
    lostCount.value = 0;
    for (const { afterSequence, beforeSequence } of log.takeGaps()) {
      channel.post({ type: 'refill', afterSequence, beforeSequence });
    }
    revision.value += 1;
  }

  function togglePause(): void {
    // What came before the pause is shown, and what came before its end continues in order.
    inbox.flush();
    isPaused.value = !isPaused.value;
    updateClock();
    const events = log.setPaused(isPaused.value);
    inbox.add({ start: 'continue', events, dropped: 0 });
    revision.value += 1;
  }

  channel.listen((news) => batch(() => receive(news)));

  return {
    log,
    lanes: new LaneList(log),
    environments: new EnvironmentList(log),
    consumerLanes,
    series,
    clock,
    readPresent,
    tellTime,
    axis,
    revision,
    counts,
    today,
    filter,
    showsChart: view.showsChart,
    tab: view.tab,
    laneMode: view.laneMode,
    detailsWidthPx: view.detailsWidthPx,
    table,
    broker,
    queues,
    findings,
    saved,
    source,
    consumers,
    isPaused,
    isFollowing,
    activePosition,
    opened: openedMessage.opened,
    messageHistory: openedMessage.messageHistory,
    wanted: openedMessage.wanted,
    revealed: openedMessage.revealed,
    body: openedMessage.body,
    lostCount,
    setFilter,
    changeFilter,
    setTab: view.setTab,
    open: openedMessage.open,
    openMessage: openedMessage.openNamed,
    reveal: openedMessage.reveal,
    refill,
    togglePause,
    closeDetails: openedMessage.close,
    loadBody: openedMessage.loadBody,
    dismissGaps: () => {
      log.takeGaps();
      lostCount.value = 0;
      revision.value += 1;
    },
    toggleChart: view.toggleChart,
    setLaneMode: view.setLaneMode,
    setTimeForm: view.setTimeForm,
    setDetailsWidth: view.setDetailsWidth,
    post: (request: TraceToHost) => channel.post(request),
    copy: (text: string) => channel.post({ type: 'copy', text }),
  };
}
