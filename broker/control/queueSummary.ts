import type { Engine } from '../engine/engine.ts';
import type { Queue } from '../engine/state/queue.ts';
import type { QueuesSnapshot, QueueSummary } from '../protocol/queue.ts';

/** Which queues have faults: the fault registry. */
interface KnownFaults {
  has(queueArn: string): boolean;
}

/** What a snapshot of the queues is taken of. */
interface QueueSources {
  readonly engine: Engine;
  readonly faults: KnownFaults;
  /** The trace's recorder. */
  readonly recorder: { readonly lastSequence: number };
}

/** All queues as they are now, in the order of their creation. */
export function snapshotQueues({ engine, faults, recorder }: QueueSources, endpoint: string): QueuesSnapshot {
  return {
    queues: summarizeQueues(engine, faults, endpoint),
    now: engine.ports.clock.now(),
    sequence: recorder.lastSequence,
  };
}

function summarizeQueues(engine: Engine, faults: KnownFaults, endpoint: string): QueueSummary[] {
  const queues = [...engine.allQueues()];
  const sources = collectSources(queues);
  return queues.map((queue) => buildSummary(queue, faults, endpoint, sources.get(queue.arn) ?? []));
}

/** The summary of one queue. */
export function summarizeQueue(
  engine: Engine,
  faults: KnownFaults,
  queue: Queue,
  endpoint: string,
): QueueSummary {
  return buildSummary(
    queue,
    faults,
    endpoint,
    engine.deadLetterSources(queue).map((source) => source.arn),
  );
}

function buildSummary(
  queue: Queue,
  faults: KnownFaults,
  endpoint: string,
  deadLetterSources: readonly string[],
): QueueSummary {
  const target = queue.settings.redrivePolicy?.targetArn;
  const oldestSentAt = queue.byAge.peekKey();
  return {
    arn: queue.arn,
    name: queue.name,
    url: `${endpoint}/${queue.account}/${queue.name}`,
    kind: queue.isFifo ? 'fifo' : 'standard',
    counts: { visible: queue.visibleCount, inFlight: queue.inFlightCount, delayed: queue.delayedCount },
    ...(oldestSentAt === undefined ? {} : { oldestSentAt }),
    deadLetterSources,
    ...(target === undefined ? {} : { deadLetterTarget: target }),
    heldCount: queue.heldCount,
    ...(faults.has(queue.arn) ? { hasFaults: true } : {}),
    ...(queue.revision === 0 ? {} : { revision: queue.revision }),
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
