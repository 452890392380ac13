import type { WebSocket } from 'ws';
import type { Schedule } from '../schedule.ts';

/** ms between pings, and for the answer to one. */
export interface KeepAliveTimes {
  readonly pingMs: number;
  readonly pongMs: number;
}

export const KEEP_ALIVE: KeepAliveTimes = { pingMs: 15_000, pongMs: 10_000 };

/** Pings a socket and ends it when an answer stays away: a sleeping or dead client would keep its holds for ever. */
export function keepAlive(socket: WebSocket, schedule: Schedule, times: KeepAliveTimes): void {
  let cancel: () => void;
  const waitForNext = () => {
    cancel = schedule(times.pingMs, () => {
      socket.ping();
      const unreadBytes = socket.bufferedAmount;
      cancel = schedule(times.pongMs, () => {
        // While the broker does not read it, its answer cannot come: that it reads shows that it is there.
        if (socket.isPaused && socket.bufferedAmount < unreadBytes) waitForNext();
        else socket.terminate();
      });
    });
  };
  socket.on('pong', () => {
    cancel();
    waitForNext();
  });
  socket.on('close', () => cancel());
  waitForNext();
}
