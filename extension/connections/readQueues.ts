import type { Connection } from './connection.ts';

/** Reads the queues of connections now. One that cannot be read does not hide the others; it fails when none can be. */
export async function readQueues(connections: readonly Connection[]): Promise<void> {
  const outcomes = await Promise.allSettled(connections.map(({ queues }) => queues.refresh()));
  const failures = outcomes.filter((outcome) => outcome.status === 'rejected');
  if (failures[0] !== undefined && failures.length === connections.length) throw failures[0].reason;
}
