import { messageIdOf } from '../engine/identity.ts';
import type { Message } from '../engine/message.ts';
import { type ListedState, peekMessages } from '../engine/peek.ts';
import type { Queue } from '../engine/queue.ts';
import { authenticateExchange } from './access.ts';
import type { Exchange } from './exchange.ts';
import type { SqsFront } from './front.ts';
import { formatAttributes } from './messageAttributes.ts';
import { pathOf, queryTextOf } from './protocol.ts';
import { formatQueueUrl } from './queueUrl.ts';

const JSON_TYPE = 'application/json';
const DEFAULT_PAGE = 100;
const MAXIMUM_PAGE = 1000;
const STATES: ReadonlySet<string> = new Set(['visible', 'inFlight', 'delayed']);

/**
 * Serves what scripts may look at without any effect on the queues: `/health`, `/queueside/queues` and
 * `/queueside/queues/<name>/messages?state=&offset=&limit=&region=&account=`.
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
  } else if (path === '/queueside/queues') {
    answerJson(exchange, 200, {
      queues: [...front.engine.allQueues()].map((queue) => describeQueue(exchange, queue)),
    });
  } else {
    const name = /^\/queueside\/queues\/([\w.-]+)\/messages$/.exec(path)?.[1];
    if (name === undefined) return false;
    answerMessages(front, exchange, name, parameters);
  }
  return true;
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
  const page = peekMessages(queue, state as ListedState | undefined, offset, limit);
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

function describeMessage(front: SqsFront, message: Message): object | undefined {
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

function answerJson(exchange: Exchange, status: number, value: object): void {
  exchange.answer(status, JSON_TYPE, `${JSON.stringify(value)}\n`);
}
