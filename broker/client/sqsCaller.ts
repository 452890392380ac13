import { Agent, request } from 'node:http';
import { urlToHttpOptions } from 'node:url';
import { type SqsCredentials, SqsSigner } from './sqsSigner.ts';

export interface SqsCallerOptions {
  /** Absent: nothing says who calls. */
  readonly credentials?: SqsCredentials | undefined;
  /** What the program is called where the broker shows its consumers. */
  readonly userAgent: string;
  /** Calls at once; more wait for a connection. */
  readonly connections?: number;
}

export interface CallOptions {
  /** Without it the answer's body is not kept. */
  readonly wantsBody?: boolean;
  /** Hangs up. */
  readonly signal?: AbortSignal | undefined;
}

export interface SqsAnswer {
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** The error's code or what went wrong with the connection; empty when all is well. */
  readonly error: string;
  /** Empty unless it was asked for. */
  readonly body: string;
}

const CONTENT_TYPE = 'application/x-amz-json-1.0';

/** Calls a queue's endpoint by the JSON protocol on connections that stay open. */
export class SqsCaller {
  private readonly endpoint: URL;
  private readonly userAgent: string;
  private readonly agent: Agent;
  private readonly signer: SqsSigner | undefined;

  constructor(endpoint: URL, { credentials, userAgent, connections = Infinity }: SqsCallerOptions) {
    this.endpoint = endpoint;
    this.userAgent = userAgent;
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
    this.signer = credentials && new SqsSigner(credentials);
  }

  /** Never rejects: what goes wrong is in the answer. */
  call(action: string, members: object, { wantsBody = false, signal }: CallOptions = {}): Promise<SqsAnswer> {
    const body = JSON.stringify(members);
    const { host } = this.endpoint;
    // Without the brackets that a URL puts around an IPv6 address.
    const { hostname, port } = urlToHttpOptions(this.endpoint);
    const target = `AmazonSQS.${action}`;
    const headers = {
      'Content-Type': CONTENT_TYPE,
      'X-Amz-Target': target,
      'User-Agent': this.userAgent,
      'Content-Length': String(Buffer.byteLength(body)),
      ...this.signer?.sign({ host, contentType: CONTENT_TYPE, target, body }, new Date()),
    };
    return new Promise((resolve) => {
      const call = request({
        method: 'POST',
        hostname,
        port,
        path: '/',
        agent: this.agent,
        headers,
        ...(signal && { signal }),
      });
      call.on('error', (error: NodeJS.ErrnoException) => {
        resolve({ status: 0, error: error.code ?? error.message, body: '' });
      });
      call.on('response', (response) => {
        let text = '';
        if (wantsBody) response.setEncoding('utf8').on('data', (part: string) => (text += part));
        else response.resume();
        response.on('end', () => {
          const status = response.statusCode ?? 0;
          const code = response.headers['x-amzn-query-error'];
          resolve({ status, error: status === 200 ? '' : String(code ?? status), body: text });
        });
        // An answer that breaks off has no end.
        response.on('error', (error: NodeJS.ErrnoException) => {
          resolve({ status: 0, error: error.code ?? error.message, body: '' });
        });
      });
      call.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
