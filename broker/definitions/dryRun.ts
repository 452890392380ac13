import { ManualClock } from '../engine/base/clock.ts';
import { objectContents } from '../engine/base/content.ts';
import { createEngine } from '../engine/operations/createEngine.ts';
import type { Engine } from '../engine/engine.ts';
import { applyQueues } from './apply.ts';
import type { DefinitionFault, Namespace, QueueDefinition } from './definition.ts';

export interface DryRun {
  readonly faults: readonly DefinitionFault[];
  /** Holds the queues as the definitions want them. */
  readonly engine: Engine;
}

/**
 * Applies definitions to an engine of their own, on a clock that stands still. So the service's rules are those of the
 * service's own operations, all of them, before anything is done to an existing queue.
 */
export function dryRun(model: Engine, namespace: Namespace, queues: readonly QueueDefinition[]): DryRun {
  const engine = createEngine(
    { ...model.ports, clock: new ManualClock(), contents: objectContents },
    { limits: model.limits, identityKey: model.identityKey },
  );
  const { faults } = applyQueues(engine, namespace, queues, new Map());
  return { faults, engine };
}
