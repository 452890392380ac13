import type { ReplaySend } from '../../broker/protocol/replay.ts';
import { nameOfArn } from '../ground/text.ts';
import type { QueueStore } from '../queues/queueStore.ts';

/** Where recorded messages go: a queue of another region or account becomes the local one of the same name. */
export interface ReplayTargets {
  /** ARNs of the recorded queues that are there, with those of the queues that take their place. */
  readonly found: ReadonlyMap<string, string>;
  /** ARNs of the recorded queues that are not there. */
  readonly missing: readonly string[];
}

/** FIFO queues need a group; a program that did not ask for it has recorded none. */
const DEFAULT_GROUP = 'default';

export function findReplayTargets(
  queues: Pick<QueueStore, 'findByArn' | 'findByName'>,
  sends: readonly ReplaySend[],
): ReplayTargets {
  const recorded = [...new Set(sends.map(({ queueArn }) => queueArn))];
  const found = new Map<string, string>();
  for (const arn of recorded) {
    const queue = queues.findByArn(arn) ?? queues.findByName(nameOfArn(arn));
    if (queue !== undefined) found.set(arn, queue.arn);
  }
  return { found, missing: recorded.filter((arn) => !found.has(arn)) };
}

/** The sends, to the queues that take the place of those that they were recorded in. */
export function redirectSends(
  sends: readonly ReplaySend[],
  targets: ReadonlyMap<string, string>,
): readonly ReplaySend[] {
  return sends.map((send) => {
    const queueArn = targets.get(send.queueArn) ?? send.queueArn;
    const needsGroup = queueArn.endsWith('.fifo') && send.groupId === undefined;
    return { ...send, queueArn, ...(needsGroup && { groupId: DEFAULT_GROUP }) };
  });
}
