import { messageIdOf } from '../../engine/base/identity.ts';
import type { Message } from '../../engine/state/message.ts';
import { type ListedState, peekMessages } from '../../engine/operations/peek.ts';
import type { Failure } from '../../engine/base/result.ts';
import type { Queue } from '../../engine/state/queue.ts';
import { isFull, UNREAD } from '../calls/connection.ts';
import { ERROR_TABLE } from '../wire/errorCodes.ts';
import type { Exchange } from '../calls/exchange.ts';
import type { SqsFrontOptions } from '../calls/front.ts';
import { formatAttributes } from '../actions/messageAttributes.ts';
import { pathOf, queryTextOf } from '../../calls/requestTarget.ts';
import { formatQueueUrl } from '../wire/queueUrl.ts';
import { identifyViewer, type Viewer } from './viewAccess.ts';

const JSON_TYPE = 'application/json';
const DEFAULT_PAGE = 100;
const MAXIMUM_PAGE = 1000;
/** Of the messages of a page. */
const PAGE_BYTES = 4 * 1_048_576;
/** Queues of a page. */
const PAGE_QUEUES = 10_000;
const STATES: ReadonlySet<string> = new Set(['visible', 'inFlight', 'delayed']);

/**
 * Serves what scripts may look at without any effect on the queues: `/queueside/queues?offset=` and
 * `/queueside/queues/<name>/messages?state=&offset=&limit=&region=&account=`. Where there is more, an answer has a
 * `nextOffset`.
 * @returns false when the request is for something else
 */
export function serveView(front: SqsFrontOptions, exchange: Exchange): boolean {
  const { request } = exchange;
  const url = request.url ?? '/';
  if (request.method === 'POST' || !url.startsWith('/queueside/')) return false;
  const path = pathOf(url);
  const name = /^\/queueside\/queues\/([\w.-]+)\/messages$/.exec(path)?.[1];
  if (path !== '/queueside/queues' && name === undefined) return false;
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    exchange.answer(405, JSON_TYPE, '{"error":"Views are read with GET."}\n', ['Allow', 'GET, HEAD']);
    return true;
  }
  const parameters = new URLSearchParams(queryTextOf(url));
  const viewer = identifyViewer(front, exchange);
  if (!viewer.ok) answerDenial(exchange, viewer);
  else if (isFull()) answerJson(exchange, 503, { error: UNREAD.message });
  else if (name === undefined) answerQueues(front, exchange, viewer.value, parameters);
  else answerMessages(front, exchange, viewer.value, name, parameters);
  return true;
}

/** Of the queues, those whose attributes the viewer may read: their counts are attributes. */
function answerQueues(
  front: SqsFrontOptions,
  exchange: Exchange,
  viewer: Viewer,
  parameters: URLSearchParams,
): void {
  const denial = viewer.deny('ListQueues', undefined);
  if (denial !== undefined) {
    answerDenial(exchange, denial);
    return;
  }
  const offset = Number(parameters.get('offset') ?? 0);
  if (!Number.isInteger(offset) || offset < 0) {
    answerJson(exchange, 400, { error: 'offset must be 0 or more.' });
    return;
  }
  const queues = [...front.engine.allQueues()].filter(
    (queue) => viewer.deny('GetQueueAttributes', queue) === undefined,
  );
  const end = offset + PAGE_QUEUES;
  answerJson(exchange, 200, {
    queues: queues.slice(offset, end).map((queue) => describeQueue(exchange, queue)),
    nextOffset: end < queues.length ? end : undefined,
  });
}

function answerMessages(
  front: SqsFrontOptions,
  exchange: Exchange,
  viewer: Viewer,
  name: string,
  parameters: URLSearchParams,
): void {
  const { engine, config } = front;
  const region = parameters.get('region') ?? config.region;
  const account = parameters.get('account') ?? config.account;
  const queue = engine.findQueue(region, account, name);
  // Checked before a missing queue is reported: not every caller may learn that either.
  const denial = viewer.deny('ReceiveMessage', queue ?? `arn:aws:sqs:${region}:${account}:${name}`);
  if (denial !== undefined) {
    answerDenial(exchange, denial);
    return;
  }
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
  const page = peekMessages(queue, state as ListedState | undefined, offset, limit, PAGE_BYTES);
  answerJson(exchange, 200, {
    // What cannot be read is left out here, and set aside by the receive that finds it.
    messages: page.messages.flatMap((message) => describeMessage(front, message) ?? []),
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

function describeMessage(front: SqsFrontOptions, message: Message): object | undefined {
  const { engine } = front;
  const content = engine.ports.contents.read(message.content);
  if (content === undefined) return undefined;
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

function answerDenial(exchange: Exchange, { code, message }: Failure): void {
  answerJson(exchange, ERROR_TABLE[code].status, { error: message });
}

function answerJson(exchange: Exchange, status: number, value: object): void {
  exchange.answer(status, JSON_TYPE, `${JSON.stringify(value)}\n`);
}
