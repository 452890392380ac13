import type { ServerResponse } from 'node:http';
import type { BodyRefusal, BodyRequest } from '../http/bodyRequest.ts';
import { type GuardRules, refuseRequest } from '../http/guard.ts';
import { answerAccepted, answerPing, answerRefusal } from './answers.ts';
import type { RuntimeConnection } from './connection.ts';
import type { RuntimeLife } from './runtimeLife.ts';
import { readFunctionError, readTrailers } from './functionErrors.ts';
import {
  INTERNAL,
  INVALID_RESPONSE_MODE,
  NO_ROOM,
  NOT_FOUND,
  type Refusal,
  refusal,
  TOO_LARGE,
} from './refusals.ts';
import { findRoute, type Route } from './routes.ts';
import { RUNTIME_LIMITS } from './runtimeLimits.ts';
import { INVALID_MODE, RESPONSE_NOT_READ, RESPONSE_TOO_LARGE } from './serviceErrors.ts';
import type { FunctionError } from '../functions/seat.ts';

const CLOSE: readonly string[] = ['Connection', 'close'];
const MODE_HEADER = 'lambda-runtime-function-response-mode';
/** Collected, and then a result as any other. */
const STREAMING = 'streaming';

/** No runtime tries again: an invocation whose result is not read has failed, and its process goes on. */
const UNREAD: Readonly<Record<BodyRefusal, { readonly error: FunctionError; readonly refused: Refusal }>> = {
  tooLong: { error: RESPONSE_TOO_LARGE, refused: TOO_LARGE },
  noRoom: { error: RESPONSE_NOT_READ, refused: NO_ROOM },
};

/** What a port does with a request. */
export interface RuntimeFront {
  readonly life: RuntimeLife;
  readonly guard: GuardRules;
  readonly onDefect: (error: unknown) => void;
}

/** Serves one request of a port. It never throws. */
export function serveRuntime(
  front: RuntimeFront,
  connection: RuntimeConnection,
  request: BodyRequest,
  response: ServerResponse,
): void {
  if (connection.isWaiting) connection.countBehind();
  const refused = refuseRequest(request, front.guard);
  if (refused !== undefined) {
    const errorType = refused.status === 403 ? 'AccessDenied' : 'BadRequest';
    answerLast(connection, response, refusal(refused.status, errorType, refused.reason));
    return;
  }
  const route = findRoute(request.method, request.url);
  if ('requestId' in route && front.life.beginAnswer(connection, route.requestId)) {
    connection.unfinishedId = route.requestId;
  }
  request.collectBody((body) => {
    connection.unfinishedId = undefined;
    try {
      serve(front, connection, route, request, response, body);
    } catch (error) {
      front.onDefect(error);
      // A `next` that waits is held, whatever a listener of the environment threw.
      if (!response.writableEnded && !connection.isWaitingIn(response)) answerRefusal(response, INTERNAL);
    }
  });
}

function serve(
  { life }: RuntimeFront,
  connection: RuntimeConnection,
  route: Route,
  request: BodyRequest,
  response: ServerResponse,
  body: Buffer | BodyRefusal,
): void {
  connection.closesAfterAnswer = !response.shouldKeepAlive;
  switch (route.call) {
    case 'next':
      serveNext(life, connection, response);
      break;
    case 'ping':
      answerPing(response);
      break;
    case 'unknown':
      answerLast(connection, response, NOT_FOUND);
      break;
    case 'initError':
      serveInitError(life, connection, request, response, body);
      break;
    case 'error':
    case 'response':
      serveAnswer(life, connection, route, request, response, body);
  }
}

function serveNext(life: RuntimeLife, connection: RuntimeConnection, response: ServerResponse): void {
  if (connection.isWaiting) {
    answerRefusal(response, life.refuse('Ready'));
    return;
  }
  connection.wait(response);
  const refused = life.next(connection);
  if (refused === undefined) return;
  connection.stopWaiting();
  answerRefusal(response, refused);
}

function serveInitError(
  life: RuntimeLife,
  connection: RuntimeConnection,
  { headers }: BodyRequest,
  response: ServerResponse,
  body: Buffer | BodyRefusal,
): void {
  const { error, refused } =
    typeof body === 'string' ? UNREAD[body] : { error: readFunctionError(headers, body), refused: undefined };
  answer(response, life.initError(connection, error) ?? refused);
}

function serveAnswer(
  life: RuntimeLife,
  connection: RuntimeConnection,
  { call, requestId }: Extract<Route, { readonly requestId: string }>,
  request: BodyRequest,
  response: ServerResponse,
  body: Buffer | BodyRefusal,
): void {
  const failWith = (error: FunctionError, instead: Refusal): void => {
    answer(response, life.fail(connection, requestId, error) ?? instead);
  };
  if (typeof body === 'string') {
    const { error, refused } = UNREAD[body];
    failWith(error, refused);
  } else if (body.length > RUNTIME_LIMITS.payloadBytes) {
    failWith(RESPONSE_TOO_LARGE, TOO_LARGE);
  } else if (call === 'error') {
    answer(response, life.fail(connection, requestId, readFunctionError(request.headers, body)));
  } else if ((request.headers[MODE_HEADER] || STREAMING) !== STREAMING) {
    failWith(INVALID_MODE, INVALID_RESPONSE_MODE);
  } else {
    const error = readTrailers(request);
    answer(
      response,
      error === undefined
        ? life.respond(connection, requestId, body)
        : life.fail(connection, requestId, error),
    );
  }
}

function answer(response: ServerResponse, refused: Refusal | undefined): void {
  if (refused === undefined) answerAccepted(response);
  else answerRefusal(response, refused);
}

/** Answers what no runtime asks, and ends the connection: such callers could hold all that a port has. */
function answerLast(connection: RuntimeConnection, response: ServerResponse, refused: Refusal): void {
  connection.closesAfterAnswer = true;
  answerRefusal(response, refused, CLOSE);
}
