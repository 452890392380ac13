import type { Engine } from '../engine/engine.ts';
import type { AttributeMap } from '../engine/rules/queueAttributes.ts';
import type { Queue } from '../engine/state/queue.ts';
import { readAttributes } from '../engine/operations/readAttributes.ts';
import { type DefinitionTarget, FIFO_ATTRIBUTE, type Namespace, REDRIVE_ATTRIBUTE } from './definition.ts';
import { describeFunctions } from './writeFunctions.ts';
import { describePools } from './writePools.ts';
import { describeAlarms } from './writeAlarms.ts';
import { writeFaults } from './planFaults.ts';
import { dryRun } from './dryRun.ts';

/** Attributes that describe a queue's state, not its definition. */
const READ_ONLY: ReadonlySet<string> = new Set([
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
  'QueueArn',
]);

/**
 * The definitions of queues, as text that {@link parseDefinitions} reads back to the same queues. What a queue has by
 * default is omitted, and so are messages: they are the contents of a queue, not its definition. Active faults and
 * buckets are written, and the alarms, topics, pools and functions that these queues are enough for.
 * @param queues of one account and region
 */
export function writeQueues(
  target: DefinitionTarget,
  namespace: Namespace,
  queues: readonly Queue[],
): string {
  const sorted = queues.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const names = new Set(sorted.map(({ name }) => name));
  const members = sorted.map((queue) => [queue.name, describeQueue(target, namespace, queue, names)]);
  const buckets = describeBuckets(target, names);
  const alarms = describeAlarms(target, namespace, names);
  const file = {
    queues: Object.fromEntries(members),
    ...(buckets === undefined ? {} : { buckets }),
    ...alarms,
    ...describePools(target, names, new Set(Object.keys(alarms['alarms'] ?? {}))),
    ...describeFunctions(target, names),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** The folders of several files are relative to different ones, so they cannot be in one file. */
function describeBuckets(
  { buckets }: DefinitionTarget,
  queues: ReadonlySet<string>,
): Readonly<Record<string, object>> | undefined {
  const written = buckets.all.filter(({ bucket }) => queues.has(bucket.definition.queue));
  if (written.length === 0 || new Set(written.map(({ source }) => source)).size > 1) return undefined;
  return Object.fromEntries(
    written.map(({ bucket }) => {
      const { name, folder, queue, prefix, suffix } = bucket.definition;
      return [
        name,
        { folder, queue, ...(prefix === '' ? {} : { prefix }), ...(suffix === '' ? {} : { suffix }) },
      ];
    }),
  );
}

function describeQueue(
  { engine, faults: registry }: DefinitionTarget,
  namespace: Namespace,
  queue: Queue,
  names: ReadonlySet<string>,
): Record<string, unknown> {
  const attributes = describeAttributes(engine, namespace, queue);
  const plan = registry.find(queue.arn);
  const policy = queue.settings.redrivePolicy;
  const target = policy?.targetArn.slice(policy.targetArn.lastIndexOf(':') + 1);
  return {
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
    ...(queue.tags.size === 0 ? {} : { tags: Object.fromEntries(queue.tags) }),
    // A dead-letter queue that was deleted, or is not to be written, can't be named.
    ...(policy === undefined || target === undefined || !names.has(target)
      ? {}
      : { deadLetter: { queue: target, maxReceiveCount: policy.maxReceiveCount } }),
    ...(plan === undefined ? {} : { faults: writeFaults(plan) }),
  };
}

function describeAttributes(engine: Engine, namespace: Namespace, queue: Queue): Record<string, unknown> {
  const current = readAll(engine, queue);
  const { name } = queue;
  const bare = { name, attributes: {}, tags: {}, deadLetter: undefined, faults: undefined, messages: [] };
  const model = dryRun(engine, namespace, [bare]).engine;
  const fresh = model.findQueue(namespace.region, namespace.account, name);
  const defaults = fresh === undefined ? {} : readAll(model, fresh);
  return Object.fromEntries(
    Object.entries(current)
      .filter(([attribute, value]) => defaults[attribute] !== value)
      .map(([attribute, value]) => [attribute, readFriendly(value)]),
  );
}

function readAll(engine: Engine, queue: Queue): AttributeMap {
  const all = readAttributes(engine, queue, ['All']);
  const values = Object.entries(all.ok ? all.value : {});
  return Object.fromEntries(
    values.filter(([name]) => !READ_ONLY.has(name) && name !== FIFO_ATTRIBUTE && name !== REDRIVE_ATTRIBUTE),
  );
}

/** Numbers, booleans and policies as what they are; every other text as it is. */
function readFriendly(value: string): unknown {
  if (/^(?:0|[1-9]\d{0,9}|true|false)$/.test(value) || value.startsWith('{')) return JSON.parse(value);
  return value;
}
