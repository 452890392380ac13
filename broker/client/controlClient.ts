import { createMessageConnection, type MessageConnection } from 'vscode-jsonrpc/node';
import type { WebSocket } from 'ws';
import type { NotificationMethod, RequestMethod } from '../protocol/method.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import { openSocket } from '../socket/openSocket.ts';
import { SocketMessageReader, SocketMessageWriter } from '../socket/transport.ts';

/** A connection to a broker's control channel, for programs that are not the editor. */
export class ControlClient {
  readonly socket: WebSocket;
  protected readonly connection: MessageConnection;

  /** @param socket that is open or opening */
  constructor(socket: WebSocket) {
    this.socket = socket;
    this.connection = createMessageConnection(
      new SocketMessageReader(socket),
      new SocketMessageWriter(socket),
    );
    // Requests that wait for an answer are rejected by that, and only by that.
    socket.once('close', () => this.connection.dispose());
    this.connection.listen();
  }

  /**
   * Connects and opens a session.
   * @throws NotOurBrokerError if no broker that knows the token listens there
   */
  static async open(control: string, token: string): Promise<ControlClient> {
    const client = new ControlClient(await openSocket(control, token));
    try {
      await client.initialize();
      return client;
    } catch (error) {
      await client.close();
      throw error;
    }
  }

  /** Opens a session; nothing else is answered before. */
  initialize(version: unknown = PROTOCOL_VERSION): Promise<unknown> {
    const capabilities = { experimental: { queuesideProtocol: version } };
    return this.connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities });
  }

  request<P, R>(method: RequestMethod<P, R>, params: P): Promise<R> {
    return this.connection.sendRequest<R>(method.method, params);
  }

  /** Calls back with every notification of a method from now on. */
  onNotification<P>(method: NotificationMethod<P>, callback: (params: P) => void): void {
    this.connection.onNotification(method.method, callback);
  }

  /** Resolves when the other side has agreed. */
  async close(): Promise<void> {
    if (this.socket.readyState === this.socket.CLOSED) return;
    const closed = new Promise((resolve) => this.socket.once('close', resolve));
    this.socket.close();
    await closed;
  }
}
