import * as l10n from '@vscode/l10n';
import type { Directory } from './directory.ts';
import type { IacItem, IacMapping, Value } from './model.ts';
import { member, type TemplateNode } from './node.ts';
import { decideExistence, propertiesOf, readConstructPath } from './queues.ts';
import { resolve } from './resolve.ts';
import { type Bound, plainText } from './resolved.ts';
import type { Resource, Scope } from './scope.ts';
import { type Place, rangeOf, unknownAt } from './source.ts';
import { isList, listItems, listTexts, readBoolean, readJsonText, readNumber, readText } from './texts.ts';

/** What only mappings of other services have. */
const OTHER_SOURCES = [
  'StartingPosition',
  'SelfManagedEventSource',
  'Topics',
  'Queues',
  'SourceAccessConfigurations',
];
const REPORT = 'ReportBatchItemFailures';

/** A mapping before the names of all queues and functions are known. */
export interface MappingDraft extends Pick<IacItem, 'id' | 'logicalId' | 'constructPath'> {
  readonly at: Place;
  /** A property by its name in CloudFormation. */
  readonly property: (name: string) => Bound | undefined;
  /** The ARN of its queue. */
  readonly queue: Bound | undefined;
  /** The function that it belongs to; undefined: its property `FunctionName` says it. */
  readonly functionId: string | undefined;
  readonly isConditional: boolean;
}

/** @returns undefined if it is no mapping of a queue, or its condition is false */
export function draftMapping(resource: Resource, scope: Scope): MappingDraft | undefined {
  if (resource.type !== 'AWS::Lambda::EventSourceMapping') return undefined;
  const existence = decideExistence(resource, scope);
  const property = propertiesOf(resource, scope);
  if (existence === 'absent' || OTHER_SOURCES.some((name) => property(name) !== undefined)) return undefined;
  const queue = property('EventSourceArn');
  if (queue === undefined || isOtherSource(queue)) return undefined;
  return {
    id: scope.prefix + resource.logicalId,
    logicalId: resource.logicalId,
    constructPath: readConstructPath(resource),
    at: resource.key,
    property,
    queue,
    functionId: undefined,
    isConditional: existence === 'conditional',
  };
}

/** Whether an ARN is that of another service: a text says so, or the resource that it is taken from. */
function isOtherSource(bound: Bound): boolean {
  const value = readText(bound);
  if (value?.isKnown === true) {
    const text = plainText(value.value);
    return text !== undefined && text.startsWith('arn:') && !/^arn:[\w-]+:sqs:/.test(text);
  }
  const type = bound.scope.resources.get(namedResource(bound.node) ?? '')?.type;
  return type !== undefined && type !== 'AWS::SQS::Queue' && type !== 'AWS::CloudFormation::Stack';
}

function namedResource(node: TemplateNode): string | undefined {
  const inside = member(node, 'Fn::GetAtt') ?? member(node, 'Ref') ?? member(node, 'Fn::Sub');
  const first = inside?.kind === 'list' ? inside.items[0] : inside;
  return first?.kind === 'scalar' ? first.text.replace(/^\$\{|\}$/g, '').split('.')[0] : undefined;
}

export function readMapping(draft: MappingDraft, directory: Directory): IacMapping {
  const { id, logicalId, constructPath, at, property, queue, isConditional } = draft;
  const inside = (name: string, key: string): Bound | undefined => {
    const bound = property(name);
    const value = bound && resolve(bound);
    return value?.kind === 'map' ? value.entries.get(key) : undefined;
  };
  const arn = readText(queue) ?? unknownAt(at, l10n.t('{0} is missing.', 'Queue'));
  return {
    id,
    logicalId,
    constructPath,
    range: rangeOf(at),
    functionId: findFunction(draft, directory),
    queue: directory.findQueue(arn),
    batchSize: readNumber(property('BatchSize')),
    window: readNumber(property('MaximumBatchingWindowInSeconds')),
    filters: readFilters(inside('FilterCriteria', 'Filters')),
    maximumConcurrency: readNumber(inside('ScalingConfig', 'MaximumConcurrency')),
    reportBatchItemFailures: readResponseTypes(property('FunctionResponseTypes')),
    minimumPollers: readNumber(inside('ProvisionedPollerConfig', 'MinimumPollers')),
    maximumPollers: readNumber(inside('ProvisionedPollerConfig', 'MaximumPollers')),
    enabled: readBoolean(property('Enabled')),
    isConditional,
  };
}

function findFunction({ functionId, property, at }: MappingDraft, directory: Directory): Value<string> {
  if (functionId !== undefined) return { isKnown: true, value: functionId, range: rangeOf(at) };
  const name = readText(property('FunctionName')) ?? unknownAt(at, l10n.t('{0} is missing.', 'FunctionName'));
  return directory.findFunction(name);
}

function readResponseTypes(bound: Bound | undefined): Value<boolean> | undefined {
  if (bound === undefined) return undefined;
  const value = resolve(bound);
  if (value.kind === 'absent') return undefined;
  const types = listTexts(bound);
  return types.isKnown ? { ...types, value: types.value.includes(REPORT) } : types;
}

/** Patterns are texts with JSON; SAM and the Serverless Framework take objects, too. */
function readFilters(bound: Bound | undefined): readonly Value<string>[] {
  const items = listItems(bound);
  if (!isList(items)) return [items];
  return items.flatMap((item): readonly Value<string>[] => {
    const value = resolve(item);
    const text = value.kind === 'map' ? readJsonText(value.entries.get('Pattern'), 'number') : undefined;
    if (text === undefined) return [];
    const pattern = text.isKnown ? plainText(text.value) : undefined;
    if (!text.isKnown) return [text];
    return pattern === undefined
      ? [{ isKnown: false, range: text.range, reason: l10n.t('It depends on the name of another resource.') }]
      : [{ isKnown: true, range: text.range, value: pattern }];
  });
}
