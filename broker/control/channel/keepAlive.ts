import type { WebSocket } from 'ws';
import type { Schedule } from '../../time/schedule.ts';

/** ms between pings, and for the answer to one. */
export interface KeepAliveTimes {
  readonly pingMs: number;
  readonly pongMs: number;
}

export const KEEP_ALIVE: KeepAliveTimes = { pingMs: 15_000, pongMs: 10_000 };

/** The wait for an answer is made of so many timers, one after the other. */
const PONG_TIMERS = 2;

/**
 * Pings a socket and closes it if no response comes: otherwise, a sleeping or dead one would be kept forever. After a
 * sleep of the machine, or of this process, all that was due fires at once, before the answer that has come meanwhile
 * is read; a second timer gives it the time to be.
 */
export function keepAlive(socket: WebSocket, schedule: Schedule, times: KeepAliveTimes): void {
  let cancel: () => void;
  const waitForNext = () => {
    cancel = schedule(times.pingMs, () => {
      socket.ping();
      waitForPong(socket.bufferedAmount, PONG_TIMERS);
    });
  };
  const waitForPong = (unreadBytes: number, timers: number) => {
    cancel = schedule(times.pongMs / PONG_TIMERS, () => {
      // While the broker does not read the socket, its answer cannot come: that it reads shows that it is alive.
      if (socket.isPaused && socket.bufferedAmount < unreadBytes) waitForNext();
      else if (timers === 1) socket.terminate();
      else waitForPong(unreadBytes, timers - 1);
    });
  };
  socket.on('pong', () => {
    cancel();
    waitForNext();
  });
  socket.on('close', () => cancel());
  waitForNext();
}
