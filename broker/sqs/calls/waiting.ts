import type { Socket } from 'node:net';
import { SERVER_LIMITS } from './config.ts';
import type { Exchange } from './exchange.ts';

/** How many long polls wait on each connection. */
const waiting = new WeakMap<Socket, number>();

/**
 * Ties a wait to its connection: it is given up when the client goes away, so that no message is handed to a dead
 * connection.
 * @returns forgets the wait, because it is over; or undefined when too many wait on this connection already
 */
export function trackWaitingRequest(exchange: Exchange, cancel: () => void): (() => void) | undefined {
  const { response } = exchange;
  const { socket } = exchange.request;
  const count = waiting.get(socket) ?? 0;
  if (count >= SERVER_LIMITS.pendingPerConnection) return undefined;
  waiting.set(socket, count + 1);
  const leave = (): void => {
    waiting.set(socket, (waiting.get(socket) ?? 1) - 1);
  };
  const onClose = (): void => {
    leave();
    cancel();
  };
  response.once('close', onClose);
  return () => {
    response.off('close', onClose);
    leave();
  };
}
