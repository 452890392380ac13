import * as l10n from '@vscode/l10n';
import type { ActionName } from '../api/actions.ts';
import { randomUUID } from 'node:crypto';
import type { JSONPath } from 'jsonc-parser';
import type { Caller } from '../engine/base/caller.ts';
import { createQueue } from '../engine/operations/createQueue.ts';
import type { Engine } from '../engine/engine.ts';
import type { AttributeMap } from '../engine/rules/queueAttributes.ts';
import type { Queue } from '../engine/state/queue.ts';
import type { Failure } from '../engine/base/result.ts';
import { type SendInput, sendMessage } from '../engine/operations/sendMessage.ts';
import { setQueueAttributes } from '../engine/operations/setQueueAttributes.ts';
import { tagQueue } from '../engine/operations/tags.ts';
import { describeRange } from '../checks/attributeRange.ts';
import {
  type DefinitionFault,
  FIFO_ATTRIBUTE,
  isFifoName,
  type Namespace,
  type QueueDefinition,
  REDRIVE_ATTRIBUTE,
} from './definition.ts';
import { MAXIMUM_FAULTS } from './jsonReader.ts';

export interface Applied {
  readonly faults: readonly DefinitionFault[];
  readonly sentCount: number;
}

/** Members of a message in the file by the parameter that the service names in a refusal. */
const MESSAGE_MEMBERS: Readonly<Record<string, string>> = {
  MessageBody: 'body',
  DelaySeconds: 'delaySeconds',
  MessageGroupId: 'group',
  MessageDeduplicationId: 'deduplicationId',
};
const MESSAGE_ATTRIBUTE_PREFIX = 'MessageAttributes.';

/**
 * Applies the definitions: creates the queues that are missing, changes what differs in the others, sends the seed
 * messages of those it created. Queues wait for their dead-letter queues: redrive policies are set once all exist. What
 * the service refuses is noted, and the rest is done.
 * @param differing what to set on existing queues, by name; other queues do not change
 */
export function applyQueues(
  engine: Engine,
  namespace: Namespace,
  queues: readonly QueueDefinition[],
  differing: ReadonlyMap<string, { readonly attributes: AttributeMap; readonly tags: AttributeMap }>,
): Applied {
  const faults: DefinitionFault[] = [];
  const created = new Set<QueueDefinition>();
  for (const definition of queues) {
    if (faults.length >= MAXIMUM_FAULTS) return { faults, sentCount: 0 };
    const queue = engine.findQueue(namespace.region, namespace.account, definition.name);
    if (queue === undefined) {
      if (create(engine, namespace, definition, faults)) created.add(definition);
      continue;
    }
    const difference = differing.get(definition.name);
    if (difference !== undefined) change(engine, queue, difference, faults);
  }
  for (const definition of queues) wire(engine, namespace, definition, faults);
  let sentCount = 0;
  for (const definition of created) sentCount += seed(engine, namespace, definition, faults);
  return { faults, sentCount };
}

/** The text of the RedrivePolicy that a definition asks for; empty for none, undefined if it is not mentioned. */
export function formatWantedRedrive(
  { deadLetter }: QueueDefinition,
  { account, region }: Namespace,
): string | undefined {
  if (deadLetter === undefined) return undefined;
  if (deadLetter === null) return '';
  const deadLetterTargetArn = `arn:aws:sqs:${region}:${account}:${deadLetter.queue}`;
  return JSON.stringify({ deadLetterTargetArn, maxReceiveCount: deadLetter.maxReceiveCount });
}

/** Every attribute that is refused is noted, not just the first: the queue is created without them. */
function create(
  engine: Engine,
  namespace: Namespace,
  { name, attributes, tags }: QueueDefinition,
  faults: DefinitionFault[],
): boolean {
  // The wait after a deletion is for programs; a file that is saved again means it.
  engine.deletedAt.delete(`arn:aws:sqs:${namespace.region}:${namespace.account}:${name}`);
  const accepted: Record<string, string> = { ...attributes };
  if (isFifoName(name)) accepted[FIFO_ATTRIBUTE] = 'true';
  while (faults.length < MAXIMUM_FAULTS) {
    const result = createQueue(
      engine,
      { name, attributes: accepted, tags },
      createCaller(namespace, 'CreateQueue'),
    );
    if (result.ok) return true;
    const { parameter } = result;
    faults.push(describeQueueFault(engine, name, result));
    if (parameter === undefined || parameter === FIFO_ATTRIBUTE || !Object.hasOwn(accepted, parameter)) {
      return false;
    }
    delete accepted[parameter];
  }
  return false;
}

