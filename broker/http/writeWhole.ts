import type { ServerResponse } from 'node:http';

/**
 * Writes the body of a response whose head has a Content-Length, and ends it. Node ends a response with an empty piece
 * behind the body, and then needs the slower call that writes several. Text that is written to a corked socket goes out
 * in one piece with its head. A response that waits for the answer to an earlier request of its connection has no socket
 * yet.
 * @param onTaken called when the system has taken all of it; with an error when it will not
 */
export function writeWhole(
  response: ServerResponse,
  body: string | Uint8Array,
  encoding: 'latin1' | 'utf8',
  onTaken?: (error?: Error | null) => void,
): void {
  const { socket } = response;
  if (socket === null || body.length === 0) {
    response.end(body, encoding, onTaken);
    return;
  }
  socket.cork();
  response.write(body, encoding, onTaken);
  socket.uncork();
  response.end();
}
