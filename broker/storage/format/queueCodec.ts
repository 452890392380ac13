import type { Queue, QueueName } from '../../engine/state/queue.ts';
import type { QueueSettings } from '../../engine/rules/queueSettings.ts';
import type { MoveTaskStatus } from '../../engine/state/moveTask.ts';
import type { Caller } from '../../engine/base/caller.ts';

/** A queue as its record has it: JSON, because there are few, and because settings come and go with versions. */
export interface SavedQueue {
  readonly number: number;
  readonly region: string;
  readonly account: string;
  readonly name: string;
  readonly settings: QueueSettings;
  readonly tags: Readonly<Record<string, string>>;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** Epoch ms; absent before the first purge. */
  readonly purgedAt?: number;
}

export interface SavedMoveTask {
  readonly id: string;
  readonly sourceArn: string;
  readonly destinationArn?: string;
  readonly maxPerSecond?: number;
  readonly startedAt: number;
  readonly toMove: number;
  readonly moved: number;
  readonly status: MoveTaskStatus;
  readonly failureReason?: string;
  readonly caller: Caller;
}

export function saveQueue(queue: Queue): SavedQueue {
  const { number, region, account, name, settings, createdAt, modifiedAt, purgedAt } = queue;
  return {
    number,
    region,
    account,
    name,
    settings,
    tags: Object.fromEntries(queue.tags),
    createdAt,
    modifiedAt,
    ...(Number.isFinite(purgedAt) ? { purgedAt } : undefined),
  };
}

export function arnOf({ region, account, name }: QueueName): string {
  return `arn:aws:sqs:${region}:${account}:${name}`;
}
