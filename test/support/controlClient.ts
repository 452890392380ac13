import { type ClientOptions, WebSocket } from 'ws';
import { ControlClient as BrokerControlClient } from '../../broker/client/controlClient.ts';
import type { NotificationMethod } from '../../broker/protocol/method.ts';
import { openSocket } from '../../broker/socket/openSocket.ts';
import { TOKEN } from './testBroker.ts';

/** A control client that can also say what the types forbid, and that listens to notifications. */
export class ControlClient extends BrokerControlClient {
  private readonly listeners = new Set<(method: string, params: unknown) => void>();

  constructor(socket: WebSocket) {
    super(socket);
    this.connection.onNotification((method, params) => {
      for (const listener of this.listeners) listener(method, params);
    });
  }

  /** Any method and params, also such as the types forbid. */
  requestRaw(method: string, params: unknown): Promise<unknown> {
    return this.connection.sendRequest(method, params);
  }

  notifyRaw(method: string, params: unknown): Promise<void> {
    return this.connection.sendNotification(method, params);
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
}

/** Opens a connection and initializes it. */
export async function openClient(control: string, token: string = TOKEN): Promise<ControlClient> {
  const client = await connectClient(control, token);
  await client.initialize();
  return client;
}

/** Opens a connection; nothing was said on it yet. */
export async function connectClient(control: string, token: string = TOKEN): Promise<ControlClient> {
  return new ControlClient(await openSocket(control, token));
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