function change(
  engine: Engine,
  queue: Queue,
  { attributes, tags }: { readonly attributes: AttributeMap; readonly tags: AttributeMap },
  faults: DefinitionFault[],
): void {
  if (Object.keys(attributes).length > 0) {
    const set = setQueueAttributes(engine, queue, attributes, createCaller(queue, 'SetQueueAttributes'));
    if (!set.ok) faults.push(describeQueueFault(engine, queue.name, set));
  }
  if (Object.keys(tags).length > 0) {
    const tagged = tagQueue(engine, queue, tags, createCaller(queue, 'TagQueue'));
    if (!tagged.ok) faults.push(describeQueueFault(engine, queue.name, tagged));
  }
}

function wire(
  engine: Engine,
  namespace: Namespace,
  definition: QueueDefinition,
  faults: DefinitionFault[],
): void {
  const { name, deadLetter } = definition;
  const find = (wanted: string) => engine.findQueue(namespace.region, namespace.account, wanted);
  const queue = find(name);
  const wanted = formatWantedRedrive(definition, namespace);
  // A queue that could not be created has been noted already.
  if (queue === undefined || wanted === undefined) return;
  if (deadLetter && find(deadLetter.queue) === undefined) return;
  const current = queue.settings.redrivePolicy;
  const isSame = deadLetter
    ? current?.targetArn === find(deadLetter.queue)?.arn &&
      current?.maxReceiveCount === deadLetter.maxReceiveCount
    : current === undefined;
  if (isSame) return;
  const caller = createCaller(namespace, 'SetQueueAttributes');
  const set = setQueueAttributes(engine, queue, { [REDRIVE_ATTRIBUTE]: wanted }, caller);
  if (!set.ok) faults.push({ path: ['queues', name, 'deadLetter'], message: set.message });
}

function seed(
  engine: Engine,
  namespace: Namespace,
  { name, messages }: QueueDefinition,
  faults: DefinitionFault[],
): number {
  const queue = engine.findQueue(namespace.region, namespace.account, name);
  if (queue === undefined) return 0;
  let sentCount = 0;
  for (const [index, message] of messages.entries()) {
    if (faults.length >= MAXIMUM_FAULTS) break;
    const caller = createCaller(namespace, 'SendMessage');
    const sent = sendMessage(engine, queue, nameSeed(queue, message, index), caller);
    if (sent.ok) sentCount++;
    else faults.push({ path: findMessageMember(name, index, sent), message: sent.message });
  }
  return sentCount;
}

/** Seeds are sent once: without content-based deduplication their number in the file serves as the id. */
function nameSeed(queue: Queue, message: SendInput, index: number): SendInput {
  const needsId = queue.settings.fifo?.contentBasedDeduplication === false;
  if (!needsId || message.deduplicationId !== undefined) return message;
  return { ...message, deduplicationId: `seed-${index + 1}` };
}

function describeQueueFault(
  { limits }: Engine,
  name: string,
  { parameter = '', message }: Failure,
): DefinitionFault {
  if (parameter === 'Tags') return { path: ['queues', name, 'tags'], message };
  // Not in the words of the service, which no translation has: they are for programs.
  if (parameter === 'QueueName') {
    const rule = l10n.t(
      'The name of a queue has 1 to 80 letters, digits, hyphens and underscores. That of a FIFO queue ends in .fifo.',
    );
    return { path: ['queues', name], message: rule };
  }
  return {
    path: ['queues', name, 'attributes', parameter],
    message: [message, describeRange(parameter, limits)].filter(Boolean).join(' '),
  };
}

function findMessageMember(name: string, index: number, { parameter = '' }: Failure): JSONPath {
  const path = ['queues', name, 'messages', index];
  if (parameter.startsWith(MESSAGE_ATTRIBUTE_PREFIX)) {
    return [...path, 'attributes', parameter.slice(MESSAGE_ATTRIBUTE_PREFIX.length)];
  }
  if (parameter === 'MessageAttributes') return [...path, 'attributes'];
  const member = Object.hasOwn(MESSAGE_MEMBERS, parameter) ? MESSAGE_MEMBERS[parameter] : undefined;
  return member === undefined ? path : [...path, member];
}

/** The caller of what a file asks for. */
function createCaller({ account, region }: Namespace, action: ActionName): Caller {
  return {
    consumerId: 'queueside.json',
    accessKeyId: 'queueside.json',
    account,
    region,
    userAgent: '',
    requestId: randomUUID(),
    action,
  };
}
