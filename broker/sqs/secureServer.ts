import { createServer, type Server } from 'node:https';
import { SERVER_LIMITS } from './config.ts';
import type { SqsListener } from './listener.ts';
import { limitServer, SERVER_OPTIONS } from './server.ts';

/**
 * Makes the HTTPS server of the SQS front, for a port of its own. In a file of its own because loading TLS takes some
 * milliseconds of every start, and most brokers do without.
 * @param tls certificate and key, PEM
 */
export function createSecureSqsServer(
  listener: SqsListener,
  tls: { readonly certificate: string; readonly privateKey: string },
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
  limitServer(server);
  return server;
}
