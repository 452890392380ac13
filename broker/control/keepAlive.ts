import type { WebSocket } from 'ws';
import type { Schedule } from '../schedule.ts';

/** ms between pings, and for the answer to one. */
export interface KeepAliveTimes {
  readonly pingMs: number;
  readonly pongMs: number;
}

export const KEEP_ALIVE: KeepAliveTimes = { pingMs: 15_000, pongMs: 10_000 };

/** Pings a socket and ends it when an answer stays away: one that sleeps or is dead would be kept for ever. */
export function keepAlive(socket: WebSocket, schedule: Schedule, times: KeepAliveTimes): void {
  let cancel: () => void;
  const waitForNext = () => {
    cancel = schedule(times.pingMs, () => {
      socket.ping();
      cancel = schedule(times.pongMs, () => socket.terminate());
    });
  };
  socket.on('pong', () => {
    cancel();
    waitForNext();
  });
  socket.on('close', () => cancel());
  waitForNext();
}
