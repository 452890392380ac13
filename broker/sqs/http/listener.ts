import type { RequestListener, ServerResponse } from 'node:http';
import { type Failure, fail } from '../../engine/base/result.ts';
import { answerFailure } from '../calls/answers.ts';
import type { BodyRefusal, BodyRequest } from '../../http/bodyRequest.ts';
import { SERVER_LIMITS } from '../calls/config.ts';
import { answerPreflight } from './cors.ts';
import { answerDefect } from '../calls/defect.ts';
import { Exchange } from '../calls/exchange.ts';
import type { FrontOptions, ServeRequest } from '../calls/front.ts';
import {
  createGuardRules,
  type GuardRefusal,
  type GuardRules,
  isHealthCheck,
  refuseRequest,
} from '../../http/guard.ts';
import { guessProtocol } from '../wire/protocol.ts';

const CLOSE: readonly string[] = ['Connection', 'close'];

/** What a server of the front calls with each request. */
export type SqsListener = RequestListener<typeof BodyRequest>;

interface Front extends FrontOptions {
  readonly guard: GuardRules;
  readonly serveRequest: ServeRequest;
}

/** The request listener of a front, for servers that are made with its options. It never throws. */
export function createSqsListener(options: FrontOptions, serveRequest: ServeRequest): SqsListener {
  const { allowedHosts, allowedOrigins } = options.config;
  const front: Front = { ...options, guard: createGuardRules(allowedHosts, allowedOrigins), serveRequest };
  return (request, response) => {
    receive(front, request, response);
  };
}

function receive(front: Front, request: BodyRequest, response: ServerResponse): void {
  const { origin } = request.headers;
  const isAllowedPage = origin !== undefined && front.guard.allowedOrigins.has(origin);
  const refusal = refuseRequest(request, front.guard);
  const exchange = new Exchange(
    request,
    response,
    isAllowedPage && refusal === undefined ? origin : undefined,
  );
  if (refusal !== undefined) {
    answerRefusal(exchange, refusal);
    return;
  }
  if (request.method === 'OPTIONS') {
    answerPreflight(exchange);
    return;
  }
  request.collectBody((body) => exchange.connection.run(() => serveSafely(front, exchange, body)));
}

function serveSafely(front: Front, exchange: Exchange, body: Buffer | BodyRefusal): void {
  try {
    serve(front, exchange, body);
  } catch (error) {
    answerDefect(front, exchange, error);
  }
}

function answerRefusal(exchange: Exchange, { status, reason }: GuardRefusal): void {
  const failure = fail(status === 403 ? 'AccessDenied' : 'MalformedInput', reason);
  answerFailure(exchange, guessProtocol(exchange.request), failure, CLOSE, status);
}

const REFUSALS: Readonly<Record<BodyRefusal, Failure>> = {
  tooLong: fail(
    'InvalidParameterValue',
    `One or more parameters are invalid. Reason: The request must be shorter than ${SERVER_LIMITS.bodyBytes} bytes.`,
  ),
  noRoom: fail('ServiceUnavailable', 'Too many large requests are on their way at once.'),
};

function serve(front: Front, exchange: Exchange, body: Buffer | BodyRefusal): void {
  if (typeof body === 'string') {
    answerFailure(exchange, guessProtocol(exchange.request), REFUSALS[body], CLOSE);
    return;
  }
  if (isHealthCheck(exchange.request)) exchange.answer(200, 'application/json', '{"status":"ok"}\n');
  else front.serveRequest(exchange, body);
}
