import type { Engine } from '../engine/engine.ts';
import { FifoOrder } from '../engine/state/fifoOrder.ts';
import type { Jumps } from '../engine/state/jumps.ts';
import type { FindingContext } from './rule.ts';

/** What rules ask about queues, read from the engine. */
export function createFindingContext(
  engine: Engine,
  jumps: Jumps,
  mapping: FindingContext['mapping'],
): FindingContext {
  return {
    mapping,
    jumpedMs: (since, until) => jumps.jumpedMs(since, until),
    queue: (queueArn) => {
      const queue = engine.findByArn(queueArn);
      if (queue === undefined) return undefined;
      const { visibilitySeconds, retentionSeconds, receiveWaitSeconds, redrivePolicy } = queue.settings;
      return {
        visibilityMs: visibilitySeconds * 1000,
        retentionMs: retentionSeconds * 1000,
        maximumReceives: redrivePolicy?.maxReceiveCount,
        isFifo: queue.isFifo,
        receiveWaitMs: receiveWaitSeconds * 1000,
      };
    },
    groupSize: (queueArn, groupId) => {
      const order = engine.findByArn(queueArn)?.order;
      return order instanceof FifoOrder ? (order.lanes.get(groupId)?.messages.size ?? 0) : 0;
    },
  };
}
