// In place of dist/controlClient.js, whose library needs the editor: the same members, as far as the extension uses them.
import { createMessageConnection, type MessageConnection } from 'vscode-jsonrpc/node';
import { PROTOCOL_VERSION } from '../../../broker/protocol/version.ts';
import { SocketMessageReader, SocketMessageWriter } from '../../../broker/socket/transport.ts';
import type { ControlClientOptions } from '../../../extension/broker/controlClient.ts';

export { NotOurBrokerError, openSocket } from '../../../broker/socket/openSocket.ts';

class PlainControlClient {
  initializeResult: unknown;
  readonly #options: ControlClientOptions;
  readonly #handlers = new Map<string, (params: unknown) => void>();
  #connection: MessageConnection | undefined;

  constructor(options: ControlClientOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const socket = await this.#options.openSocket();
    const connection = createMessageConnection(
      new SocketMessageReader(socket),
      new SocketMessageWriter(socket),
    );
    for (const [method, handler] of this.#handlers) connection.onNotification(method, handler);
    socket.once('close', () => {
      connection.dispose();
      if (this.#connection !== connection) return;
      this.#connection = undefined;
      this.#options.onStopped();
    });
    connection.listen();
    const capabilities = { experimental: { queuesideProtocol: PROTOCOL_VERSION } };
    this.initializeResult = await connection.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      capabilities,
    });
    this.#connection = connection;
  }

  isRunning(): boolean {
    return this.#connection !== undefined;
  }

  sendRequest(method: string, params: unknown): Promise<unknown> {
    return this.#connection?.sendRequest(method, params) ?? Promise.reject(new Error('Not running.'));
  }

  onNotification(method: string, handler: (params: unknown) => void): void {
    this.#handlers.set(method, handler);
    this.#connection?.onNotification(method, handler);
  }

  async dispose(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    if (connection === undefined) return;
    await connection.sendRequest('shutdown').catch(() => undefined);
    await connection.sendNotification('exit').catch(() => undefined);
    connection.end();
    connection.dispose();
  }
}

export function createControlClient(options: ControlClientOptions): PlainControlClient {
  return new PlainControlClient(options);
}
