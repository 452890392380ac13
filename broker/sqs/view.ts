import { messageIdOf } from '../engine/identity.ts';
import type { Message, MessageState } from '../engine/message.ts';
import { peekMessages } from '../engine/peek.ts';
import type { Queue } from '../engine/queue.ts';
import { authenticateExchange } from './access.ts';
import { isFull, UNREAD } from './connection.ts';
import type { Exchange } from './exchange.ts';
import type { SqsFront } from './front.ts';
import { formatAttributes } from './messageAttributes.ts';
import { pathOf, queryTextOf } from './protocol.ts';
import { formatQueueUrl } from './queueUrl.ts';

const JSON_TYPE = 'application/json';
const DEFAULT_PAGE = 100;
const MAXIMUM_PAGE = 1000;
/** Of the messages of a page. */
const PAGE_BYTES = 4 * 1_048_576;
/** Queues of a page. */
const PAGE_QUEUES = 10_000;
const STATES: ReadonlySet<string> = new Set(['visible', 'inFlight', 'delayed']);

/**
 * Serves what scripts may look at without any effect on the queues: `/health`, `/queueside/queues?offset=` and
 * `/queueside/queues/<name>/messages?state=&offset=&limit=&region=&account=`. Where there is more, an answer has a
 * `nextOffset`.
 * @returns false when the request is for something else
 */
export function serveView(front: SqsFront, exchange: Exchange): boolean {
  const { request } = exchange;
  const url = request.url ?? '/';
  if (request.method === 'POST' || !(url.startsWith('/health') || url.startsWith('/queueside/')))
    return false;
  const path = pathOf(url);
  const parameters = new URLSearchParams(queryTextOf(url));
  if (path === '/health') {
    answerJson(exchange, 200, { status: 'ok' });
  } else if (!mayLook(front, exchange)) {
    answerJson(exchange, 403, { error: 'This broker asks for signed requests.' });
  } else if (isFull()) {
    answerJson(exchange, 503, { error: UNREAD.message });
  } else if (path === '/queueside/queues') {
    answerQueues(front, exchange, parameters);
  } else {
    const name = /^\/queueside\/queues\/([\w.-]+)\/messages$/.exec(path)?.[1];
    if (name === undefined) return false;
    answerMessages(front, exchange, name, parameters);
  }
  return true;
}

function answerQueues(front: SqsFront, exchange: Exchange, parameters: URLSearchParams): void {
  const offset = Number(parameters.get('offset') ?? 0);
  if (!Number.isInteger(offset) || offset < 0) {
    answerJson(exchange, 400, { error: 'offset must be 0 or more.' });
    return;
  }
  const queues = [...front.engine.allQueues()];
  const end = offset + PAGE_QUEUES;
  answerJson(exchange, 200, {
    queues: queues.slice(offset, end).map((queue) => describeQueue(exchange, queue)),
    nextOffset: end < queues.length ? end : undefined,
  });
}

/** Where callers have to sign, so do those who only look. */
function mayLook(front: SqsFront, exchange: Exchange): boolean {
  const who = authenticateExchange(front, exchange, new Uint8Array(0));
  return who.ok && who.value.principal.kind !== 'anonymous';
}

function answerMessages(
  front: SqsFront,
  exchange: Exchange,
  name: string,
  parameters: URLSearchParams,
): void {
  const { engine, config } = front;
  const queue = engine.findQueue(
    parameters.get('region') ?? config.region,
    parameters.get('account') ?? config.account,
    name,
  );
  if (queue === undefined) {
    answerJson(exchange, 404, { error: `There is no queue ${name}.` });
    return;
  }
  const state = parameters.get('state') ?? undefined;
  const offset = Number(parameters.get('offset') ?? 0);
  const limit = Number(parameters.get('limit') ?? DEFAULT_PAGE);
  if (state !== undefined && !STATES.has(state)) {
    answerJson(exchange, 400, { error: `state must be one of ${[...STATES].join(', ')}.` });
    return;
  }
  if (
    !Number.isInteger(offset) ||
    offset < 0 ||
    !Number.isInteger(limit) ||
    limit < 1 ||
    limit > MAXIMUM_PAGE
  ) {
    answerJson(exchange, 400, { error: `offset must be 0 or more, and limit from 1 to ${MAXIMUM_PAGE}.` });
    return;
  }
  const wanted = state as Exclude<MessageState, 'gone'> | undefined;
  const page = peekMessages(queue, wanted, offset, limit, PAGE_BYTES);
  answerJson(exchange, 200, {
    messages: page.messages.map((message) => describeMessage(front, message)),
    nextOffset: page.nextOffset,
  });
}

function describeQueue(exchange: Exchange, queue: Queue): object {
  return {
    name: queue.name,
    arn: queue.arn,
    url: formatQueueUrl(exchange.origin, queue),
    visible: queue.visibleCount,
    inFlight: queue.inFlightCount,
    delayed: queue.delayedCount,
  };
}

function describeMessage(front: SqsFront, message: Message): object {
  const { engine } = front;
  const content = engine.ports.contents.read(message.content);
  return {
    messageId: messageIdOf(engine.identityKey, message.number),
    state: message.state,
    sentAt: message.sentAt,
    receiveCount: message.receiveCount,
    sizeBytes: message.sizeBytes,
    body: engine.ports.decodeText(content.body),
    attributes: formatAttributes(content.attributes ?? []),
    groupId: message.groupId,
  };
}

function answerJson(exchange: Exchange, status: number, value: object): void {
  exchange.answer(status, JSON_TYPE, `${JSON.stringify(value)}\n`);
}
