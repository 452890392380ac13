import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type DataCallback,
  type Disposable,
  type Message,
} from 'vscode-jsonrpc/node';
import type { RawData, WebSocket } from 'ws';

/** Close codes of RFC 6455. */
const NORMAL = 1000;
const UNSUPPORTED_DATA = 1003;
const INVALID_PAYLOAD = 1007;

export interface ReaderOptions {
  /** Whether a text is too costly to be parsed; asked before it is. */
  readonly refuses?: (text: Uint8Array) => boolean;
}

/** Reads one JSON-RPC message from every text frame. Anything else closes the socket: it cannot be answered. */
export class SocketMessageReader extends AbstractMessageReader {
  private readonly socket: WebSocket;
  private readonly refuses: (text: Uint8Array) => boolean;

  constructor(socket: WebSocket, { refuses = () => false }: ReaderOptions = {}) {
    super();
    this.socket = socket;
    this.refuses = refuses;
    // No message can be lost before listen(): ws emits frames on later turns of the event loop, and is paused until then.
    socket.pause();
    socket.on('error', (error) => this.fireError(error));
    socket.on('close', () => this.fireClose());
  }

  listen(callback: DataCallback): Disposable {
    const onMessage = (data: RawData, isBinary: boolean) => {
      // A peer may send much before it sees that this side has closed; nothing of it can be answered.
      if (this.socket.readyState !== this.socket.OPEN) return;
      // With the default binaryType a text frame comes as one Buffer.
      const message = isBinary ? undefined : this.parse(data as Buffer);
      if (message !== undefined) {
        callback(message);
        return;
      }
      this.fireError(new Error('The other side sent a frame that is not a JSON-RPC message.'));
      if (isBinary) this.socket.close(UNSUPPORTED_DATA, 'one JSON-RPC message per text frame');
      else this.socket.close(INVALID_PAYLOAD, 'not a JSON-RPC message');
    };
    this.socket.on('message', onMessage);
    this.socket.resume();
    return { dispose: () => this.socket.off('message', onMessage) };
  }

  private parse(text: Buffer): Message | undefined {
    if (this.refuses(text)) return undefined;
    try {
      const parsed: unknown = JSON.parse(text.toString('utf8'));
      const isMessage = typeof parsed === 'object' && parsed !== null && 'jsonrpc' in parsed;
      return isMessage && parsed.jsonrpc === '2.0' ? (parsed as Message) : undefined;
    } catch {
      return undefined;
    }
  }
}

export interface WriterOptions {
  /** A peer that leaves more than this unread is cut off when there is more to tell it. */
  readonly maximumUnreadBytes?: number;
  /** A message has left this process. */
  readonly onSent?: () => void;
}

/** Writes every JSON-RPC message as one text frame; a write ends when the frame has left this process. */
export class SocketMessageWriter extends AbstractMessageWriter {
  private readonly socket: WebSocket;
  private readonly maximumUnreadBytes: number;
  private readonly onSent: (() => void) | undefined;
  private failures = 0;

  constructor(
    socket: WebSocket,
    { maximumUnreadBytes = Number.POSITIVE_INFINITY, onSent }: WriterOptions = {},
  ) {
    super();
    this.socket = socket;
    this.maximumUnreadBytes = maximumUnreadBytes;
    this.onSent = onSent;
    socket.on('close', () => this.fireClose());
  }

  write(message: Message): Promise<void> {
    if (this.socket.bufferedAmount > this.maximumUnreadBytes) this.socket.terminate();
    return new Promise((resolve, reject) => {
      this.socket.send(JSON.stringify(message), (error) => {
        if (error instanceof Error) {
          this.fireError(error, message, ++this.failures);
          reject(error);
        } else {
          this.onSent?.();
          resolve();
        }
      });
    });
  }

  end(): void {
    this.socket.close(NORMAL);
  }
}
