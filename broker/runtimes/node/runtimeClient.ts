import type { Answer } from './answerReader.ts';
import { ApiConnection, type ApiCall, isHeaderValue, StaleConnection } from './apiConnection.ts';
import type { ErrorBody } from './errorBody.ts';

const BASE = '/2018-06-01/runtime';
const HTTP_PORT = 80;
const NO_HEADERS = {};

/** An event, with the headers that say whose it is. */
export interface Invocation {
  readonly id: string;
  readonly headers: Answer['headers'];
  /** As it came: JSON. */
  readonly event: string;
}

/** Why the Runtime API gave no event: the environment is over. */
export class RuntimeApiError extends Error {
  override readonly name = 'RuntimeApiError';
}

/** The four calls of the Runtime API (docs/functions.md), on one connection, and on another while that one waits. */
export class RuntimeClient {
  private readonly place: { readonly host: string; readonly port: number };
  private readonly hostHeader: string;
  private idle: ApiConnection | undefined;

  /** @param address `host:port`, as in AWS_LAMBDA_RUNTIME_API */
  constructor(address: string) {
    const { hostname, host, port } = new URL(`http://${address}`);
    this.place = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || HTTP_PORT) };
    this.hostHeader = host;
  }

  /** Waits without limit. Throws RuntimeApiError if there will be no event. */
  async next(): Promise<Invocation> {
    const call: ApiCall = { method: 'GET', path: `${BASE}/invocation/next`, headers: NO_HEADERS };
    const { status, headers, body } = await this.call(call).catch(rejectNext);
    const id = headers['lambda-runtime-aws-request-id'];
    if (status !== 200 || id === undefined)
      throw new RuntimeApiError(`The Runtime API gave no event (status ${status}): ${body.toString()}`);
    return { id, headers, event: body.toString() };
  }

  /** What the Runtime API says to it, such as that it is too large, is for the caller of the function to know. */
  async respond(id: string, body: string | Buffer, contentType = 'application/json'): Promise<void> {
    if (!isHeaderValue(contentType))
      throw new TypeError(`Invalid content type: ${JSON.stringify(contentType)}`);
    await this.post(`/invocation/${encodeURIComponent(id)}/response`, body, { 'Content-Type': contentType });
  }

  async fail(id: string, error: ErrorBody): Promise<void> {
    await this.postError(`/invocation/${encodeURIComponent(id)}/error`, error);
  }

  async failInit(error: ErrorBody): Promise<void> {
    await this.postError('/init/error', error);
  }

  private async postError(path: string, error: ErrorBody): Promise<void> {
    await this.post(path, JSON.stringify(error), {
      'Content-Type': 'application/json',
      'Lambda-Runtime-Function-Error-Type': encodeHeader(error.errorType),
    });
  }

  private async post(path: string, body: string | Buffer, headers: ApiCall['headers']): Promise<void> {
    await this.call({ method: 'POST', path: `${BASE}${path}`, headers, body });
  }

  /** A connection that the server closed while the function worked is opened again. */
  private async call(call: ApiCall): Promise<Answer> {
    for (;;) {
      const connection =
        this.idle?.isOpen === true ? this.idle : new ApiConnection(this.place, this.hostHeader);
      this.idle = undefined;
      try {
        const answer = await connection.call(call);
        if (this.idle === undefined) this.idle = connection;
        else connection.close();
        return answer;
      } catch (error) {
        if (!(error instanceof StaleConnection)) throw error;
      }
    }
  }
}

/** A name may have any characters; a header may not. */
function encodeHeader(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, encodeURIComponent);
}

function rejectNext(error: unknown): never {
  throw new RuntimeApiError(`The Runtime API does not answer: ${(error as Error).message}`);
}
