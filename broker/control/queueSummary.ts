import type { Engine } from '../engine/engine.ts';
import type { Queue } from '../engine/queue.ts';
import type { QueueSummary } from '../protocol/queue.ts';

/** Summaries of all queues, in the order of their creation. */
export function summarizeQueues(engine: Engine, endpoint: string): QueueSummary[] {
  const queues = [...engine.allQueues()];
  const sources = collectSources(queues);
  return queues.map((queue) => buildSummary(queue, endpoint, sources.get(queue.arn) ?? []));
}

/** The summary of one queue. */
export function summarizeQueue(engine: Engine, queue: Queue, endpoint: string): QueueSummary {
  return buildSummary(
    queue,
    endpoint,
    engine.deadLetterSources(queue).map((source) => source.arn),
  );
}

function buildSummary(queue: Queue, endpoint: string, deadLetterSources: readonly string[]): QueueSummary {
  const target = queue.settings.redrivePolicy?.targetArn;
  return {
    arn: queue.arn,
    name: queue.name,
    url: `${endpoint}/${queue.account}/${queue.name}`,
    kind: queue.isFifo ? 'fifo' : 'standard',
    counts: { visible: queue.visibleCount, inFlight: queue.inFlightCount, delayed: queue.delayedCount },
    deadLetterSources,
    ...(target === undefined ? {} : { deadLetterTarget: target }),
    heldCount: queue.heldCount,
  };
}

/** By the ARN of a dead-letter queue, the queues that name it; one walk for all. */
function collectSources(queues: readonly Queue[]): Map<string, string[]> {
  const sources = new Map<string, string[]>();
  for (const { arn, settings } of queues) {
    const target = settings.redrivePolicy?.targetArn;
    if (target === undefined) continue;
    const known = sources.get(target);
    if (known === undefined) sources.set(target, [arn]);
    else known.push(arn);
  }
  return sources;
}
