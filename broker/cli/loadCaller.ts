import { Agent, request } from 'node:http';

export interface LoadAnswer {
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** The error's code or what went wrong with the connection; empty when all is well. */
  readonly error: string;
}

/** Calls a queue's endpoint by the JSON protocol on connections that stay open. */
export class LoadCaller {
  private readonly endpoint: URL;
  private readonly agent: Agent;
  private readonly headers: Readonly<Record<string, string>>;

  constructor(endpoint: URL, connections: number, accessKeyId: string) {
    this.endpoint = endpoint;
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
    this.headers = {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': 'AmazonSQS.SendMessage',
      'User-Agent': 'queueside-load',
      Authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/sqs/aws4_request`,
    };
  }

  /** Never rejects: what goes wrong is counted. */
  send(members: object): Promise<LoadAnswer> {
    const body = JSON.stringify(members);
    const { hostname, port } = this.endpoint;
    const headers = { ...this.headers, 'Content-Length': String(Buffer.byteLength(body)) };
    return new Promise((resolve) => {
      const call = request({ method: 'POST', hostname, port, path: '/', agent: this.agent, headers });
      call.on('error', (error: NodeJS.ErrnoException) => {
        resolve({ status: 0, error: error.code ?? error.message });
      });
      call.on('response', (response) => {
        response.resume();
        response.on('end', () => {
          const status = response.statusCode ?? 0;
          const code = response.headers['x-amzn-query-error'];
          resolve({ status, error: status === 200 ? '' : String(code ?? status) });
        });
      });
      call.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
