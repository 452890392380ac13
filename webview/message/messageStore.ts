import { batch, computed, effect, signal, untracked } from '@preact/signals';
import type { MessageAttributeValue } from '../../broker/protocol/message.ts';
import type { TraceEvent } from '../../broker/protocol/trace.ts';
import type {
  HostToMessage,
  MessageAction,
  MessageAddress,
  MessageLoss,
  MessagePlace,
  MessageToHost,
  ShownMessage,
} from '../messageProtocol.ts';
import type { BrokerView } from '../protocol.ts';
import type { Later } from '../shared/later.ts';
import { buildTimeline } from '../shared/life/timeline.ts';
import type { HostChannel } from '../shared/vscodeApi.ts';
import { isBinary } from '../../broker/protocol/base64.ts';
import { type BodyForm, BodyReader } from './body/bodyReader.ts';
import { keepMessage, restoreKept } from './keptMessage.ts';

export interface MessageStoreParts {
  readonly channel: HostChannel<HostToMessage, MessageToHost>;
  readonly later: Later;
  /** Epoch ms of this machine. */
  readonly now?: () => number;
}

/** What the body is read from: the body itself, or the value of an attribute. */
export type Content = { readonly kind: 'body' } | { readonly kind: 'attribute'; readonly name: string };

/** Guesses from its beginning whether a text is JSON; if the guess is wrong, it is shown as it is. */
function looksLikeJson(text: string): boolean {
  return /^\s*[{[]/u.test(text.slice(0, 1_000));
}

/** Long enough not to be a word. */
const BASE64_START = /^[A-Za-z0-9+/]{8,}={0,2}\s*$/u;

/** The state of the editor of a message. */
export function createMessageStore({ channel, later, now = Date.now }: MessageStoreParts) {
  const kept = restoreKept(channel.readState());
  const reader = new BodyReader(later);
  const broker = signal<BrokerView | undefined>(undefined);
  const message = signal<ShownMessage | undefined>(kept.message);
  const loss = signal<MessageLoss | undefined>(undefined);
  /** What can still be done with a message that is lost. */
  const lastActions = signal<readonly MessageAction[]>([]);
  const events = signal<readonly TraceEvent[]>(kept.events);
  const place = signal<MessagePlace>({ hasPrevious: false, hasNext: false });
  const isKept = signal(false);
  const isWrapped = signal(kept.isWrapped);
  const content = signal<Content>({ kind: 'body' });
  /** What the page has of the body is only its start: the rest was too long to be kept over a reload. */
  const isCut = signal(kept.isCut);
  /** What the connection's clock is ahead of this machine's. */
  const clockOffsetMs = signal(0);
  /** The message that the page was to show, but has nothing of. */
  const lost = signal<MessageAddress | undefined>(undefined);
  let body = kept.body;
  let formatsJson = true;

  const search = { query: signal(''), matchesCase: signal(false), isOpen: signal(false), at: signal(-1) };

  const attributes = computed<readonly MessageAttributeValue[]>(
    () => message.value?.details.attributes ?? [],
  );
  const timeline = computed(() => {
    const messageId = message.value?.details.messageId;
    return messageId === undefined ? undefined : buildTimeline(messageId, events.value);
  });

  function save(): void {
    channel.saveState(
      keepMessage({
        message: message.peek(),
        lost: lost.peek(),
        body,
        events: events.peek(),
        isWrapped: isWrapped.peek(),
      }),
    );
  }

  function findText(): string {
    const { value } = content;
    if (value.kind === 'body') return body;
    return attributes.peek().find(({ name }) => name === value.name)?.value ?? '';
  }

  function findType(of: Content): string | undefined {
    return of.kind === 'body' ? undefined : attributes.peek().find(({ name }) => name === of.name)?.type;
  }

  function showContent(next: Content): void {
    content.value = next;
    const text = findText();
    const form: BodyForm = isBinary(findType(next) ?? '')
      ? 'bytes'
      : formatsJson && looksLikeJson(text)
        ? 'pretty'
        : 'raw';
    reader.show(text, form);
  }

  function show(shown: Extract<HostToMessage, { readonly type: 'messageShown' }>): void {
    const isAnother = shown.message.details.messageId !== message.peek()?.details.messageId;
    batch(() => {
      message.value = shown.message;
      clockOffsetMs.value = shown.now - now();
      loss.value = undefined;
      formatsJson = shown.formatsJson;
      isCut.value = false;
      if (isAnother) {
        events.value = [];
        search.at.value = -1;
      }
      if (isAnother || shown.body !== body) {
        body = shown.body;
        showContent({ kind: 'body' });
      }
    });
    save();
  }

  function isShown({ queueArn, messageId }: MessageAddress): boolean {
    const shown = message.peek();
    return shown?.queueArn === queueArn && shown.details.messageId === messageId;
  }

  /** What the page has is about a message that it no longer shows. */
  function drop({ queueArn, messageId }: MessageAddress): void {
    message.value = undefined;
    lost.value = { queueArn, messageId };
    events.value = [];
    place.value = { hasPrevious: false, hasNext: false };
    isCut.value = false;
    search.at.value = -1;
    body = '';
    showContent({ kind: 'body' });
    save();
  }

  channel.listen((incoming) => {
    switch (incoming.type) {
      case 'brokerChanged':
        broker.value = incoming.broker;
        return;
      case 'messageShown':
        show(incoming);
        return;
      case 'messageChanged':
        batch(() => {
          message.value = incoming.message;
          clockOffsetMs.value = incoming.now - now();
          loss.value = undefined;
        });
        save();
        return;
      case 'messageLost':
        batch(() => {
          loss.value = incoming.loss;
          lastActions.value = incoming.actions;
          if (!isShown(incoming)) drop(incoming);
        });
        return;
      case 'lifeLoaded':
        if (incoming.messageId !== message.value?.details.messageId || incoming.events.length === 0) return;
        events.value = incoming.events;
        save();
        return;
      case 'placeChanged':
        place.value = incoming.place;
        return;
      case 'keptChanged':
        isKept.value = incoming.isKept;
    }
  });

  if (kept.message !== undefined) showContent({ kind: 'body' });
  // A search goes on in what is shown next.
  effect(() => {
    const query = search.isOpen.value ? search.query.value : '';
    const matchesCase = search.matchesCase.value;
    untracked(() => reader.setSearch(query, matchesCase));
  });

  return {
    reader,
    broker,
    message,
    loss,
    lost,
    place,
    isKept,
    isWrapped,
    isCut,
    content,
    attributes,
    timeline,
    search,
    showContent,
    isBinaryContent: () => isBinary(findType(content.value) ?? ''),
    /** Whether decoding may show something: from the beginning, as all of it is a megabyte at most. */
    looksLikeBase64: () => reader.revision.value >= 0 && BASE64_START.test(findText().slice(0, 1_000)),
    openTree: (isOpen: boolean) => reader.openTree(isOpen),
    searchFor: (query: string) => {
      batch(() => {
        search.at.value = -1;
        search.query.value = query;
      });
    },
    setMatchesCase: (matches: boolean) => {
      batch(() => {
        search.at.value = -1;
        search.matchesCase.value = matches;
      });
    },
    goToHit: (step: 1 | -1) => {
      const count = reader.hits?.count ?? 0;
      if (count > 0) search.at.value = (Math.max(0, search.at.value) + step + count) % count;
    },
    /** Bytes are not searched: from there, it shows the text. */
    openSearch: () => {
      const { value: form } = reader.form;
      if (form === 'hex' || form === 'bytes') reader.setForm('raw');
      search.isOpen.value = true;
    },
    closeSearch: () => {
      search.isOpen.value = false;
    },
    /** Epoch ms on the clock of the message's connection. */
    readNow: () => now() + clockOffsetMs.value,
    setForm: (form: BodyForm) => reader.setForm(form),
    setWrapped: (wraps: boolean) => {
      isWrapped.value = wraps;
      save();
    },
    copyContent: () => channel.post({ type: 'copy', text: findText() }),
    copy: (text: string) => channel.post({ type: 'copy', text }),
    /** Whether an action works now. */
    canRun: (action: MessageAction) => loss.value === undefined || lastActions.value.includes(action),
    run: (action: MessageAction) => {
      const messageId = message.peek()?.details.messageId;
      if (messageId !== undefined) channel.post({ type: 'run', action, messageId });
    },
    showLostInTrace: () => {
      const messageId = lost.peek()?.messageId;
      if (messageId !== undefined) channel.post({ type: 'run', action: 'showMessageInTrace', messageId });
    },
    show: (which: 'previous' | 'next' | 'moved') => channel.post({ type: 'show', which }),
    showQueue: () => channel.post({ type: 'showQueue' }),
    setKept: (keeps: boolean) => channel.post({ type: 'keepOpen', isKept: keeps }),
    refresh: () => channel.post({ type: 'refresh' }),
    startBroker: () => channel.post({ type: 'startBroker' }),
    showLog: () => channel.post({ type: 'showLog' }),
  };
}

export type MessageStore = ReturnType<typeof createMessageStore>;
