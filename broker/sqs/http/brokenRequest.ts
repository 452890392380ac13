import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { fail } from '../../engine/base/result.ts';
import { answerAndEnd } from '../../calls/rawAnswer.ts';
import { encodeXmlError } from '../calls/answers.ts';
import { connectionOf } from '../calls/connection.ts';
import { INTERNAL } from '../calls/defect.ts';

/** What Node gives with `clientError`: an error of its parser, of its watch over slow requests, or of the connection. */
type BrokenRequestError = Error & { readonly code?: string; readonly syscall?: string };

/**
 * Codes of the parser for what a client can do wrong; one is to begin with HTTP/2 unasked. All others are for what this side does to a parser, such as
 * `HPE_PAUSED`, `HPE_USER` and `HPE_CB_…`.
 */
const CLIENT_FAULT =
  /^HPE_(?:INVALID_\w+|UNEXPECTED_\w+|\w+_EXPECTED|STRICT|CLOSED_CONNECTION|PAUSED_H2_UPGRADE|\w+_OVERFLOW)$|^ERR_HTTP_REQUEST_TIMEOUT$/;
/** The connection itself, or what secures it, broke: no answer can arrive. */
const BROKEN_CONNECTION = /^(?:ERR_SSL_|ERR_TLS_|ERR_STREAM_|ECONN|EPIPE|EPROTO|ETIMEDOUT|EHOSTUNREACH)/;
const STATUSES: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Sockets that are on their way to such an answer: a parser says the same again of all that follows. */
const broken = new WeakSet<Socket>();

/**
 * What is not HTTP, is too slow, or has too long a head never becomes a request; it still gets an answer, behind those
 * of the good requests before it. Errors on this side are reported as such, never as the client's fault.
 */
export function answerBrokenRequest(
  error: BrokenRequestError,
  socket: Socket,
  onDefect: (error: unknown) => void,
): void {
  if (!socket.writable || error.syscall !== undefined || BROKEN_CONNECTION.test(error.code ?? '')) {
    socket.destroy();
    return;
  }
  if (broken.has(socket)) return;
  broken.add(socket);
  const status = findStatus(error.code ?? '');
  if (status === 500) onDefect(error);
  connectionOf(socket).onceAnswered(() => {
    const failure = status === 500 ? INTERNAL : fail('MalformedInput', `${STATUS_CODES[status] ?? ''}.`);
    const requestId = randomUUID();
    const body = encodeXmlError(requestId, failure);
    answerAndEnd(socket, { status, contentType: 'text/xml', body, extra: ['x-amzn-RequestId', requestId] });
  });
}

function findStatus(code: string): number {
  return CLIENT_FAULT.test(code) ? (STATUSES[code] ?? 400) : 500;
}
