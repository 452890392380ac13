import { once } from 'node:events';
import { Writable } from 'node:stream';
import type { Handler } from './loadHandler.ts';

/** Marks a handler that writes its response to a stream. */
const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
/** Between what an HTTP response says of itself and its content. */
const PRELUDE_END = Buffer.alloc(8);
const PRELUDE_TYPE = 'application/vnd.awslambda.http-integration-response';

/** What a handler with `awslambda.streamifyResponse` writes to. It is collected, because a mapping reads it as a whole. */
export class StreamedResponse extends Writable {
  contentType = 'application/octet-stream';
  private readonly chunks: Buffer[] = [];

  get body(): Buffer {
    return Buffer.concat(this.chunks);
  }

  setContentType(contentType: string): void {
    this.contentType = contentType;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.chunks.push(chunk);
    done();
  }
}

/** Gives handlers the global `awslambda`, which their modules call when they are loaded. */
export function offerStreaming(): void {
  const awslambda = {
    streamifyResponse: (handler: Handler): Handler => Object.assign(handler, { [STREAMING]: 'response' }),
    HttpResponseStream: {
      from(stream: StreamedResponse, prelude: unknown): StreamedResponse {
        stream.setContentType(PRELUDE_TYPE);
        stream.write(JSON.stringify(prelude));
        stream.write(PRELUDE_END);
        return stream;
      },
    },
  };
  Object.assign(globalThis, { awslambda });
}

export function isStreaming(handler: Handler): boolean {
  return STREAMING in handler && Boolean((handler as { readonly [STREAMING]?: unknown })[STREAMING]);
}

/** Runs a handler that streams. Rejects with what it throws, and if it does not finish its stream. */
export async function collectStream(
  handler: Handler,
  event: unknown,
  context: unknown,
): Promise<StreamedResponse> {
  const stream = new StreamedResponse();
  const result = handler(event, stream, context);
  if (!isPromise(result)) throw new Error('Streaming does not support non-async handlers.');
  const value = await result;
  if (value !== undefined) console.warn('Streaming handlers ignore return values.');
  if (!stream.writableEnded) throw new Error('Response stream is not finished.');
  if (!stream.writableFinished) await once(stream, 'finish');
  return stream;
}

export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function';
}
