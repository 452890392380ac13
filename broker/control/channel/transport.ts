import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageReader,
  type MessageWriter,
} from 'vscode-jsonrpc/node';
import type { RawData, WebSocket } from 'ws';
import { type JsonBounds, refuseJson } from '../../calls/jsonBounds.ts';

/** Messages that may arrive before a listener exists. A peer that sends more is disconnected. */
const MAXIMUM_BACKLOG = 64;

/**
 * Bytes that may wait for a peer. Its requests wait much earlier; one that does not even read its notifications is
 * disconnected.
 */
const MAXIMUM_UNREAD_BYTES = 16 * 1_048_576;

/** Of one request: 1,000 sends of a replay with ten attributes each have fewer. */
const BOUNDS: JsonBounds = { members: 60_000, textBytes: Number.POSITIVE_INFINITY };

/** Close codes of RFC 6455. */
const UNSUPPORTED_DATA = 1003;
const INVALID_PAYLOAD = 1007;
const TRY_AGAIN_LATER = 1013;

/** Reads one JSON-RPC message from every text frame. Anything else closes the socket: it cannot be answered. */
export class SocketMessageReader extends AbstractMessageReader implements MessageReader {
  private readonly socket: WebSocket;
  private readonly backlog: Message[] = [];
  private callback: DataCallback | undefined;

  constructor(socket: WebSocket) {
    super();
    this.socket = socket;
    socket.on('message', (data, isBinary) => this.receive(data, isBinary));
    socket.on('error', (error) => this.fireError(error));
    socket.on('close', () => this.fireClose());
  }

  listen(callback: DataCallback): Disposable {
    this.callback = callback;
    for (const message of this.backlog.splice(0)) callback(message);
    return {
      dispose: () => {
        this.callback = undefined;
      },
    };
  }

  private receive(data: RawData, isBinary: boolean): void {
    if (isBinary) {
      this.socket.close(UNSUPPORTED_DATA, 'one JSON-RPC message per text frame');
      return;
    }
    const message = parseMessage(data);
    if (message === undefined) {
      this.socket.close(INVALID_PAYLOAD, 'not a JSON-RPC message');
    } else if (this.callback !== undefined) {
      this.callback(message);
    } else if (this.backlog.push(message) > MAXIMUM_BACKLOG) {
      this.socket.close(TRY_AGAIN_LATER, 'too many messages before the first was read');
    }
  }
}

/** Writes every JSON-RPC message as one text frame; a write ends when the frame has left this process. */
export class SocketMessageWriter extends AbstractMessageWriter implements MessageWriter {
  private readonly socket: WebSocket;
  private readonly onSent: () => void;

  /** @param onSent a message has left */
  constructor(socket: WebSocket, onSent: () => void = () => undefined) {
    super();
    this.socket = socket;
    this.onSent = onSent;
    socket.on('close', () => this.fireClose());
  }

  write(message: Message): Promise<void> {
    if (this.socket.bufferedAmount > MAXIMUM_UNREAD_BYTES) this.socket.terminate();
    return new Promise((resolve, reject) => {
      this.socket.send(JSON.stringify(message), (error) => {
        if (error instanceof Error) {
          this.fireError(error, message, 1);
          reject(error);
        } else {
          this.onSent();
          resolve();
        }
      });
    });
  }

  end(): void {
    this.socket.close();
  }
}

function parseMessage(data: RawData): Message | undefined {
  try {
    // With the default binaryType a text frame comes as one Buffer.
    const text = data as Buffer;
    if (refuseJson(text, BOUNDS) !== undefined) return undefined;
    const parsed: unknown = JSON.parse(text.toString('utf8'));
    const isMessage = typeof parsed === 'object' && parsed !== null && 'jsonrpc' in parsed;
    return isMessage && parsed.jsonrpc === '2.0' ? (parsed as Message) : undefined;
  } catch {
    return undefined;
  }
}
