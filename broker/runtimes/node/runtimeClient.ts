import { Agent, type IncomingHttpHeaders, type RequestOptions, request as sendRequest } from 'node:http';
import type { ErrorBody } from './errorBody.ts';

/** Taken before the code of the function is loaded: what it patches, such as mocks and tracing, must not see these calls. */
const request = sendRequest;

const BASE = '/2018-06-01/runtime';

/** An event, with the headers that say whose it is. */
export interface Invocation {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  /** As it came: JSON. */
  readonly event: string;
}

/** Why the Runtime API gave no event: the environment is over. */
export class RuntimeApiError extends Error {
  override readonly name = 'RuntimeApiError';
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** The four calls of the Runtime API (docs/functions.md). An idle connection does not keep the process alive. */
export class RuntimeClient {
  private readonly place: Pick<RequestOptions, 'agent' | 'host' | 'port'>;

  /** @param address `host:port`, as in AWS_LAMBDA_RUNTIME_API */
  constructor(address: string) {
    const { hostname, port } = new URL(`http://${address}`);
    // While it waits for an event, a failure in the background must get through.
    const agent = new Agent({ keepAlive: true });
    this.place = { agent, host: hostname.replace(/^\[|\]$/g, ''), port };
  }

  /** Waits without limit. Throws RuntimeApiError if there will be no event. */
  async next(): Promise<Invocation> {
    const { status, headers, body } = await this.call('GET', '/invocation/next').catch(rejectNext);
    const id = headers['lambda-runtime-aws-request-id'];
    if (status !== 200 || typeof id !== 'string')
      throw new RuntimeApiError(`The Runtime API gave no event (status ${status}): ${body.toString()}`);
    return { id, headers, event: body.toString() };
  }

  /** What the Runtime API says to it, such as that it is too large, is for the caller of the function to know. */
  async respond(id: string, body: string | Buffer, contentType = 'application/json'): Promise<void> {
    await this.call('POST', `/invocation/${encodeURIComponent(id)}/response`, {
      body,
      headers: { 'Content-Type': contentType },
    });
  }

  async fail(id: string, error: ErrorBody): Promise<void> {
    await this.call('POST', `/invocation/${encodeURIComponent(id)}/error`, describe(error));
  }

  async failInit(error: ErrorBody): Promise<void> {
    await this.call('POST', '/init/error', describe(error));
  }

  /** A connection that the server closed while the function worked is opened again, once. */
  private async call(method: string, path: string, content?: Content): Promise<Answer> {
    try {
      return await this.callOnce(method, path, content);
    } catch (error) {
      if (!(error instanceof StaleConnection)) throw error;
      return this.callOnce(method, path, content);
    }
  }

  private callOnce(method: string, path: string, content: Content | undefined): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const length = content === undefined ? {} : { 'Content-Length': Buffer.byteLength(content.body) };
      const headers = { ...content?.headers, ...length };
      const sent = request({ ...this.place, method, path: `${BASE}${path}`, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const { statusCode: status = 0, headers } = response;
          resolve({ status, headers, body: Buffer.concat(chunks) });
        });
      });
      sent.on('error', (error: NodeJS.ErrnoException) => {
        const isStale = sent.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
        reject(isStale ? new StaleConnection() : error);
      });
      sent.end(content?.body);
    });
  }
}

class StaleConnection extends Error {}

interface Content {
  readonly body: string | Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

function describe(error: ErrorBody): Content {
  return {
    body: JSON.stringify(error),
    headers: {
      'Content-Type': 'application/json',
      'Lambda-Runtime-Function-Error-Type': encodeHeader(error.errorType),
    },
  };
}

/** A name may have any characters; a header may not. */
function encodeHeader(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, encodeURIComponent);
}

function rejectNext(error: unknown): never {
  throw new RuntimeApiError(`The Runtime API does not answer: ${(error as Error).message}`);
}
