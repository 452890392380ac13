import { type Socket, connect } from 'node:net';
import { once } from 'node:events';

export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

const HEADER_END = Buffer.from('\r\n\r\n');

/**
 * A keep-alive connection with one request under way. Much leaner than an HTTP client, so that what is measured is the
 * server.
 */
export class HttpConnection {
  private readonly socket: Socket;
  private pending: Buffer = Buffer.alloc(0);
  private onAnswer: ((answer: Answer) => void) | undefined;
  private onFailure: ((error: Error) => void) | undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (part) => this.take(part));
    socket.on('error', (error) => this.onFailure?.(error));
    socket.on('close', () => this.onFailure?.(new Error('the connection was closed')));
  }

  static async open(endpoint: string): Promise<HttpConnection> {
    const { hostname, port } = new URL(endpoint);
    const socket = connect({ host: hostname, port: Number(port) });
    await once(socket, 'connect');
    return new HttpConnection(socket);
  }

  /** Sends a whole request as made by {@link sqsRequest}. */
  send(request: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.onAnswer = resolve;
      this.onFailure = reject;
      // A socket that is closed already says nothing of a write.
      if (this.socket.destroyed || !this.socket.writable) reject(new Error('the connection was closed'));
      else this.socket.write(request);
    });
  }

  close(): void {
    this.onFailure = undefined;
    this.socket.destroy();
  }

  private take(part: Buffer): void {
    this.pending = this.pending.length === 0 ? part : Buffer.concat([this.pending, part]);
    const headerEnd = this.pending.indexOf(HEADER_END);
    if (headerEnd < 0) return;
    const head = this.pending.toString('latin1', 0, headerEnd);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    const end = headerEnd + HEADER_END.length + length;
    if (this.pending.length < end) return;
    const body = this.pending.subarray(headerEnd + HEADER_END.length, end);
    this.pending = this.pending.subarray(end);
    const { onAnswer } = this;
    this.onAnswer = undefined;
    onAnswer?.({ status: Number(head.slice(9, 12)), body });
  }
}

/** The bytes of an SQS call in JSON 1.0, with the headers that an SDK sends. */
export function sqsRequest(endpoint: string, action: string, members: object): Buffer {
  const body = Buffer.from(JSON.stringify(members));
  return writeRequest(
    '/',
    endpoint,
    ['Content-Type: application/x-amz-json-1.0', `X-Amz-Target: AmazonSQS.${action}`],
    body,
  );
}

/** @param headers beside those that all requests have */
function writeRequest(path: string, endpoint: string, headers: readonly string[], body: Buffer): Buffer {
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: ${new URL(endpoint).host}`,
    ...headers,
    'User-Agent: queueside-bench/1.0',
    'X-Amz-Date: 20260115T120000Z',
    `Authorization: AWS4-HMAC-SHA256 Credential=BENCH/20260115/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
    `Content-Length: ${body.length}`,
    '',
    '',
  ].join('\r\n');
  return Buffer.concat([Buffer.from(head), body]);
}

/** The bytes of an SQS call in the Query protocol, as SDKs of before 2023 send it. */
export function queryRequest(
  endpoint: string,
  queueUrl: string,
  action: string,
  members: Readonly<Record<string, string>>,
): Buffer {
  const body = Buffer.from(
    new URLSearchParams({ Action: action, Version: '2012-11-05', ...members }).toString(),
  );
  return writeRequest(
    new URL(queueUrl).pathname,
    endpoint,
    ['Content-Type: application/x-www-form-urlencoded; charset=utf-8'],
    body,
  );
}

/** One call on a connection of its own or a given one; throws on anything but 200. */
export async function callSqs<T>(
  connection: HttpConnection,
  endpoint: string,
  action: string,
  members: object,
): Promise<T> {
  const { status, body } = await connection.send(sqsRequest(endpoint, action, members));
  if (status !== 200) throw new Error(`${action}: ${status} ${body.toString()}`);
  return (body.length === 0 ? {} : JSON.parse(body.toString())) as T;
}
