import type { Connection } from './connection.ts';

/** The time that the times of a connection's messages are compared with, epoch ms. */
export function readTime({ can }: Connection): number {
  return can.clock?.now ?? Date.now();
}
