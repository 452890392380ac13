import type { IncomingMessage } from 'node:http';
import { SERVER_LIMITS } from './config.ts';

const EMPTY = Buffer.alloc(0);

/**
 * Reads the body of a request. A body over the limit is read on without being kept, up to a second limit, so that its
 * sender gets to read the refusal instead of a broken connection.
 * @param done called once with the body, or with undefined when it is too long; never when the client goes away
 */
export function collectBody(request: IncomingMessage, done: (body: Buffer | undefined) => void): void {
  if (declaredBytes(request) > SERVER_LIMITS.discardedBytes) {
    done(undefined);
    return;
  }
  let first: Buffer | undefined;
  let more: Buffer[] | undefined;
  let bytes = 0;
  let isDone = false;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.byteLength;
    if (bytes > SERVER_LIMITS.bodyBytes) {
      first = undefined;
      more = undefined;
      if (bytes > SERVER_LIMITS.discardedBytes && !isDone) {
        isDone = true;
        done(undefined);
      }
    } else if (first === undefined) {
      first = chunk;
    } else {
      more ??= [first];
      more.push(chunk);
    }
  });
  request.on('end', () => {
    if (isDone) return;
    isDone = true;
    if (bytes > SERVER_LIMITS.bodyBytes) done(undefined);
    else done(more === undefined ? (first ?? EMPTY) : Buffer.concat(more, bytes));
  });
}

function declaredBytes(request: IncomingMessage): number {
  const text = request.headers['content-length'];
  return text === undefined ? 0 : Number(text);
}
