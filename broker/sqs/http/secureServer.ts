import { createServer, type Server } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { SERVER_LIMITS } from '../calls/config.ts';
import type { SqsListener } from './listener.ts';
import { limitServer, SERVER_OPTIONS, type ServerPorts } from './server.ts';

/**
 * Makes the HTTPS server of the SQS front, for a port of its own. In a file of its own because loading TLS takes some
 * milliseconds of every start, and most brokers do without.
 * @param tls certificate and key, PEM
 */
export function createSecureSqsServer(
  listener: SqsListener,
  tls: { readonly certificate: string; readonly privateKey: string },
  ports: ServerPorts,
): Server {
  const server = createServer(
    {
      ...SERVER_OPTIONS,
      cert: tls.certificate,
      key: tls.privateKey,
      minVersion: 'TLSv1.2',
      handshakeTimeout: SERVER_LIMITS.headersTimeoutMs,
    },
    listener,
  );
  limitServer(server, ports);
  server.on('secureConnection', readAsStream);
  return server;
}

/**
 * Node lets the parser take what comes straight from the connection, past the stream. Over TLS that cannot be paused: one
 * read may hold several records, and all of them are handed on at once. When the answer before is not out yet, Node pauses
 * at the head of a request, and a body in the next record then meets a paused parser, which fails with `HPE_PAUSED`. A
 * listener of `data`, even one that leaves again, makes Node read the stream, which keeps what comes while it is paused.
 */
function readAsStream(socket: TLSSocket): void {
  const ignore = (): void => undefined;
  socket.on('data', ignore);
  socket.off('data', ignore);
}
