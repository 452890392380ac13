import type { Engine } from '../engine/engine.ts';
import type { AttributeMap } from '../engine/rules/queueAttributes.ts';
import type { Queue } from '../engine/state/queue.ts';
import { readAttributes } from '../engine/operations/readAttributes.ts';
import type {
  DefinitionDifference,
  DefinitionPlan,
  QueueToChange,
  QueueToCreate,
} from '../protocol/definitions.ts';
import { type Namespace, type QueueDefinition, REDRIVE_ATTRIBUTE } from './definition.ts';

/** What to set on an existing queue. */
export interface QueueChanges {
  readonly attributes: AttributeMap;
  readonly tags: AttributeMap;
}

export interface Planned {
  readonly plan: DefinitionPlan;
  /** By the name of the queue. */
  readonly changes: ReadonlyMap<string, QueueChanges>;
}

const POLICY_ATTRIBUTE = 'Policy';

/**
 * Compares the definitions, and only what they mention, with the existing queues. Values are compared in the form in
 * which the service answers them, so that `60` and `"60"` are the same.
 * @param wanted the engine of a dry run of the same definitions
 */
export function planQueues(
  engine: Engine,
  wanted: Engine,
  { account, region }: Namespace,
  queues: readonly QueueDefinition[],
): Planned {
  const create: QueueToCreate[] = [];
  const change: QueueToChange[] = [];
  const changes = new Map<string, QueueChanges>();
  for (const definition of queues) {
    const { name, messages } = definition;
    const queue = engine.findQueue(region, account, name);
    const model = wanted.findQueue(region, account, name);
    if (queue === undefined || model === undefined) {
      create.push({ name, messageCount: messages.length });
      continue;
    }
    const differences = compareQueue(engine, queue, wanted, model, definition);
    if (differences.length === 0) continue;
    change.push({ name, differences, messagesLost: countLost(engine, queue, model, definition) });
    changes.set(name, collectChanges(definition, differences));
  }
  const listed = new Set(queues.map(({ name }) => name));
  const unlisted = engine
    .listQueues(region, account)
    .filter(({ name }) => !listed.has(name))
    .map(({ name, arn, messageCount }) => ({ name, arn, messageCount }));
  return { plan: { create, change, unlisted }, changes };
}

function compareQueue(
  engine: Engine,
  queue: Queue,
  wanted: Engine,
  model: Queue,
  { attributes, tags, deadLetter }: QueueDefinition,
): DefinitionDifference[] {
  const names = Object.keys(attributes);
  if (deadLetter !== undefined) names.push(REDRIVE_ATTRIBUTE);
  const current = readCanonical(engine, queue, names);
  const asked = readCanonical(wanted, model, names);
  const differences = names
    .filter((name) => current[name] !== asked[name])
    .map((name) => describeDifference(name, current[name], asked[name]));
  for (const [key, value] of Object.entries(tags)) {
    const present = queue.tags.get(key);
    if (present !== value) differences.push(describeDifference(nameTag(key), present, value));
  }
  return differences;
}

/** Policies are compared by content, not by white space. */
function readCanonical(engine: Engine, queue: Queue, names: readonly string[]): AttributeMap {
  const read = readAttributes(engine, queue, names);
  // The dry run has found every name to be an attribute's.
  const values: Record<string, string> = read.ok ? { ...read.value } : {};
  const policy = values[POLICY_ATTRIBUTE];
  if (policy !== undefined) values[POLICY_ATTRIBUTE] = JSON.stringify(JSON.parse(policy));
  return values;
}

function describeDifference(
  what: string,
  from: string | undefined,
  to: string | undefined,
): DefinitionDifference {
  return { what, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function nameTag(key: string): string {
  return `tag ${key}`;
}

/** The attributes and tags that differ, as the file has them; the dead-letter queue is wired by itself. */
function collectChanges(
  { attributes, tags }: QueueDefinition,
  differences: readonly DefinitionDifference[],
): QueueChanges {
  const differing = new Set(differences.map(({ what }) => what));
  return {
    attributes: Object.fromEntries(Object.entries(attributes).filter(([name]) => differing.has(name))),
    tags: Object.fromEntries(Object.entries(tags).filter(([key]) => differing.has(nameTag(key)))),
  };
}

function countLost(engine: Engine, queue: Queue, model: Queue, { attributes }: QueueDefinition): number {
  const retentionMs = model.settings.retentionSeconds * 1000;
  if (attributes['MessageRetentionPeriod'] === undefined) return 0;
  return queue.byAge.countUpTo(engine.ports.clock.now() - retentionMs);
}
