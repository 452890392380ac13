import type { Socket } from 'node:net';

/** What Node gives with `clientError`: an error of its parser, of its watch over slow requests, or of the connection. */
export type BrokenRequestError = Error & { readonly code?: string; readonly syscall?: string };

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
 * What is not HTTP, is too slow, or has too long a head never becomes a request; it still gets an answer. Destroys the
 * connection when none can arrive.
 * @returns the HTTP status to answer with: 500 for an error on this side, which is never the client's fault. Undefined
 * when there is nothing to answer, or not again.
 */
export function statusOfBroken(error: BrokenRequestError, socket: Socket): number | undefined {
  const { code = '', syscall } = error;
  if (!socket.writable || syscall !== undefined || BROKEN_CONNECTION.test(code)) {
    socket.destroy();
    return undefined;
  }
  if (broken.has(socket)) return undefined;
  broken.add(socket);
  return CLIENT_FAULT.test(code) ? (STATUSES[code] ?? 400) : 500;
}
