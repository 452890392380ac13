import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** One connection on which tests write what no HTTP client would. */
export class RawConnection {
  readonly socket: Socket;
  private received = '';
  private isEnded = false;

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.setEncoding('latin1');
    this.socket.on('data', (text: string) => {
      this.received += text;
    });
    this.socket.on('end', () => {
      this.isEnded = true;
    });
    // A refused upload may end in a reset; what was answered before it counts.
    this.socket.on('error', () => {
      this.isEnded = true;
    });
  }

  write(text: string | Buffer): void {
    this.socket.write(text);
  }

  /** The next whole answer on this connection. */
  async readAnswer(): Promise<RawAnswer> {
    for (;;) {
      const answer = this.takeAnswer();
      if (answer !== undefined) return answer;
      if (this.isEnded) throw new Error(`The connection ended after: ${this.received}`);
      await this.moved();
    }
  }

  /** The status of the one answer before the other side closes; also of an answer to HEAD, whose body stays away. */
  async readStatus(): Promise<number> {
    await this.closed();
    return Number(/^HTTP\/1\.1 (\d{3}) /.exec(this.received)?.[1]);
  }

  /** Resolves when the other side has closed the connection. */
  async closed(): Promise<void> {
    if (!this.socket.closed) await once(this.socket, 'close');
  }

  /** Resolves when more has come, or nothing more will. */
  private async moved(): Promise<void> {
    const listening = new AbortController();
    const { signal } = listening;
    await Promise.race([once(this.socket, 'data', { signal }), once(this.socket, 'close', { signal })]);
    listening.abort();
  }

  private takeAnswer(): RawAnswer | undefined {
    const headEnd = this.received.indexOf('\r\n\r\n');
    if (headEnd === -1) return undefined;
    const [statusLine = '', ...lines] = this.received.slice(0, headEnd).split('\r\n');
    const headers = new Map(
      lines.map((line) => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 2),
      ]),
    );
    const end = headEnd + 4 + Number(headers.get('content-length') ?? 0);
    if (this.received.length < end) return undefined;
    const body = Buffer.from(this.received.slice(headEnd + 4, end), 'latin1').toString();
    this.received = this.received.slice(end);
    return { status: Number(statusLine.split(' ')[1]), headers, body };
  }
}

/** The text of a request with these headers and this body. */
export function formatRequest(
  line: string,
  headers: Record<string, string>,
  body: string | Buffer = '',
): Buffer {
  const all = {
    Host: 'localhost',
    ...(body.length > 0 ? { 'Content-Length': String(Buffer.byteLength(body)) } : {}),
    ...headers,
  };
  const head = Object.entries(all)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  return Buffer.concat([Buffer.from(`${line} HTTP/1.1\r\n${head}\r\n`), Buffer.from(body as string)]);
}
