import * as l10n from '@vscode/l10n';
import { NUMBER_ATTRIBUTES, SETTABLE_ATTRIBUTES } from '../api/queueAttributes.ts';
import { decideCondition } from './conditions.ts';
import { type Directory, parseWithReferences } from './directory.ts';
import type { IacDeadLetter, IacQueue, ReferenceText, Value } from './model.ts';
import { member } from './node.ts';
import { FIFO_SUFFIX, type NameParts } from './names.ts';
import { resolve } from './resolve.ts';
import type { Bound, Resolved } from './resolved.ts';
import type { Resource, Scope } from './scope.ts';
import { type Place, rangeOf, unknownAt } from './source.ts';
import { readTags } from './tags.ts';
import { readBoolean, readJsonText, readNumber, readPlainText, readText } from './texts.ts';

/** A queue before the names of all queues are known. */
export interface QueueDraft extends NameParts {
  readonly scope: Scope;
  /** Undefined: SAM adds it. */
  readonly resource: Resource | undefined;
  readonly implicit: string | undefined;
  readonly isFifo: boolean;
  readonly isConditional: boolean;
}

const OWN_MEMBERS: ReadonlySet<string> = new Set(['RedrivePolicy', 'Policy']);
const BOOLEANS: ReadonlySet<string> = new Set(['ContentBasedDeduplication', 'SqsManagedSseEnabled']);

/** @returns undefined if its condition is false */
export function draftQueue(resource: Resource, scope: Scope): QueueDraft | undefined {
  const existence = decideExistence(resource, scope);
  if (existence === 'absent') return undefined;
  const property = propertiesOf(resource, scope);
  const given = readPlainText(property('QueueName'));
  const fifo = readBoolean(property('FifoQueue'));
  const isFifo =
    fifo?.isKnown === true
      ? fifo.value
      : fifo !== undefined && given?.isKnown === true && given.value.endsWith(FIFO_SUFFIX);
  return {
    id: scope.prefix + resource.logicalId,
    logicalId: resource.logicalId,
    given,
    at: resource.key,
    scope,
    resource,
    implicit: undefined,
    isFifo,
    isConditional: existence === 'conditional',
  };
}

/** Whether a resource is created. */
export function decideExistence(
  { condition }: Pick<Resource, 'condition'>,
  scope: Scope,
): 'present' | 'absent' | 'conditional' {
  if (condition === undefined) return 'present';
  const decision = decideCondition(condition, scope);
  if (typeof decision === 'string') return 'conditional';
  return decision ? 'present' : 'absent';
}

export function propertiesOf({ properties }: Resource, scope: Scope): (name: string) => Bound | undefined {
  return (name) => {
    const node = member(properties, name);
    return node && { node, scope };
  };
}

/** What is written of a queue, but for its name. */
export function readQueue(
  { resource, scope }: QueueDraft,
  directory: Directory,
): Pick<IacQueue, 'attributes' | 'deadLetter' | 'tags' | 'policies' | 'constructPath'> {
  if (resource === undefined) {
    return { attributes: {}, deadLetter: undefined, tags: {}, policies: [], constructPath: undefined };
  }
  const property = propertiesOf(resource, scope);
  const policy = readJsonText(property('Policy'), 'quoted');
  return {
    attributes: readAttributes(property),
    deadLetter: readDeadLetter(property('RedrivePolicy'), directory),
    tags: readTags(property('Tags')),
    policies: policy === undefined ? [] : [policy],
    constructPath: readConstructPath(resource),
  };
}

export function readConstructPath({ node }: Resource): string | undefined {
  const path = member(member(node, 'Metadata'), 'aws:cdk:path');
  return path?.kind === 'scalar' ? path.text : undefined;
}

function readAttributes(
  property: (name: string) => Bound | undefined,
): Readonly<Record<string, Value<ReferenceText>>> {
  const attributes = new Map<string, Value<ReferenceText>>();
  for (const name of SETTABLE_ATTRIBUTES) {
    if (OWN_MEMBERS.has(name)) continue;
    const value = readAttribute(name, property(name));
    if (value !== undefined) attributes.set(name, value);
  }
  return Object.fromEntries(attributes);
}

function readAttribute(name: string, bound: Bound | undefined): Value<ReferenceText> | undefined {
  if (name in NUMBER_ATTRIBUTES) return writeValue(readNumber(bound));
  if (BOOLEANS.has(name)) return writeValue(readBoolean(bound));
  return name === 'RedriveAllowPolicy' ? readJsonText(bound, 'number') : readText(bound);
}

function writeValue(value: Value<number | boolean> | undefined): Value<ReferenceText> | undefined {
  return value?.isKnown === true ? { ...value, value: [String(value.value)] } : value;
}

/** An object, or a text that is the JSON of one. */
function readDeadLetter(bound: Bound | undefined, directory: Directory): IacDeadLetter | undefined {
  const value = bound && resolve(bound);
  if (value === undefined || value.kind === 'absent') return undefined;
  const range = rangeOf(value.at);
  if (value.kind === 'map') {
    const arn =
      readText(value.entries.get('deadLetterTargetArn')) ?? missing(value.at, 'deadLetterTargetArn');
    const count = readNumber(value.entries.get('maxReceiveCount')) ?? missing(value.at, 'maxReceiveCount');
    return { queue: directory.findQueue(arn), maxReceiveCount: count, range };
  }
  return { ...readWrittenDeadLetter(value, directory), range };
}

function readWrittenDeadLetter(value: Resolved, directory: Directory): Omit<IacDeadLetter, 'range'> {
  const parsed = value.kind === 'text' ? parseWithReferences(value.text) : undefined;
  if (typeof parsed !== 'object' || parsed === null) {
    const reason =
      value.kind === 'unknown' ? value.reason : l10n.t('This must be an object, or the JSON of one.');
    const unknown = unknownAt(value.at, reason);
    return { queue: unknown, maxReceiveCount: unknown };
  }
  const { deadLetterTargetArn, maxReceiveCount } = parsed as Record<string, unknown>;
  const range = rangeOf(value.at);
  const arn = Array.isArray(deadLetterTargetArn)
    ? (deadLetterTargetArn as ReferenceText)
    : [String(deadLetterTargetArn)];
  const count = Number(maxReceiveCount);
  return {
    queue:
      deadLetterTargetArn === undefined
        ? missing(value.at, 'deadLetterTargetArn')
        : directory.findQueue({ isKnown: true, value: arn, range }),
    maxReceiveCount: Number.isSafeInteger(count)
      ? { isKnown: true, value: count, range }
      : missing(value.at, 'maxReceiveCount'),
  };
}

function missing(at: Place, name: string): ReturnType<typeof unknownAt> {
  return unknownAt(at, l10n.t('{0} is missing.', name));
}
