import { computed, signal } from '@preact/signals';
import type {
  BrokerView,
  HostToQueuePage,
  PageQueue,
  PlaceView,
  QueueAddress,
  QueuePageState,
  QueuePageToHost,
} from '../protocol.ts';
import { addressOf, connectionOf } from './queueAddress.ts';

/** The user in the page, or a command elsewhere that turned the page to the queue. */
export type ChosenBy = 'user' | 'command';

/** Where a page keeps which queue is chosen: in its draft, which is saved. */
export interface ChosenQueue {
  /** Undefined: none yet. */
  read(): QueueAddress | undefined;
  write(queueArn: QueueAddress, chosenBy: ChosenBy): void;
}

export type QueueChoice = ReturnType<typeof createQueueChoice>;

/** The broker, its queues, and the one that is chosen, for pages that are about one queue. */
export function createQueueChoice(channel: { post(message: QueuePageToHost): void }, chosen: ChosenQueue) {
  const broker = signal<BrokerView | undefined>(undefined);
  const queues = signal<readonly PageQueue[]>([]);
  const places = signal<readonly PlaceView[]>([]);

  function turnTo(queueArn: QueueAddress, chosenBy: ChosenBy): void {
    if (queueArn === chosen.read()) return;
    chosen.write(queueArn, chosenBy);
    channel.post({ type: 'queueSelected', queueArn });
  }

  function setQueues(next: readonly PageQueue[]): void {
    queues.value = next;
    const first = next[0];
    if (chosen.read() === undefined && first !== undefined) turnTo(addressOf(first), 'command');
  }

  const queue = computed(() => queues.value.find((each) => addressOf(each) === chosen.read()));
  /** The connection of the chosen queue, where it is not the local broker. */
  const place = computed(() => {
    const id = connectionOf(chosen.read() ?? '');
    return places.value.find((each) => each.id === id);
  });
  const isOfBroker = computed(() => place.value === undefined && queue.value?.connection === undefined);
  return {
    broker,
    queues,
    /** The chosen one; undefined when it is not there. */
    queue,
    /** The chosen queue was deleted. */
    isGone: computed(
      () =>
        chosen.read() !== undefined &&
        queue.value === undefined &&
        (place.value === undefined ? broker.value?.kind === 'running' : place.value.state === 'open'),
    ),
    place,
    /** The connection of the chosen queue, which is not connected. */
    needsPlace: computed(() => (place.value?.state === 'open' ? undefined : place.value)),
    connect: () => {
      if (place.value !== undefined) channel.post({ type: 'connect', connectionId: place.value.id });
    },
    /** Whether the broker matters: the chosen queue is not on another connection. */
    isOfBroker,
    /** The chosen queue is one of the broker, which does not run. */
    needsBroker: computed(() => isOfBroker.value && broker.value?.kind !== 'running'),
    selectQueue: (queueArn: QueueAddress) => turnTo(queueArn, 'user'),
    /** Takes what the page starts with, after its draft. */
    initialize: (state: QueuePageState): void => {
      broker.value = state.broker;
      places.value = state.places ?? [];
      const queueArn = chosen.read();
      if (state.queueArn !== undefined) turnTo(state.queueArn, 'command');
      else if (queueArn !== undefined) channel.post({ type: 'queueSelected', queueArn });
      setQueues(state.queues);
    },
    receive: (message: HostToQueuePage): void => {
      switch (message.type) {
        case 'brokerChanged':
          broker.value = message.broker;
          return;
        case 'queuesChanged':
          setQueues(message.queues);
          return;
        case 'placesChanged':
          places.value = message.places;
          return;
        case 'selectQueue':
          // What was typed before its queue was created is for the new queue.
          turnTo(message.queueArn, message.isNew === true ? 'user' : 'command');
      }
    },
    createQueue: () => channel.post({ type: 'createQueue' }),
    startBroker: () => channel.post({ type: 'startBroker' }),
    showLog: () => channel.post({ type: 'showLog' }),
  };
}
