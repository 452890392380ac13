import { createMessageConnection, type MessageConnection } from 'vscode-jsonrpc/node';
import { type ClientOptions, WebSocket } from 'ws';
import { SocketMessageReader, SocketMessageWriter } from '../../broker/control/channel/transport.ts';
import type { NotificationMethod, RequestMethod } from '../../broker/protocol/method.ts';
import { PROTOCOL_VERSION } from '../../broker/protocol/version.ts';
import { TOKEN } from './testBroker.ts';

/** A connection to the control channel, as the extension makes it. */
export class ControlClient {
  readonly socket: WebSocket;
  private readonly connection: MessageConnection;
  private readonly listeners = new Set<(method: string, params: unknown) => void>();

  constructor(socket: WebSocket) {
    this.socket = socket;
    this.connection = createMessageConnection(
      new SocketMessageReader(socket),
      new SocketMessageWriter(socket),
    );
    this.connection.onNotification((method, params) => {
      for (const listener of this.listeners) listener(method, params);
    });
    // Requests that wait for an answer are rejected by that, and only by that.
    socket.once('close', () => this.connection.dispose());
    this.connection.listen();
  }

  request<P, R>(method: RequestMethod<P, R>, params: P): Promise<R> {
    return this.connection.sendRequest<R>(method.method, params);
  }

  /** Any method and params, also such as the types forbid. */
  requestRaw(method: string, params: unknown): Promise<unknown> {
    return this.connection.sendRequest(method, params);
  }

  notifyRaw(method: string, params: unknown): Promise<void> {
    return this.connection.sendNotification(method, params);
  }

  initialize(version: unknown = PROTOCOL_VERSION): Promise<unknown> {
    const capabilities = { experimental: { queuesideProtocol: version } };
    return this.requestRaw('initialize', { processId: null, rootUri: null, capabilities });
  }

  /** Resolves with the first notification, from now on, that the condition holds for. */
  waitFor<P>(method: NotificationMethod<P>, holds: (params: P) => boolean = () => true): Promise<P> {
    return new Promise((resolve) => {
      const listener = (name: string, params: unknown) => {
        if (name !== method.method || !holds(params as P)) return;
        this.listeners.delete(listener);
        resolve(params as P);
      };
      this.listeners.add(listener);
    });
  }

  /** Calls back with every notification of a method. */
  on<P>(method: NotificationMethod<P>, callback: (params: P) => void): void {
    this.listeners.add((name, params) => {
      if (name === method.method) callback(params as P);
    });
  }

  /** Resolves with the close code. */
  closed(): Promise<number> {
    return new Promise((resolve) => {
      this.socket.once('close', (code) => resolve(code));
    });
  }

  async close(): Promise<void> {
    const closed = this.closed();
    this.socket.close();
    await closed;
  }
}

/** Opens a connection and initializes it. */
export async function openClient(control: string, token: string = TOKEN): Promise<ControlClient> {
  const client = await connectClient(control, token);
  await client.initialize();
  return client;
}

/** Opens a connection; nothing was said on it yet. */
export async function connectClient(control: string, token: string = TOKEN): Promise<ControlClient> {
  const socket = new WebSocket(control, { headers: { authorization: `Bearer ${token}` } });
  const client = new ControlClient(socket);
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return client;
}

/** Tries to connect and resolves with the HTTP status of the refusal; 101 when there was none. */
export function tryConnect(
  control: string,
  options: ClientOptions,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(control, options);
    socket.once('open', () => {
      socket.close();
      resolve({ status: 101, text: '' });
    });
    socket.once('error', reject);
    socket.once('unexpected-response', (_request, response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.once('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
  });
}
