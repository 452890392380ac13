import type { Socket } from 'node:net';
import type { Dialer, DialPorts } from './dialer.ts';
import { ResponseError, type ResponseHead, ResponseReader, type ResponseSink } from './responseReader.ts';

/** A request as it leaves. */
export interface UpstreamRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** With `host` and `content-length`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The call that a connection serves. */
export interface ConnectionUser {
  /** The request is on its way. */
  onSent(): void;
  onHead(head: ResponseHead): void;
  /** A view, with other bytes of the response around it. */
  onBody(piece: Buffer): void;
  /** All that has come is read, and there is more. */
  onWait(): void;
  onEnd(): void;
  /** Also if the server closes the connection too early. */
  onFailure(error: Error): void;
}

export interface ConnectionPorts {
  /** It serves no call, and can serve the next one. @param keepSeconds how long the server keeps it; undefined: it does not say */
  onIdle(connection: UpstreamConnection, keepSeconds: number | undefined): void;
  onClosed(connection: UpstreamConnection): void;
}

/** A body that is shorter leaves in one piece with the head. */
const SMALL_BYTES = 65_536;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const PATH = /^[\x21-\x7e\x80-\xff]+$/;

/**
 * A connection to the endpoint, with one call at a time. The client of `node:http` makes a stream of each request and of each response,
 * and hands a connection on through two turns of the event loop: a third of the CPU time of a forwarded call (docs/performance.md).
 */
export class UpstreamConnection implements ResponseSink, DialPorts {
  /** When the next call must not use it anymore, from performance.now(); set by who keeps it. */
  usableUntil = 0;
  /** Undefined while a proxy opens a tunnel. */
  private socket: Socket | undefined;
  private isDestroyed = false;
  private readonly ports: ConnectionPorts;
  private readonly reader = new ResponseReader(this);
  /** Its requests leave at once. */
  isReady = false;
  private user: ConnectionUser | undefined;
  private waiting: (() => void) | undefined;
  private failure: Error | undefined;
  private keepSeconds: number | undefined;

  constructor(dialer: Pick<Dialer, 'dial'>, ports: ConnectionPorts) {
    this.ports = ports;
    dialer.dial(this);
  }

  onSocket(socket: Socket, readyEvent: 'connect' | 'secureConnect'): void {
    this.socket = socket;
    socket.once(readyEvent, () => this.begin());
    socket.on('data', (chunk) => this.read(chunk));
    socket.on('error', (error) => {
      this.failure = error;
    });
    socket.on('end', () => {
      if (this.user === undefined || !this.reader.close()) socket.destroy();
    });
    socket.on('close', () => this.noteClosed());
    if (this.isDestroyed) socket.destroy();
  }

  onFailure(error: Error): void {
    this.failure = error;
    this.noteClosed();
  }

  /** Whether what is written could still arrive. */
  get isOpen(): boolean {
    return this.socket?.writable === true;
  }

  /**
   * Sends a request as soon as the connection is there.
   * @param head as {@link writeHead} makes it
   */
  send(method: string, head: string, body: Buffer, user: ConnectionUser): void {
    this.user = user;
    if (this.isReady) this.write(method, head, body);
    else this.waiting = () => this.write(method, head, body);
  }

  /** Stops reading what the server sends, for a while. */
  pause(): void {
    this.socket?.pause();
  }

  resume(): void {
    this.socket?.resume();
  }

  /** Closes it. Its call hears nothing from it afterwards. */
  destroy(): void {
    this.user = undefined;
    this.isDestroyed = true;
    this.reader.stop();
    this.socket?.destroy();
  }

  onHead(head: ResponseHead): void {
    this.keepSeconds = head.keepSeconds;
    this.user?.onHead(head);
  }

  onBody(piece: Buffer): void {
    this.user?.onBody(piece);
  }

  onEnd(isReusable: boolean): void {
    const { socket, user } = this;
    this.user = undefined;
    // A server may respond before it has read all of the request.
    if (isReusable && socket?.writableLength === 0) {
      socket.resume();
      this.ports.onIdle(this, this.keepSeconds);
    } else socket?.destroy();
    user?.onEnd();
  }

  private begin(): void {
    this.isReady = true;
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.();
  }

  private write(method: string, head: string, body: Buffer): void {
    const { socket } = this;
    if (socket === undefined) return;
    this.reader.begin(method);
    if (body.length < SMALL_BYTES) socket.write(head + body.toString('latin1'), 'latin1');
    else {
      socket.cork();
      socket.write(head, 'latin1');
      socket.write(body);
      socket.uncork();
    }
    this.user?.onSent();
  }

  private read(chunk: Buffer): void {
    // What nothing has asked for: the next response would be that of another request.
    if (this.user === undefined) {
      this.socket?.destroy();
      return;
    }
    try {
      this.reader.read(chunk);
      this.user?.onWait();
    } catch (error) {
      this.socket?.destroy();
      if (!(error instanceof ResponseError)) throw error;
      this.failure = error;
    }
  }

  private noteClosed(): void {
    const { failure, user } = this;
    this.user = undefined;
    this.ports.onClosed(this);
    user?.onFailure(failure ?? Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
  }
}

/**
 * The bytes before a body.
 * @param pathPrefix of a proxy
 * @param more headers for a proxy
 * @throws if something would not stay in its line: requests of programs cannot have it
 */
export function writeHead(
  { method, path, headers }: Pick<UpstreamRequest, 'method' | 'path' | 'headers'>,
  pathPrefix = '',
  more: Readonly<Record<string, string>> = {},
): string {
  if (!PATH.test(path)) throw new Error('The path has a character that no request can have.');
  return `${method} ${pathPrefix}${path} HTTP/1.1\r\n${writeLines(headers)}${writeLines(more)}connection: keep-alive\r\n\r\n`;
}

function writeLines(headers: Readonly<Record<string, string>>): string {
  let lines = '';
  for (const name in headers) {
    const value = headers[name] ?? '';
    if (!VALUE.test(value)) throw new Error(`The header ${name} has a character that no request can have.`);
    lines += `${name}: ${value}\r\n`;
  }
  return lines;
}
