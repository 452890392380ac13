import type { Services } from '../services.ts';
import { findQueue } from './pickQueue.ts';

/** Opens the trace, narrowed to the queue of the row that it was called on. */
export async function openTrace(services: Services, target?: unknown): Promise<void> {
  const queue = findQueue(services, target);
  await services.trace.openTrace(queue && { queueArn: queue.arn });
}
