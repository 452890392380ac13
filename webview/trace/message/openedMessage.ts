import { batch, computed, type Signal, signal } from '@preact/signals';
import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import type { HostToTrace, MessageContent, TraceToHost } from '../../protocol.ts';
import type { HostChannel } from '../../shared/vscodeApi.ts';
import type { EventLog } from '../log/eventLog.ts';

/** The body of the opened message. */
export type BodyView =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly message: MessageContent }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly text: string };

type BodyOutcome = Extract<HostToTrace, { readonly type: 'bodyLoaded' }>['outcome'];

export interface OpenedMessageParts {
  readonly channel: HostChannel<HostToTrace, TraceToHost>;
  readonly log: EventLog;
  /** The event under the keyboard and in the details, by its position in the log. */
  readonly activePosition: Signal<number | undefined>;
  readonly isFollowing: Signal<boolean>;
  /** Whether a file is shown, of which the broker knows nothing. */
  readonly isSaved: () => boolean;
}

/** The event in the details: its message's life and what it said. */
export function createOpenedMessage({
  channel,
  log,
  activePosition,
  isFollowing,
  isSaved,
}: OpenedMessageParts) {
  const opened = signal<TraceEvent | undefined>(undefined);
  /** A message that is no longer in the list, until the broker has told its life. */
  const wanted = signal<{ readonly messageId: string; readonly isGone: boolean } | undefined>(undefined);
  /** What a list is to bring into view, once. */
  const revealed = signal<{ readonly messageId?: string; readonly position?: number } | undefined>(undefined);
  const life = signal<{ readonly messageId: string; readonly events: readonly TraceEvent[] } | undefined>(
    undefined,
  );
  const body = signal<BodyView | undefined>(undefined);

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
    if (event.messageId !== undefined && !isSaved())
      channel.post({ type: 'loadHistory', messageId: event.messageId });
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

  return {
    opened,
    wanted,
    revealed,
    body,
    /** The open message's events: what the broker keeps, else what is in the list. */
    messageHistory: computed(() => {
      const messageId = opened.value?.messageId;
      return messageId === undefined ? undefined : (life.value?.events ?? log.eventsOf(messageId));
    }),
    open,
    reveal,
    /** Opens a message wherever it was named; by its newest event. */
    openNamed: (messageId: string) => {
      const position = log.tracks.get(messageId)?.lastPosition;
      if (position !== undefined && log.at(position) !== undefined) {
        open(position);
        reveal(position);
        return;
      }
      opened.value = undefined;
      wanted.value = { messageId, isGone: isSaved() };
      channel.post({ type: 'loadHistory', messageId });
    },
    close: () => {
      opened.value = undefined;
      wanted.value = undefined;
    },
    loadBody: (queueArn: string, messageId: string) => {
      body.value = { kind: 'loading' };
      channel.post({ type: 'loadBody', queueArn, messageId });
    },
    receiveLife: (messageId: string, events: readonly TraceEvent[]) => {
      const last = events.at(-1);
      if (messageId === wanted.value?.messageId) {
        wanted.value = last === undefined ? { messageId, isGone: true } : undefined;
        body.value = undefined;
        opened.value = last;
      }
      if (messageId === opened.value?.messageId && last !== undefined) life.value = { messageId, events };
    },
    receiveBody: (messageId: string, outcome: BodyOutcome) => {
      if (messageId !== opened.value?.messageId) return;
      if (outcome.ok) body.value = { kind: 'loaded', message: outcome.message };
      else body.value = outcome.gone ? { kind: 'gone' } : { kind: 'failed', text: outcome.failure.message };
    },
    /** The open message continues to change while it is displayed. */
    extendLife: (events: readonly TraceEvent[]) => {
      const messageId = opened.value?.messageId;
      const more = messageId === undefined ? [] : events.filter((event) => event.messageId === messageId);
      if (more.length > 0 && life.value !== undefined) {
        life.value = { messageId: life.value.messageId, events: [...life.value.events, ...more] };
      }
    },
  };
}
