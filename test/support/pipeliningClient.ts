import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { connect as connectSecurely } from 'node:tls';

export interface PipelinedAnswer {
  readonly status: number;
  readonly body: string;
}

/** Bytes that are taken from the system at once: what a client with a small receive buffer does. */
const READ_BYTES = 4096;

/** A client that writes head and body of a request apart, and sends on before it has read what it was answered. */
export class PipeliningClient {
  private readonly stream: Duplex;
  private readonly wire: Wire;
  private pieces: Buffer[] = [];
  private bytes = 0;
  private isEnded = false;
  private wake: () => void = () => undefined;

  private constructor(stream: Duplex, wire: Wire) {
    this.stream = stream;
    this.wire = wire;
    stream.on('data', (piece: Buffer) => {
      this.pieces.push(piece);
      this.bytes += piece.length;
      this.wake();
    });
    for (const event of ['end', 'close', 'error']) {
      stream.on(event, () => {
        this.isEnded = true;
        this.wake();
      });
    }
  }

  /** @param authority PEM of who signs the server's certificate; without it the connection is plain */
  static async open(port: number, authority?: string): Promise<PipeliningClient> {
    const wire = new Wire(port);
    if (authority === undefined) {
      await once(wire.socket, 'connect');
      return new PipeliningClient(wire, wire);
    }
    const stream = connectSecurely({ socket: wire, ca: authority, servername: 'localhost' });
    await once(stream, 'secureConnect');
    return new PipeliningClient(stream, wire);
  }

  /** Writes what the callback writes in one piece of the connection: over TLS, several records in one packet. */
  async writeTogether(write: () => void): Promise<void> {
    this.wire.isGathering = true;
    write();
    await new Promise(setImmediate);
    this.wire.isGathering = false;
  }

  /** Head and body in writes of their own; over TLS that makes two records. */
  request(action: string, members: object): void {
    const body = Buffer.from(JSON.stringify(members));
    this.write(
      `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.0\r\n` +
        `X-Amz-Target: AmazonSQS.${action}\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    this.write(body);
  }

  write(bytes: string | Buffer): void {
    this.stream.write(bytes);
  }

  /** Reads nothing from now on; what the system's buffers cannot take stays with the server. */
  stopReading(): void {
    this.wire.socket.pause();
    this.stream.pause();
  }

  readOn(): void {
    this.stream.resume();
    this.wire.socket.resume();
  }

  /** Resolves when so many bytes of answers were read in all that were not taken as answers yet. */
  async readBytes(bytes: number): Promise<void> {
    while (this.bytes < bytes && !this.isEnded) await this.more();
  }

  /** The next whole answer; one of status 0 when the connection ended before it. */
  async readAnswer(): Promise<PipelinedAnswer> {
    for (;;) {
      const answer = this.takeAnswer();
      if (answer !== undefined) return answer;
      if (this.isEnded) return { status: 0, body: Buffer.concat(this.pieces).toString().slice(0, 500) };
      await this.more();
    }
  }

  close(): void {
    this.stream.destroy();
    this.wire.socket.destroy();
  }

  private async more(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
  }

  private takeAnswer(): PipelinedAnswer | undefined {
    const first = this.pieces[0];
    if (first === undefined) return undefined;
    let headEnd = first.indexOf('\r\n\r\n');
    if (headEnd === -1) {
      this.pieces = [Buffer.concat(this.pieces)];
      headEnd = (this.pieces[0] as Buffer).indexOf('\r\n\r\n');
      if (headEnd === -1) return undefined;
    }
    const head = (this.pieces[0] as Buffer).toString('latin1', 0, headEnd);
    const end = headEnd + 4 + Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (this.bytes < end) return undefined;
    const all = Buffer.concat(this.pieces);
    this.pieces = end === all.length ? [] : [all.subarray(end)];
    this.bytes -= end;
    return { status: Number(head.split(' ')[1]), body: all.toString('utf8', headEnd + 4, end) };
  }
}

/** A connection whose bytes can be gathered before they leave, and that reads a little at a time. */
class Wire extends Duplex {
  readonly socket: Socket;
  private gathered: Buffer[] = [];
  private gathering = false;

  constructor(port: number) {
    super();
    this.socket = connect({
      host: '127.0.0.1',
      port,
      noDelay: true,
      onread: {
        buffer: Buffer.alloc(READ_BYTES),
        callback: (bytes, buffer) => this.push(Buffer.from(buffer.subarray(0, bytes))),
      },
    });
    this.socket.on('end', () => this.push(null));
    this.socket.on('close', () => this.destroy());
    this.socket.on('error', () => this.destroy());
  }

  set isGathering(gathering: boolean) {
    this.gathering = gathering;
    if (!gathering) this.socket.write(Buffer.concat(this.gathered.splice(0)));
  }

  override _read(): void {
    this.socket.resume();
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: () => void): void {
    if (this.gathering) {
      this.gathered.push(bytes);
      done();
    } else this.socket.write(bytes, done);
  }
}
