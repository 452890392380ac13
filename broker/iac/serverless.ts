import type { Drafts } from './buildModel.ts';
import { draftStacks } from './buildModel.ts';
import type { FunctionDraft } from './functions.ts';
import type { MappingDraft } from './mappings.ts';
import {
  type MapEntry,
  type MapNode,
  listNode,
  mapNode,
  member,
  type TemplateNode,
  textNode,
} from './node.ts';
import { readNestedStacks } from './nestedStacks.ts';
import { resolve } from './resolve.ts';
import type { Bound } from './resolved.ts';
import { Scope } from './scope.ts';
import { ServerlessVariables } from './serverlessVariables.ts';
import { type Place, rangeOf } from './source.ts';
import { readPlainText } from './texts.ts';
import type { World } from './world.ts';

/** What the framework gives a function without a timeout (s) or a memory size (MB). */
const DEFAULTS: Readonly<Record<string, string>> = { timeout: '6', memorySize: '1024' };
const SECTIONS = ['Resources', 'Outputs', 'Conditions', 'Mappings', 'Parameters'];
/** The members of an `sqs` event by the names of CloudFormation. */
const EVENT_MEMBERS: Readonly<Record<string, string>> = {
  BatchSize: 'batchSize',
  MaximumBatchingWindowInSeconds: 'maximumBatchingWindow',
  FunctionResponseTypes: 'functionResponseType',
  Enabled: 'enabled',
};
const FUNCTION_MEMBERS: Readonly<Record<string, string>> = {
  Runtime: 'runtime',
  Timeout: 'timeout',
  MemorySize: 'memorySize',
};

/** Reads the queues that `resources` declare, and the functions with their `sqs` events. */
export function readServerless(root: MapNode, folder: string, world: World): Drafts {
  const variables = new ServerlessVariables(root, folder, world);
  const service = variables.find(root, ['service']);
  const stackName = variables.find(root, ['provider', 'stackName']);
  const base = service?.kind === 'scalar' ? service.text : 'service';
  const scope = new Scope(world, {
    root: joinResources(root, variables),
    prefix: '',
    folder,
    stackName: stackName?.kind === 'scalar' ? stackName.text : `${base}-${variables.readStage()}`,
    replaceVariables: variables.replace,
  });
  const declared = listFunctions(root, variables);
  for (const { name } of declared) scope.addTarget(`${normalizeName(name)}LambdaFunction`, 'function', name);
  readNestedStacks(scope);
  const { queues, functions, mappings } = draftStacks(world, folder);
  const provider = variables.find(root, ['provider']);
  return {
    queues,
    functions: [...functions, ...declared.map((item) => draftFunction(item, provider, scope, variables))],
    mappings: [...mappings, ...declared.flatMap((item) => draftEvents(item, scope, variables))],
  };
}

interface DeclaredFunction {
  readonly name: string;
  readonly key: Place;
  readonly node: TemplateNode;
}

/** By name; a list of maps can have a name twice, and the last one counts. */
function listFunctions(root: MapNode, variables: ServerlessVariables): readonly DeclaredFunction[] {
  const declared = new Map<string, DeclaredFunction>();
  for (const map of variables.listMaps(member(root, 'functions'))) {
    for (const [name, { key, value }] of map.entries) {
      const node = variables.replace(value);
      if (node.kind === 'map') declared.set(name, { name, key, node });
      else if (node.kind === 'unknown') variables.noteUnknown(node);
    }
  }
  return [...declared.values()];
}

/** The sections of CloudFormation, from all parts of `resources`. */
function joinResources(root: MapNode, variables: ServerlessVariables): MapNode {
  const sections = new Map<string, MapEntry>();
  for (const part of variables.listMaps(member(root, 'resources'))) {
    for (const name of SECTIONS) {
      const entry = part.entries.get(name);
      const section = entry && variables.replace(entry.value);
      if (entry === undefined || section?.kind !== 'map') continue;
      const before = sections.get(name)?.value;
      const entries = new Map(before?.kind === 'map' ? before.entries : []);
      for (const [key, inside] of section.entries) entries.set(key, expand(inside, variables));
      sections.set(name, { key: entry.key, value: mapNode(section, entries) });
    }
  }
  return mapNode(root, sections);
}

/** A resource with what its own variables and those of its members stand for. */
function expand({ key, value }: MapEntry, variables: ServerlessVariables): MapEntry {
  const node = variables.replace(value);
  if (node.kind === 'unknown') variables.noteUnknown(node);
  if (node.kind !== 'map') return { key, value: node };
  const members = [...node.entries].map(
    ([name, entry]) => [name, { key: entry.key, value: variables.replace(entry.value) }] as const,
  );
  return { key, value: mapNode(node, new Map(members)) };
}

