import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** An error as a runtime reports it. */
export interface ReportedError {
  readonly errorType: string;
  readonly errorMessage: string;
  /** Node.js. */
  readonly trace?: readonly string[];
  /** The others. */
  readonly stackTrace?: readonly string[];
  readonly requestId?: string;
}

/** What a runtime said to an event. */
export type Outcome =
  | { readonly kind: 'response'; readonly body: Buffer; readonly contentType: string }
  | { readonly kind: 'error'; readonly error: ReportedError; readonly headers: IncomingHttpHeaders };

export interface EventOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  /** Sent as they are. */
  readonly raw?: string;
}

interface Waiting {
  readonly id: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly resolve: (outcome: Outcome) => void;
}

/** Time that an invocation has, ms. */
export const DEADLINE_MS = 60_000;
export const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:thumbnails';
export const TRACE_ID = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';

/** The Runtime API of one environment, as far as a runtime sees it. */
export class RuntimeApiServer {
  /** Resolves when the runtime says that it could not start. */
  readonly initError: Promise<ReportedError>;
  private readonly server: Server;
  private reportInitError: (error: ReportedError) => void = () => undefined;
  private readonly events: Waiting[] = [];
  private readonly running = new Map<string, Waiting>();
  private poll: ServerResponse | undefined;

  private constructor(server: Server) {
    this.server = server;
    this.initError = new Promise((resolve) => {
      this.reportInitError = resolve;
    });
    server.on('request', (request, response) => void this.answer(request, response));
  }

  static async open(): Promise<RuntimeApiServer> {
    const server = createServer({ maxHeaderSize: 1_048_576 });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new RuntimeApiServer(server);
  }

  get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Hands over an event, and resolves with what the runtime says to it. */
  invoke(event: unknown, options: EventOptions = {}): Promise<Outcome> {
    const id = randomUUID();
    return new Promise((resolve) => {
      this.events.push({
        id,
        body: options.raw ?? JSON.stringify(event),
        resolve,
        headers: {
          'Content-Type': options.contentType ?? 'application/json',
          'Lambda-Runtime-Aws-Request-Id': id,
          'Lambda-Runtime-Deadline-Ms': String(Date.now() + DEADLINE_MS),
          'Lambda-Runtime-Invoked-Function-Arn': FUNCTION_ARN,
          'Lambda-Runtime-Trace-Id': TRACE_ID,
          ...options.headers,
        },
      });
      this.handOver();
    });
  }

  /** Ends all connections, as the broker does when the environment is over. */
  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** Ends the connections that are idle. */
  closeIdle(): void {
    this.server.closeIdleConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const [, id = '', end] =
      /^\/2018-06-01\/runtime\/(?:invocation\/)?(.*?)(?:\/(\w+))?$/.exec(request.url ?? '') ?? [];
    if (id === 'next') {
      this.poll = response;
      this.handOver();
      return;
    }
    const accepted = '{"status":"OK"}';
    response
      .writeHead(202, { 'Content-Type': 'application/json', 'Content-Length': accepted.length })
      .end(accepted);
    if (id === 'init') {
      this.reportInitError(JSON.parse(body.toString()) as ReportedError);
      return;
    }
    const waiting = this.running.get(id);
    this.running.delete(id);
    if (end === 'error') {
      const error = JSON.parse(body.toString()) as ReportedError;
      waiting?.resolve({ kind: 'error', error, headers: request.headers });
      return;
    }
    const failure = request.trailers['lambda-runtime-function-error-body'];
    if (failure !== undefined) {
      const error = JSON.parse(Buffer.from(failure, 'base64').toString()) as ReportedError;
      waiting?.resolve({ kind: 'error', error, headers: request.headers });
      return;
    }
    waiting?.resolve({ kind: 'response', body, contentType: request.headers['content-type'] ?? '' });
  }

  private handOver(): void {
    const event = this.poll === undefined ? undefined : this.events.shift();
    if (event === undefined) return;
    this.running.set(event.id, event);
    this.poll
      ?.writeHead(200, { ...event.headers, 'Content-Length': Buffer.byteLength(event.body) })
      .end(event.body);
    this.poll = undefined;
  }
}
