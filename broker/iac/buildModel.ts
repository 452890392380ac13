import { findCustomResourceHandlers } from './customResources.ts';
import { Directory } from './directory.ts';
import { draftFunction, type FunctionDraft, readFunction } from './functions.ts';
import { draftMapping, type MappingDraft, readMapping } from './mappings.ts';
import type { IacFunction, IacModel, IacName, IacQueue, ReferenceText, Value } from './model.ts';
import {
  FUNCTION_NAME_RULES,
  givenFirst,
  type NameParts,
  type NameRules,
  Names,
  queueNameRules,
} from './names.ts';
import { draftQueue, type QueueDraft, readQueue } from './queues.ts';
import { readQueuePolicies } from './queuePolicies.ts';
import { draftEvents, draftImplicitQueues } from './samEvents.ts';
import { rangeOf } from './source.ts';
import type { World } from './world.ts';

/** What is found of an application before the names of all its parts are known. */
export interface Drafts {
  readonly queues: readonly QueueDraft[];
  readonly functions: readonly FunctionDraft[];
  readonly mappings: readonly MappingDraft[];
}

/** Finds the queues, functions and mappings of all stacks. */
export function draftStacks(world: World, rootFolder: string): Drafts {
  const queues: QueueDraft[] = [];
  const functions: FunctionDraft[] = [];
  const mappings: MappingDraft[] = [];
  for (const scope of world.scopes) {
    // First: functions can refer to these queues.
    const implicit = draftImplicitQueues(scope);
    for (const resource of scope.resources.values()) {
      const queue = resource.type === 'AWS::SQS::Queue' ? draftQueue(resource, scope) : undefined;
      if (queue !== undefined) queues.push(queue);
      const found = draftFunction(resource, scope, rootFolder);
      if (found !== undefined) functions.push(found);
      const mapping = draftMapping(resource, scope);
      if (mapping !== undefined) mappings.push(mapping);
      mappings.push(...draftEvents(resource, scope));
    }
    queues.push(...implicit);
  }
  return { queues, functions, mappings };
}

/** Reads what was found. References lead to the names and ids of the model from here on. */
export function buildModel(
  world: World,
  { queues, functions, mappings }: Drafts,
): Pick<IacModel, 'queues' | 'functions' | 'mappings'> {
  const queueNames = nameAll(world, queues, ({ isFifo }) => queueNameRules(isFifo));
  const functionNames = nameAll(world, functions, () => FUNCTION_NAME_RULES);
  const directory = new Directory(indexGiven(queues), indexGiven(functions));
  const policies = readQueuePolicies(world);
  const finished = functions.map((draft) => finishFunction(draft, nameOf(functionNames, draft), directory));
  const read = mappings.map((draft) => readMapping(draft, directory));
  const handlers = findCustomResourceHandlers(world, directory, finished, read);
  return {
    queues: queues.map((draft) => finishQueue(draft, nameOf(queueNames, draft), directory, policies)),
    functions: finished.map((item) => ({ ...item, isForDeployment: handlers.has(item.id) })),
    mappings: read,
  };
}

function nameAll<T extends NameParts>(
  world: World,
  drafts: readonly T[],
  rules: (draft: T) => NameRules,
): ReadonlyMap<string, IacName> {
  const names = new Names((problem) => world.note(problem));
  const assigned = new Map<string, IacName>();
  for (const place of givenFirst(drafts)) {
    const draft = drafts[place];
    if (draft !== undefined) assigned.set(draft.id, names.assign(draft, rules(draft)));
  }
  return assigned;
}

function nameOf(names: ReadonlyMap<string, IacName>, { id }: NameParts): IacName {
  const name = names.get(id);
  if (name === undefined) throw new Error(`${id} has no name`);
  return name;
}

/** Ids by the names that texts of the template can have. */
function indexGiven(drafts: readonly NameParts[]): ReadonlyMap<string, string> {
  return new Map(drafts.flatMap(({ given, id }) => (given?.isKnown === true ? [[given.value, id]] : [])));
}

function finishQueue(
  draft: QueueDraft,
  name: IacName,
  directory: Directory,
  policies: ReadonlyMap<string, readonly Value<ReferenceText>[]>,
): IacQueue {
  const { id, logicalId, at, implicit, isFifo, isConditional } = draft;
  const read = readQueue(draft, directory);
  return {
    id,
    logicalId,
    range: rangeOf(at),
    implicit,
    isFifo,
    isConditional,
    ...name,
    ...read,
    policies: [...read.policies, ...(policies.get(id) ?? [])],
  };
}

function finishFunction(
  draft: FunctionDraft,
  name: IacName,
  directory: Directory,
): Omit<IacFunction, 'isForDeployment'> {
  const { id, logicalId, at, constructPath, buildMethod, isConditional } = draft;
  return {
    id,
    logicalId,
    constructPath,
    range: rangeOf(at),
    directory: draft.directory,
    buildMethod,
    isConditional,
    ...name,
    ...readFunction(draft, directory),
  };
}
