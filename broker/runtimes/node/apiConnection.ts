import { createConnection, type NetConnectOpts, type Socket } from 'node:net';
import { type Answer, AnswerReader } from './answerReader.ts';

/** Taken before the code of the function is loaded: what it patches, such as mocks and tracing, must not see these calls. */
const connect = createConnection;

/** A call of the Runtime API. */
export interface ApiCall {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Names and values that no function can choose, but for {@link isHeaderValue}. */
  readonly headers: Readonly<Record<string, string>>;
  /** Absent: none. */
  readonly body?: string | Buffer;
}

/** The server had closed the connection, which had been used before: another one may succeed. */
export class StaleConnection extends Error {}

/** A call that waits for its answer. */
interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A connection to the Runtime API, with one call at a time. An idle one does not keep the process alive. The HTTP client of
 * Node.js is for all servers; this one is for the broker alone, which gives each answer a Content-Length. It takes less than
 * half of the CPU time, and node:http need not be loaded for it.
 */
export class ApiConnection {
  private readonly host: string;
  private readonly socket: Socket;
  private readonly reader = new AnswerReader();
  private waiting: Waiting | undefined;
  private failure: Error | undefined;
  private hasAnswered = false;

  /** @param host the value of the Host header */
  constructor(place: NetConnectOpts, host: string) {
    this.host = host;
    this.socket = connect({ ...place, noDelay: true });
    this.socket.on('data', (chunk) => this.read(chunk));
    this.socket.on('error', (error) => {
      this.failure = error;
    });
    this.socket.on('close', () => this.noteClosed());
  }

  /** Whether what is written could still arrive. */
  get isOpen(): boolean {
    return this.socket.writable;
  }

  /** Rejects with the error of the connection, or with {@link StaleConnection}. No other call waits here. */
  call(call: ApiCall): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket.ref();
      this.write(call);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  /** In one piece. */
  private write({ method, path, headers, body }: ApiCall): void {
    let head = `${method} ${path} HTTP/1.1\r\nHost: ${this.host}\r\n`;
    for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
    if (body !== undefined) head += `Content-Length: ${Buffer.byteLength(body)}\r\n`;
    head += '\r\n';
    const { socket } = this;
    if (typeof body !== 'object') {
      socket.write(body === undefined ? head : head + body);
      return;
    }
    socket.cork();
    socket.write(head, 'latin1');
    socket.write(body);
    socket.uncork();
  }

  private read(chunk: Buffer): void {
    const { waiting } = this;
    try {
      // What no call has asked for ends the connection.
      if (waiting === undefined) throw new Error('The Runtime API answers what was not asked.');
      const answer = this.reader.add(chunk);
      if (answer === undefined) return;
      this.waiting = undefined;
      this.hasAnswered = true;
      this.socket.unref();
      waiting.resolve(answer);
    } catch (error) {
      this.socket.destroy(error as Error);
    }
  }

  private noteClosed(): void {
    const { waiting, failure, hasAnswered, reader } = this;
    this.waiting = undefined;
    if (hasAnswered && reader.isEmpty && isEndOfPeer(failure)) waiting?.reject(new StaleConnection());
    else waiting?.reject(failure ?? new Error('the connection was closed'));
  }
}

/** Whether a text can be the value of a header, as RFC 9110 has it. */
export function isHeaderValue(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
}

function isEndOfPeer(failure: NodeJS.ErrnoException | undefined): boolean {
  return failure === undefined || failure.code === 'ECONNRESET' || failure.code === 'EPIPE';
}
