import type { TraceEvent } from '../../broker/protocol/trace.ts';
import type { MessageAddress, ShownMessage } from '../messageProtocol.ts';
import { takeStart } from '../shared/cutText.ts';

/** Of the body and of all values of attributes: VS Code writes the state of a page to its disk at each change. */
const KEPT_CHARACTERS = 65_536;
const KEPT_EVENTS = 200;

/** What the page knows of its message, kept over a reload: the message may be gone by then. */
export interface KeptMessage {
  readonly message?: ShownMessage;
  /** The message that was asked for and could not be read; only without `message`. The host restores the page by it. */
  readonly lost?: MessageAddress;
  readonly body: string;
  /** There was more of the body, or of an attribute. */
  readonly isCut: boolean;
  readonly events: readonly TraceEvent[];
  readonly isWrapped: boolean;
}

const NOTHING: KeptMessage = { body: '', isCut: false, events: [], isWrapped: true };

export function keepMessage({
  message,
  lost,
  body,
  events,
  isWrapped,
}: Omit<KeptMessage, 'isCut' | 'message' | 'lost'> & {
  readonly message: ShownMessage | undefined;
  readonly lost: MessageAddress | undefined;
}): KeptMessage {
  if (message === undefined) return { ...NOTHING, ...(lost === undefined ? {} : { lost }), isWrapped };
  let room = KEPT_CHARACTERS;
  let isCut = body.length > KEPT_CHARACTERS;
  const attributes = message.details.attributes.map((attribute) => {
    const value = takeStart(attribute.value, room);
    if (value.length < attribute.value.length) isCut = true;
    room -= value.length;
    return { ...attribute, value };
  });
  return {
    message: { ...message, details: { ...message.details, attributes } },
    body: takeStart(body, KEPT_CHARACTERS),
    isCut,
    events: events.slice(-KEPT_EVENTS),
    isWrapped,
  };
}

/** @param state what an earlier version may have saved, too */
export function restoreKept(state: unknown): KeptMessage {
  if (typeof state !== 'object' || state === null) return NOTHING;
  const { message, body, isCut, events, isWrapped } = state as Partial<KeptMessage>;
  const wraps = isWrapped !== false;
  if (!isShownMessage(message) || typeof body !== 'string') return { ...NOTHING, isWrapped: wraps };
  return {
    message,
    body,
    isCut: isCut === true,
    events: Array.isArray(events) ? events : [],
    isWrapped: wraps,
  };
}

/** As far as drawing depends on it. */
function isShownMessage(value: unknown): value is ShownMessage {
  if (typeof value !== 'object' || value === null) return false;
  const { queueArn, queueName, details, actions } = value as Partial<ShownMessage>;
  if (typeof details !== 'object' || details === null) return false;
  return (
    typeof queueArn === 'string' &&
    typeof queueName === 'string' &&
    Array.isArray(actions) &&
    typeof details.messageId === 'string' &&
    typeof details.sentAt === 'number' &&
    typeof details.systemAttributes === 'object' &&
    details.systemAttributes !== null &&
    Array.isArray(details.attributes)
  );
}
