import { batch, computed, signal } from '@preact/signals';
import type { MessageDetails } from '../../broker/protocol/message.ts';
import type { QueueSummary } from '../../broker/protocol/queue.ts';
import type { ConsumerInfo, TraceEvent } from '../../broker/protocol/trace.ts';
import type { BrokerView, HostToTrace, TraceFilter, TraceToHost } from '../protocol.ts';
import type { HostChannel } from '../shared/vscodeApi.ts';
import { EventLog } from './eventLog.ts';
import { restoreViewState, type ViewState } from './viewState.ts';

/** The body of the selected message. */
export type BodyView =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly message: MessageDetails }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly text: string };

/** Consumers that the filter offers; more would not be a list anyone reads. */
const MAXIMUM_CONSUMERS = 200;
const CAPACITY = 20_000;

export type TraceStore = ReturnType<typeof createTraceStore>;

/** The trace's state, and everything that can be done to it. One per webview. */
export function createTraceStore(channel: HostChannel<HostToTrace, TraceToHost>, capacity = CAPACITY) {
  const log = new EventLog(capacity);
  const restored = restoreViewState(channel.readState());
  /** Raised by everything that changes which events are shown. */
  const revision = signal(0);
  const filter = signal<TraceFilter>(restored.filter);
  const showsChart = signal(restored.showsChart);
  const broker = signal<BrokerView | undefined>(undefined);
  const queues = signal<readonly QueueSummary[]>([]);
  const consumers = signal<ReadonlyMap<string, ConsumerInfo>>(new Map());
  const isPaused = signal(false);
  const isFollowing = signal(true);
  /** The event under the keyboard and in the details, by its position in the log. */
  const activePosition = signal<number | undefined>(undefined);
  const opened = signal<TraceEvent | undefined>(undefined);
  const life = signal<{ readonly messageId: string; readonly events: readonly TraceEvent[] } | undefined>(
    undefined,
  );
  const body = signal<BodyView | undefined>(undefined);
  const lostCount = signal(0);

  log.setFilter(restored.filter);

  function saveState(): void {
    const state: ViewState = { filter: filter.value, showsChart: showsChart.value };
    channel.saveState(state);
  }

  function setFilter(next: TraceFilter): void {
    batch(() => {
      filter.value = next;
      log.setFilter(next);
      isFollowing.value = next.from === undefined && next.to === undefined;
      revision.value += 1;
    });
    saveState();
  }

  /** Changes parts of the filter; a part set to undefined no longer narrows. */
  function changeFilter(part: { readonly [K in keyof TraceFilter]: TraceFilter[K] | undefined }): void {
    const entries = Object.entries({ ...filter.value, ...part }).filter(([, value]) => value !== undefined);
    setFilter(Object.fromEntries(entries) as TraceFilter);
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

  function open(position: number): void {
    const event = log.at(position);
    activePosition.value = position;
    if (event === undefined || event === opened.value) return;
    batch(() => {
      if (event.messageId !== opened.value?.messageId) {
        life.value = undefined;
        body.value = undefined;
      }
      opened.value = event;
    });
    if (event.messageId !== undefined) channel.post({ type: 'loadLife', messageId: event.messageId });
  }

  function receive(message: HostToTrace): void {
    switch (message.type) {
      case 'brokerChanged':
        broker.value = message.broker;
        return;
      case 'queuesChanged':
        queues.value = message.queues;
        return;
      case 'events':
        if (message.start === 'snapshot') activePosition.value = undefined;
        log.append(message.events, message.start, message.dropped);
        noteConsumers(message.events);
        extendLife(message.events);
        revision.value += 1;
        return;
      case 'refilled':
        log.insert(message.events);
        lostCount.value += message.lost;
        activePosition.value = undefined;
        revision.value += 1;
        return;
      case 'setFilter':
        setFilter(message.filter);
        return;
      case 'lifeLoaded':
        if (message.messageId === opened.value?.messageId)
          life.value = { messageId: message.messageId, events: message.events };
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

  channel.listen((message) => batch(() => receive(message)));

  return {
    log,
    revision,
    filter,
    showsChart,
    broker,
    queues,
    consumers,
    isPaused,
    isFollowing,
    activePosition,
    opened,
    /** The open message's events: what the broker keeps, else what is in the list. */
    openedLife: computed(() => {
      const messageId = opened.value?.messageId;
      return messageId === undefined ? undefined : (life.value?.events ?? log.eventsOf(messageId));
    }),
    body,
    lostCount,
    setFilter,
    changeFilter,
    open,
    refill,
    dismissGaps: () => {
      log.takeGaps();
      lostCount.value = 0;
      revision.value += 1;
    },
    closeDetails: () => {
      opened.value = undefined;
    },
    toggleChart: () => {
      showsChart.value = !showsChart.value;
      saveState();
    },
    togglePause: () => {
      isPaused.value = !isPaused.value;
      log.setPaused(isPaused.value);
      revision.value += 1;
    },
    clear: () => {
      batch(() => {
        log.clear();
        activePosition.value = undefined;
        opened.value = undefined;
        isFollowing.value = true;
        lostCount.value = 0;
        revision.value += 1;
      });
      channel.post({ type: 'clear' });
    },
    loadBody: (queueArn: string, messageId: string) => {
      body.value = { kind: 'loading' };
      channel.post({ type: 'loadBody', queueArn, messageId });
    },
    post: (message: TraceToHost) => channel.post(message),
    copy: (text: string) => channel.post({ type: 'copy', text }),
  };
}
