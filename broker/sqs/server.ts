import { randomUUID } from 'node:crypto';
import { createServer, type Server, STATUS_CODES } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { fail } from '../engine/result.ts';
import { encodeXmlError } from './answers.ts';
import { BodyRequest } from './bodyRequest.ts';
import { SERVER_LIMITS } from './config.ts';
import type { SqsFrontOptions } from './front.ts';
import { createSqsListener, type SqsListener } from './listener.ts';

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
} as const;

/**
 * Makes the HTTP server of the SQS front; it does not listen yet. WebSocket upgrades are the owner's: nobody here
 * listens for them.
 */
export function createSqsServer(
  options: SqsFrontOptions,
  times: RequestTimes = REQUEST_TIMES,
): {
  readonly server: Server;
  readonly listener: SqsListener;
} {
  const listener = createSqsListener(options);
  const server = createServer({ ...SERVER_OPTIONS, ...times }, listener);
  limitServer(server);
  return { server, listener };
}

/** Bounds what peers can make a server hold, and answers what never becomes a request. */
export function limitServer(server: Server | SecureServer): void {
  server.maxConnections = SERVER_LIMITS.connections;
  server.maxHeadersCount = SERVER_LIMITS.headerCount;
  server.on('clientError', answerBrokenRequest);
}

/** What is not HTTP, is too slow, or has too long a head never becomes a request; it still gets an answer. */
function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status =
    error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const requestId = randomUUID();
  const body = encodeXmlError(requestId, fail('MalformedInput', `${STATUS_CODES[status] ?? 'Bad Request'}.`));
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: text/xml\r\n` +
      `x-amzn-RequestId: ${requestId}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
