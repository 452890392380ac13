import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type DataCallback,
  type Disposable,
  type Message,
} from 'vscode-jsonrpc/node';
import type { RawData, WebSocket } from 'ws';

/** Reads one JSON-RPC message from every text frame. */
export class SocketReader extends AbstractMessageReader {
  readonly #socket: WebSocket;

  constructor(socket: WebSocket) {
    super();
    this.#socket = socket;
    // No message can be lost before listen(): ws emits frames on later turns of the event loop, and is paused until then.
    socket.pause();
    socket.on('close', () => this.fireClose());
    socket.on('error', (error) => this.fireError(error));
  }

  listen(callback: DataCallback): Disposable {
    const onMessage = (data: RawData, isBinary: boolean) => {
      const message = isBinary ? undefined : parseMessage(data);
      if (message === undefined) {
        this.fireError(new Error('The broker sent a frame that is not a JSON-RPC message.'));
        this.#socket.close(1003);
        return;
      }
      callback(message);
    };
    this.#socket.on('message', onMessage);
    this.#socket.resume();
    return { dispose: () => this.#socket.off('message', onMessage) };
  }
}

/** Writes every JSON-RPC message as one text frame. */
export class SocketWriter extends AbstractMessageWriter {
  readonly #socket: WebSocket;
  #failures = 0;

  constructor(socket: WebSocket) {
    super();
    this.#socket = socket;
    socket.on('close', () => this.fireClose());
  }

  /** Resolves when the frame has been handed to the operating system. */
  write(message: Message): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.send(JSON.stringify(message), (error) => {
        if (!error) {
          resolve();
          return;
        }
        this.#failures += 1;
        this.fireError(error, message, this.#failures);
        reject(error);
      });
    });
  }

  end(): void {
    this.#socket.close(1000);
  }
}

function parseMessage(data: RawData): Message | undefined {
  try {
    // ws gives text frames as one Buffer unless it is told to do otherwise.
    const value: unknown = JSON.parse((data as Buffer).toString('utf8'));
    const isMessage = typeof value === 'object' && value !== null && 'jsonrpc' in value;
    return isMessage ? (value as unknown as Message) : undefined;
  } catch {
    return undefined;
  }
}