/** As the framework makes a logical ID of a key. */
function normalizeName(name: string): string {
  const spelled = name.replaceAll('-', 'Dash').replaceAll('_', 'Underscore');
  return spelled.charAt(0).toUpperCase() + spelled.slice(1);
}

function draftFunction(
  { name, key, node }: DeclaredFunction,
  provider: TemplateNode | undefined,
  scope: Scope,
  variables: ServerlessVariables,
): FunctionDraft {
  const bind = (value: TemplateNode | undefined): Bound | undefined => value && { node: value, scope };
  const property = (asked: string): Bound | undefined => {
    switch (asked) {
      case 'Handler':
        return bind(member(node, 'handler'));
      case 'ReservedConcurrentExecutions':
        return bind(member(node, 'reservedConcurrency'));
      case 'PackageType':
        return member(node, 'image') && bind(textNode(key, 'Image'));
      case 'Environment':
        return bind(joinEnvironments([provider, node], key, variables));
      default: {
        const own = FUNCTION_MEMBERS[asked];
        if (own === undefined) return undefined;
        const fallback = DEFAULTS[own];
        return bind(
          member(node, own) ??
            member(provider, own) ??
            (fallback === undefined ? undefined : textNode(key, fallback)),
        );
      }
    }
  };
  return {
    id: name,
    logicalId: name,
    given: readPlainText(bind(member(node, 'name'))),
    at: key,
    scope,
    property,
    directory: { isKnown: true, value: '.', range: rangeOf(key) },
    buildMethod: undefined,
    constructPath: undefined,
    isConditional: false,
  };
}

/** `{ Variables: … }` with those of the provider and of the function; the latter win. */
function joinEnvironments(
  owners: readonly (TemplateNode | undefined)[],
  key: Place,
  variables: ServerlessVariables,
): MapNode {
  const entries = new Map<string, MapEntry>();
  for (const owner of owners) {
    const environment = variables.find(owner, ['environment']);
    if (environment?.kind !== 'map') continue;
    for (const [name, entry] of environment.entries) entries.set(name, entry);
  }
  return mapNode(key, new Map([['Variables', { key, value: mapNode(key, entries) }]]));
}

function draftEvents(
  { name, node }: DeclaredFunction,
  scope: Scope,
  variables: ServerlessVariables,
): readonly MappingDraft[] {
  const events = variables.find(node, ['events']);
  if (events?.kind !== 'list') return [];
  const found = events.items.flatMap((item) => {
    const event = variables.replace(item);
    const entry = event.kind === 'map' ? event.entries.get('sqs') : undefined;
    return entry === undefined ? [] : [entry];
  });
  return found.map(({ key, value }, index) => {
    const logicalId = `${normalizeName(name)}EventSourceMappingSQS${index + 1}`;
    const config = resolve({ node: value, scope });
    const members = config.kind === 'map' ? config.entries : undefined;
    return {
      id: logicalId,
      logicalId,
      constructPath: undefined,
      at: key,
      property: (asked) => readEventMember(asked, key, members),
      queue: members === undefined ? { node: value, scope } : members.get('arn'),
      functionId: name,
      isConditional: false,
    };
  });
}

function readEventMember(
  asked: string,
  key: Place,
  members: ReadonlyMap<string, Bound> | undefined,
): Bound | undefined {
  const own = EVENT_MEMBERS[asked];
  if (own !== undefined) return members?.get(own);
  const wrap = (from: string, build: (node: TemplateNode) => TemplateNode | undefined): Bound | undefined => {
    const bound = members?.get(from);
    const value = bound && build(bound.scope.replaceVariables?.(bound.node) ?? bound.node);
    return bound && value && { node: value, scope: bound.scope };
  };
  const mapOf = (parts: Readonly<Record<string, TemplateNode | undefined>>): MapNode => {
    const given = Object.entries(parts).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, { key, value }] as const],
    );
    return mapNode(key, new Map(given));
  };
  switch (asked) {
    case 'FilterCriteria':
      return wrap('filterPatterns', (list) =>
        list.kind === 'list'
          ? mapOf({
              Filters: listNode(
                list,
                list.items.map((pattern) => mapOf({ Pattern: pattern })),
              ),
            })
          : undefined,
      );
    case 'ScalingConfig':
      return wrap('maximumConcurrency', (value) => mapOf({ MaximumConcurrency: value }));
    case 'ProvisionedPollerConfig':
      return wrap('provisionedPollers', (value) =>
        mapOf({ MinimumPollers: member(value, 'min'), MaximumPollers: member(value, 'max') }),
      );
    default:
      return undefined;
  }
}
