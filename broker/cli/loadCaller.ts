import { Agent, request } from 'node:http';
import { type LoadCredentials, LoadSigner } from './loadSigner.ts';

export interface LoadAnswer {
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** The error code, or the connection error; empty on success. */
  readonly error: string;
  /** Empty unless it was asked for. */
  readonly body: string;
}

const CONTENT_TYPE = 'application/x-amz-json-1.0';

/** Calls a queue's endpoint by the JSON protocol on connections that stay open. */
export class LoadCaller {
  private readonly endpoint: URL;
  private readonly agent: Agent;
  private readonly signer: LoadSigner;

  constructor(endpoint: URL, connections: number, credentials: LoadCredentials) {
    this.endpoint = endpoint;
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
    this.signer = new LoadSigner(credentials);
  }

  /** Never rejects: errors are counted. */
  call(
    action: string,
    members: object,
    options: { readonly wantsBody: boolean } = { wantsBody: false },
  ): Promise<LoadAnswer> {
    const body = JSON.stringify(members);
    const { hostname, port, host } = this.endpoint;
    const target = `AmazonSQS.${action}`;
    const headers = {
      'Content-Type': CONTENT_TYPE,
      'X-Amz-Target': target,
      'User-Agent': 'queueside-load',
      'Content-Length': String(Buffer.byteLength(body)),
      ...this.signer.sign({ host, contentType: CONTENT_TYPE, target, body }, new Date()),
    };
    return new Promise((resolve) => {
      const call = request({ method: 'POST', hostname, port, path: '/', agent: this.agent, headers });
      call.on('error', (error: NodeJS.ErrnoException) => {
        resolve({ status: 0, error: error.code ?? error.message, body: '' });
      });
      call.on('response', (response) => {
        let text = '';
        if (options.wantsBody) response.setEncoding('utf8').on('data', (part: string) => (text += part));
        else response.resume();
        response.on('end', () => {
          const status = response.statusCode ?? 0;
          const code = response.headers['x-amzn-query-error'];
          resolve({ status, error: status === 200 ? '' : String(code ?? status), body: text });
        });
      });
      call.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
