import { WebSocket } from 'ws';

/** The largest answer that a client takes: a page of the trace has up to 5 MiB of contents, and escaping can double them. */
const MAXIMUM_ANSWER_BYTES = 32 * 1_048_576;
const HANDSHAKE_TIMEOUT_MS = 5000;

/** No process listens there, or one that does not know the token: in either case, not the expected broker. */
export class NotOurBrokerError extends Error {
  override readonly name = 'NotOurBrokerError';
}

/**
 * Opens a control connection.
 * @throws NotOurBrokerError when the broker that the address and token belong to is gone.
 */
export function openSocket(control: string, token: string): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(control, {
      headers: { Authorization: `Bearer ${token}` },
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      maxPayload: MAXIMUM_ANSWER_BYTES,
      perMessageDeflate: false,
    });
    socket.once('open', () => {
      socket.off('error', onError);
      resolve(socket);
    });
    socket.once('unexpected-response', (request, response) => {
      request.destroy();
      reject(new NotOurBrokerError(`The control address answered HTTP ${response.statusCode}.`));
    });
    function onError(error: NodeJS.ErrnoException): void {
      reject(error.code === 'ECONNREFUSED' ? new NotOurBrokerError(error.message) : error);
    }
    socket.once('error', onError);
  });
}
