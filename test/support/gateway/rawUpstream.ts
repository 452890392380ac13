import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';
import { after } from 'mocha';
import { issueAuthority, issueLeaf } from '../../../broker/tls/certificate.ts';
import { trustAuthority } from '../upstream/trustedAuthority.ts';

export type Scheme = 'http' | 'https';

/** Does what a scripted endpoint does with a whole request. */
export type Script = (socket: Socket, request: string, upstream: RawUpstream) => void;

export interface RawUpstream {
  /** URL without a slash at its end. */
  readonly endpoint: string;
  /** Whole requests, as they came. */
  readonly requests: readonly string[];
  /** Those that are open. */
  readonly sockets: ReadonlySet<Socket>;
  script: Script;
  /** Resets a connection: below TLS, if it has that. */
  reset(socket: Socket): void;
}

/**
 * An endpoint that answers with whatever bytes a script writes; closed when the suite ends.
 * @param scheme with `https`, this process trusts its certificate meanwhile
 */
export async function startRawUpstream(
  script: Script = () => undefined,
  scheme: Scheme = 'http',
): Promise<RawUpstream> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const connections = new Map<number | undefined, Socket>();
  const upstream: RawUpstream & { endpoint: string } = {
    endpoint: '',
    requests,
    sockets,
    script,
    reset: ({ remotePort }: Socket) => connections.get(remotePort)?.resetAndDestroy(),
  };
  const serve = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    let received = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      received += text;
      const end = received.indexOf('\r\n\r\n') + 4;
      const length = Number(/^content-length: (\d+)/im.exec(received)?.[1] ?? 0);
      if (end < 4 || received.length < end + length) return;
      const request = received.slice(0, end + length);
      received = received.slice(end + length);
      requests.push(request);
      upstream.script(socket, request, upstream);
    });
  };
  const server = scheme === 'http' ? createServer(serve) : createTrustedServer(serve);
  server.on('connection', (socket) => connections.set(socket.remotePort, socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  upstream.endpoint = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return upstream;
}

function createTrustedServer(serve: (socket: Socket) => void): Server {
  const authority = issueAuthority(Date.now());
  const { certificate, privateKey } = issueLeaf(authority, Date.now());
  after(trustAuthority(authority.certificate));
  return createSecureServer(
    { cert: certificate, key: privateKey.export({ type: 'pkcs8', format: 'pem' }) },
    serve,
  );
}

/** A response as it is on the wire. */
export function writeResponse(
  status: string,
  body: string,
  headers: readonly string[] = ['Content-Type: application/x-amz-json-1.0'],
): string {
  return [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join(
    '\r\n',
  );
}
