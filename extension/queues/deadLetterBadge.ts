import type { QueueSummary } from '../../broker/protocol/queue.ts';
import { countMessages } from './queueText.ts';

/** Counts the messages that arrived in dead-letter queues since the user last looked. */
export class DeadLetterBadge {
  /** Messages per dead-letter queue that have been looked at. */
  readonly #seen = new Map<string, number>();

  /**
   * @param looking whether the tree is visible, so that what it shows counts as seen
   * @returns how many are new
   */
  update(queues: readonly QueueSummary[], looking: boolean): number {
    let added = 0;
    const known = new Set<string>();
    for (const { arn, counts, deadLetterSources } of queues) {
      if (deadLetterSources.length === 0) continue;
      known.add(arn);
      const total = countMessages(counts);
      // Messages that were redriven or purged make room: the next arrivals are new again.
      const seen = looking ? total : Math.min(this.#seen.get(arn) ?? 0, total);
      this.#seen.set(arn, seen);
      added += total - seen;
    }
    for (const arn of this.#seen.keys()) if (!known.has(arn)) this.#seen.delete(arn);
    return added;
  }
}
