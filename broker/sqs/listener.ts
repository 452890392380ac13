import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { fail } from '../engine/result.ts';
import { answerFailure } from './answers.ts';
import { collectBody } from './body.ts';
import { serveCall } from './calls.ts';
import { SERVER_LIMITS } from './config.ts';
import { answerPreflight } from './cors.ts';
import { answerDefect } from './defect.ts';
import { Exchange } from './exchange.ts';
import type { SqsFront, SqsFrontOptions } from './front.ts';
import { refuseRequest } from './guard.ts';
import { guessProtocol } from './protocol.ts';
import { serveView } from './view.ts';

const CLOSE: readonly string[] = ['Connection', 'close'];

/** The request listener of the SQS front, for a `node:http` server that others may share. It never throws. */
export function createSqsListener(options: SqsFrontOptions): RequestListener {
  const { allowedHosts, allowedOrigins } = options.config;
  const front: SqsFront = {
    ...options,
    guard: {
      allowedHosts: new Set(allowedHosts.map((host) => host.toLowerCase())),
      allowedOrigins: new Set(allowedOrigins),
    },
  };
  return (request, response) => {
    receive(front, request, response);
  };
}

function receive(front: SqsFront, request: IncomingMessage, response: ServerResponse): void {
  const refusal = refuseRequest(request.headers, front.guard);
  const exchange = new Exchange(
    request,
    response,
    refusal === undefined ? request.headers.origin : undefined,
  );
  if (refusal !== undefined) {
    answerFailure(exchange, guessProtocol(request), fail('AccessDenied', refusal), CLOSE);
    return;
  }
  if (request.method === 'OPTIONS') {
    answerPreflight(exchange);
    return;
  }
  collectBody(request, (body) => {
    try {
      serve(front, exchange, body);
    } catch (error) {
      answerDefect(front, exchange, error);
    }
  });
}

function serve(front: SqsFront, exchange: Exchange, body: Buffer | undefined): void {
  if (body === undefined) {
    const reason = `The request must be shorter than ${SERVER_LIMITS.bodyBytes} bytes.`;
    const failure = fail('InvalidParameterValue', `One or more parameters are invalid. Reason: ${reason}`);
    answerFailure(exchange, guessProtocol(exchange.request), failure, CLOSE);
    return;
  }
  if (serveView(front, exchange)) return;
  serveCall(front, exchange, body);
}
