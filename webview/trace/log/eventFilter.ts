import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import type { TraceFilter } from '../../protocol.ts';
import { queueNameOf } from '../../shared/queueName.ts';
import { EVENT_KINDS } from '../../shared/life/eventKinds.ts';

/** Decides whether an event is shown; `preview` is the start of its message's body, when known. */
export type EventTest = (event: TraceEvent, preview: string | undefined) => boolean;

/** Compiles a filter. All parts that are set must hold; every word of the text must be found somewhere in the event. */
export function compileFilter(filter: TraceFilter): EventTest {
  const kinds = filter.kinds === undefined ? undefined : new Set(filter.kinds);
  const words = compileWords(filter.text);
  const { queueArn, consumerId, messageId, from = -Infinity, to = Infinity } = filter;
  return (event, preview) =>
    (kinds === undefined || kinds.has(event.kind)) &&
    (queueArn === undefined || event.queueArn === queueArn || event.otherQueueArn === queueArn) &&
    (consumerId === undefined || event.consumer?.id === consumerId) &&
    (messageId === undefined || event.messageId === messageId) &&
    event.at >= from &&
    event.at <= to &&
    words.every((word) => hasWord(event, preview, word));
}

/** True when every event that `next` shows was already shown by `previous`, so that only those need to be tested. */
export function isNarrower(next: TraceFilter, previous: TraceFilter): boolean {
  const keeps = (name: 'queueArn' | 'consumerId' | 'messageId'): boolean =>
    previous[name] === undefined || next[name] === previous[name];
  const nextKinds = next.kinds;
  return (
    keeps('queueArn') &&
    keeps('consumerId') &&
    keeps('messageId') &&
    (previous.kinds === undefined ||
      (nextKinds !== undefined && nextKinds.every((kind) => previous.kinds?.includes(kind)))) &&
    (next.from ?? -Infinity) >= (previous.from ?? -Infinity) &&
    (next.to ?? Infinity) <= (previous.to ?? Infinity) &&
    (next.text ?? '').startsWith(previous.text ?? '')
  );
}

/** True when a filter hides nothing. */
export function isEmptyFilter(filter: TraceFilter): boolean {
  const { text, queueArn, consumerId, messageId, kinds, from, to } = filter;
  const isTextEmpty = text === undefined || text.trim() === '';
  return (
    isTextEmpty && [queueArn, consumerId, messageId, kinds, from, to].every((part) => part === undefined)
  );
}

/** Case-insensitive patterns, because testing one allocates nothing; lower-casing 100,000 events would. */
function compileWords(text = ''): RegExp[] {
  return text
    .split(/\s+/u)
    .filter((word) => word !== '')
    .map((word) => new RegExp(word.replaceAll(/[$()*+.?[\\\]^{|}]/gu, '\\$&'), 'i'));
}

function hasWord(event: TraceEvent, preview: string | undefined, word: RegExp): boolean {
  const has = (text: string | undefined): boolean => text !== undefined && word.test(text);
  return (
    has(preview ?? event.preview) ||
    has(EVENT_KINDS[event.kind].label) ||
    (event.queueArn !== undefined && word.test(queueNameOf(event.queueArn))) ||
    (event.otherQueueArn !== undefined && word.test(queueNameOf(event.otherQueueArn))) ||
    has(event.messageId) ||
    has(event.consumer?.name) ||
    has(event.groupId) ||
    has(event.error?.code) ||
    has(event.error?.message) ||
    has(event.detail) ||
    has(event.action) ||
    has(event.requestId) ||
    has(event.invocation) ||
    has(event.environment)
  );
}
