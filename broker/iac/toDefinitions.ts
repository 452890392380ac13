import * as l10n from '@vscode/l10n';
import type { QueueDefinition } from '../definitions/definition.ts';
import { type FunctionDefinition, MAXIMUM_FUNCTIONS } from '../protocol/functionDefinition.ts';
import { defineFunction } from './defineFunction.ts';
import { fillText } from './fillText.ts';
import { type LocalPlace, locateReference } from './localPlace.ts';
import { type LeftOut, noteConditional, type NoteLeftOut } from './leftOut.ts';
import type { IacModel, IacQueue, Reference, SourceRange } from './model.ts';
import { ModelIndex } from './modelIndex.ts';

/** What `queueside.json` would have to say for the same queues and functions. */
export interface IacDefinitions {
  readonly queues: readonly QueueDefinition[];
  readonly functions: readonly FunctionDefinition[];
  readonly leftOut: readonly LeftOut[];
}

/** The one key that each account has; of others, the local KMS may know nothing. */
const OWN_KEY = 'alias/aws/sqs';
const QUEUE_NAME = /^[\w-]{1,80}$|^[\w-]{1,75}\.fifo$/;

/**
 * The queues and functions of a model as definitions, so that there is one way in which files become queues and functions.
 * Queues that a mapping or redrive policy only mentions are defined as well, with the values that new queues have.
 */
export function toDefinitions(model: IacModel, place: LocalPlace): IacDefinitions {
  const leftOut: LeftOut[] = [];
  const note: NoteLeftOut = (range, what, reason) => void leftOut.push({ range, what, reason });
  const index = new ModelIndex(model);
  const fill = (reference: Reference): string => locateReference(reference, index, place);
  const queues = model.queues.map((queue) => defineQueue(queue, index, fill, note));
  for (const [name, range] of findOutside(model)) {
    note(range, name, l10n.t('The template does not declare it. It has the values of a new queue.'));
    queues.push({ name, attributes: {}, tags: {}, deadLetter: undefined, faults: undefined, messages: [] });
  }
  const functions: FunctionDefinition[] = [];
  for (const item of model.functions) {
    if (item.isForDeployment) {
      note(item.range, item.name, l10n.t('It handles custom resources while a stack is deployed.'));
      continue;
    }
    const definition = defineFunction(item, index, fill, note);
    if (definition === undefined) continue;
    if (functions.length < MAXIMUM_FUNCTIONS) functions.push(definition);
    else
      note(item.range, item.name, l10n.t('There are {0} functions, which is the limit.', MAXIMUM_FUNCTIONS));
  }
  return { queues, functions, leftOut };
}

function defineQueue(
  queue: IacQueue,
  index: ModelIndex,
  fill: (reference: Reference) => string,
  note: NoteLeftOut,
): QueueDefinition {
  const { name, nameReason, nameRange, policies } = queue;
  noteConditional(queue, name, note);
  if (nameReason !== undefined) note(nameRange, `${name} QueueName`, nameReason);
  const attributes = new Map<string, string>();
  for (const [attribute, value] of Object.entries(queue.attributes)) {
    const what = `${name} ${attribute}`;
    if (!value.isKnown) {
      note(value.range, what, value.reason);
      continue;
    }
    const text = fillText(value.value, fill);
    if (attribute === 'KmsMasterKeyId' && text !== OWN_KEY) {
      note(value.range, what, l10n.t('The local KMS has keys of its own.'));
    } else {
      attributes.set(attribute, text);
    }
  }
  // As on AWS, the last policy replaces the others.
  const policy = policies.at(-1);
  if (policy?.isKnown === true) attributes.set('Policy', fillText(policy.value, fill));
  else if (policy !== undefined) note(policy.range, `${name} Policy`, policy.reason);
  const tags = new Map<string, string>();
  for (const [key, value] of Object.entries(queue.tags)) {
    if (value.isKnown) tags.set(key, fillText(value.value, fill));
    else note(value.range, `${name} tag ${key}`, value.reason);
  }
  return {
    name,
    attributes: Object.fromEntries(attributes),
    tags: Object.fromEntries(tags),
    deadLetter: defineDeadLetter(queue, index, note),
    faults: undefined,
    messages: [],
  };
}

function defineDeadLetter(
  { name, deadLetter }: IacQueue,
  index: ModelIndex,
  note: NoteLeftOut,
): QueueDefinition['deadLetter'] {
  if (deadLetter === undefined) return undefined;
  const { queue, maxReceiveCount } = deadLetter;
  for (const value of [queue, maxReceiveCount]) {
    if (value.isKnown) continue;
    note(value.range, `${name} RedrivePolicy`, value.reason);
    return undefined;
  }
  if (!queue.isKnown || !maxReceiveCount.isKnown) return undefined;
  const target = index.nameOf(queue.value);
  return target === undefined ? undefined : { queue: target, maxReceiveCount: maxReceiveCount.value };
}

/** Queues that are mentioned, and in none of the files, with the places where they are mentioned first. */
function findOutside({ queues, mappings }: IacModel): ReadonlyMap<string, SourceRange> {
  const found = new Map<string, SourceRange>();
  const taken = new Set(queues.map(({ name }) => name));
  const targets = [
    ...queues.flatMap(({ deadLetter }) => deadLetter?.queue ?? []),
    ...mappings.map(({ queue }) => queue),
  ];
  for (const target of targets) {
    if (!target.isKnown || target.value.kind !== 'outside') continue;
    const { name } = target.value;
    if (QUEUE_NAME.test(name) && !taken.has(name) && !found.has(name)) found.set(name, target.range);
  }
  return found;
}
