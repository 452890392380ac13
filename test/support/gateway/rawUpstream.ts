import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { after } from 'mocha';

/** Does what a scripted endpoint does with a whole request. */
export type Script = (socket: Socket, request: string) => void;

export interface RawUpstream {
  /** URL without a slash at its end. */
  readonly endpoint: string;
  /** Whole requests, as they came. */
  readonly requests: readonly string[];
  /** Those that are open. */
  readonly sockets: ReadonlySet<Socket>;
  script: Script;
}

/** An endpoint that answers with whatever bytes a script writes; closed when the suite ends. */
export async function startRawUpstream(script: Script = () => undefined): Promise<RawUpstream> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const upstream = { endpoint: '', requests, sockets, script };
  const server = createServer((socket) => {
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
      upstream.script(socket, request);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  upstream.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return upstream;
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
