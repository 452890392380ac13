import { setImmediate, setTimeout } from 'node:timers/promises';
import { HttpConnection } from './httpConnection.ts';

/** Of the sends and of the receives of a measurement of latency, where it does not say otherwise. */
const RATE_PER_SECOND = 2000;
const CONNECTIONS = 16;

/** Sends each request at its time, with a core of the machine for that alone. */
const watch = (): Promise<unknown> => setImmediate();

/** Leaves the machine to the processes under measurement; a request may be up to a ms late, which counts for its latency. */
export const rest = (): Promise<unknown> => setTimeout(1);

/**
 * Sends requests at a fixed rate, each at its time whether or not the one before is answered, so that a stall of the
 * server is seen by all that should have been served meanwhile. Returns ms from the planned time to the answer.
 * @param wait until it is looked again what is due
 */
export async function measureAtRate(
  endpoint: string,
  request: Buffer,
  durationMs: number,
  ratePerSecond = RATE_PER_SECOND,
  wait = watch,
): Promise<number[]> {
  const idle = await Promise.all(Array.from({ length: CONNECTIONS }, () => HttpConnection.open(endpoint)));
  const connections = [...idle];
  const latencies: number[] = [];
  const pending: Promise<void>[] = [];
  const startedAt = performance.now();
  let planned = 0;
  while (performance.now() - startedAt < durationMs) {
    // The first one is due at once.
    const due = 1 + Math.floor(((performance.now() - startedAt) * ratePerSecond) / 1000);
    for (; planned < due && idle.length > 0; planned++) {
      const connection = idle.pop() as HttpConnection;
      const plannedAt = startedAt + (planned * 1000) / ratePerSecond;
      pending.push(
        connection.send(request).then(() => {
          latencies.push(performance.now() - plannedAt);
          idle.push(connection);
        }),
      );
    }
    await wait();
  }
  await Promise.all(pending);
  for (const connection of connections) connection.close();
  return latencies;
}
