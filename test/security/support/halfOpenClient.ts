import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** The broker's ends of the connections that tests make. They are told apart by the port of the other end. */
export class ServerSockets {
  private readonly sockets = new Map<number, Socket>();

  constructor() {
    subscribe('net.server.socket', this.onSocket);
  }

  stop(): void {
    unsubscribe('net.server.socket', this.onSocket);
  }

  /** Resolves when the broker has destroyed its end. */
  async closed(port: number): Promise<void> {
    const socket = this.sockets.get(port);
    if (socket === undefined) throw new Error(`No connection came from port ${port}.`);
    if (!socket.closed) await once(socket, 'close');
  }

  private readonly onSocket = (message: unknown): void => {
    const { socket } = message as { readonly socket: Socket };
    if (socket.remotePort !== undefined) this.sockets.set(socket.remotePort, socket);
  };
}

/** The status line and headers of an answer. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
}

/** A peer that says one thing and then keeps its side of the connection open for ever. */
export class HalfOpenClient {
  readonly socket: Socket;
  /** Of the connection, at this end. */
  readonly port: number;
  private received = '';

  private constructor(socket: Socket, port: number) {
    this.socket = socket;
    this.port = port;
    socket.on('error', () => undefined);
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      this.received += text;
    });
  }

  static async open(endpoint: string): Promise<HalfOpenClient> {
    const { protocol, hostname, port } = new URL(endpoint);
    const plain = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    await once(plain, 'connect');
    const own = plain.localPort as number;
    if (protocol === 'http:') return new HalfOpenClient(plain, own);
    // The certificate is none of this test's.
    const secure = connectTls({ socket: plain, rejectUnauthorized: false });
    await once(secure, 'secureConnect');
    return new HalfOpenClient(secure, own);
  }

  /** The head of the first answer. */
  async readHead(): Promise<AnswerHead> {
    while (!this.received.includes('\r\n\r\n')) {
      await Promise.race([once(this.socket, 'data'), once(this.socket, 'close')]);
      if (this.socket.closed) break;
    }
    const [statusLine = '', ...lines] = (this.received.split('\r\n\r\n', 1)[0] ?? '').split('\r\n');
    const headers = lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    });
    return { status: Number(statusLine.split(' ')[1]), headers: new Map(headers) };
  }
}
