import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import type { Socket } from 'node:net';
import { fail } from '../../engine/base/result.ts';
import { answerFailure } from '../calls/answers.ts';
import { BodyRequest } from '../../http/bodyRequest.ts';
import { answerBrokenRequest } from './brokenRequest.ts';
import { SERVER_LIMITS } from '../calls/config.ts';
import { Exchange } from '../calls/exchange.ts';
import type { FrontOptions, ServeRequest, SqsFrontOptions } from '../calls/front.ts';
import { createEngineService } from './engineService.ts';
import { createSqsListener, type SqsListener } from './listener.ts';
import { guessProtocol } from '../wire/protocol.ts';

/** How long a request may take to come, ms. */
export interface RequestTimes {
  /** For a whole head. */
  readonly headersTimeout: number;
  /** For a whole request. */
  readonly requestTimeout: number;
  /** How often connections are looked at for these two. */
  readonly connectionsCheckingInterval: number;
}

const REQUEST_TIMES: RequestTimes = {
  headersTimeout: SERVER_LIMITS.headersTimeoutMs,
  requestTimeout: SERVER_LIMITS.requestTimeoutMs,
  connectionsCheckingInterval: 5_000,
};

/** What every server of the front is made with. */
export const SERVER_OPTIONS = {
  IncomingMessage: BodyRequest,
  keepAlive: true,
  keepAliveTimeout: SERVER_LIMITS.keepAliveMs,
  ...REQUEST_TIMES,
  maxHeaderSize: SERVER_LIMITS.headerBytes,
  noDelay: true,
  // The guard asks for the Host header, and answers as all else is answered.
  requireHostHeader: false,
} as const;

/** An HTTP server that does not listen yet, and what it calls with each request, for a second server. */
export interface SqsServer {
  readonly server: Server;
  readonly listener: SqsListener;
}

/** Makes the HTTP server of an engine's front. */
export function createSqsServer(options: SqsFrontOptions, times?: RequestTimes): SqsServer {
  return createFrontServer(options, createEngineService(options), times);
}

/** Makes the HTTP server of a front. WebSocket upgrades are the owner's: no code here listens for them. */
export function createFrontServer(
  options: FrontOptions,
  serveRequest: ServeRequest,
  times: RequestTimes = REQUEST_TIMES,
): SqsServer {
  const listener = createSqsListener(options, serveRequest);
  const server = createServer({ ...SERVER_OPTIONS, ...times }, listener);
  limitServer(server, options);
  return { server, listener };
}

/** Where a server reports defects of this program. */
export type ServerPorts = Pick<FrontOptions, 'onDefect'>;

/** Bounds what peers can make a server hold, and answers what never becomes a request. */
export function limitServer(server: Server | SecureServer, { onDefect }: ServerPorts): void {
  server.maxConnections = SERVER_LIMITS.connections;
  // One more than is allowed, by which the guard knows a request that has too many.
  server.maxHeadersCount = SERVER_LIMITS.headerCount + 1;
  server.on('clientError', (error, socket) => {
    // Servers of this kind have sockets, of TCP or of TLS.
    answerBrokenRequest(error, socket as Socket, (defect) => onDefect?.(defect));
  });
  server.on('checkExpectation', answerExpectation);
}

/** What a client expects beside `100-continue`, nothing here can do. */
function answerExpectation(request: IncomingMessage, response: ServerResponse): void {
  const failure = fail('MalformedInput', 'Nothing can be expected but 100-continue.');
  const exchange = new Exchange(request, response, undefined);
  answerFailure(exchange, guessProtocol(request), failure, ['Connection', 'close'], 417);
}
