import { getLocation, type JSONPath } from 'jsonc-parser';
import type { QueueDefinition } from '../definitions/definition.ts';
import type { DefinitionProblem } from '../protocol/definitions.ts';
import type { IacDefinitions } from './toDefinitions.ts';
import type { IacFunction, IacItem, IacModel, IacQueue, SourceRange } from './model.ts';

/** Definitions as the text of a `queueside.json`, which `plan` and `apply` take. */
export function writeDefinitionText({
  queues,
  functions,
}: Pick<IacDefinitions, 'queues' | 'functions'>): string {
  const file = {
    queues: Object.fromEntries(queues.map((queue) => [queue.name, describeQueue(queue)])),
    ...(functions.length === 0
      ? {}
      : { functions: Object.fromEntries(functions.map(({ name, ...members }) => [name, members])) }),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

function describeQueue({ attributes, tags, deadLetter }: QueueDefinition): object {
  return {
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    ...(deadLetter ? { deadLetter } : {}),
  };
}

/**
 * Where a problem of the text comes from in the template; undefined: it is about something that the template only mentions, or
 * about the whole.
 */
export function locateProblem(
  text: string,
  { line, character }: DefinitionProblem,
  model: IacModel,
): SourceRange | undefined {
  const { path } = getLocation(text, offsetOf(text, line, character));
  const [section, name] = path;
  const find = <T extends IacItem & { readonly name: string }>(items: readonly T[]): T | undefined =>
    items.find((item) => item.name === name);
  if (section === 'queues') {
    const queue = find(model.queues);
    return queue && locateInQueue(queue, path);
  }
  const item = section === 'functions' ? find(model.functions) : undefined;
  return item && locateInFunction(item, path, model);
}

function offsetOf(text: string, line: number, character: number): number {
  let start = 0;
  for (let count = 0; count < line; count++) start = text.indexOf('\n', start) + 1;
  // In the name of a member, and not before it.
  return start + character + 1;
}

function locateInQueue({ attributes, deadLetter, policies, range }: IacQueue, path: JSONPath): SourceRange {
  const [, , member, name] = path;
  if (member === 'deadLetter') return deadLetter?.range ?? range;
  const attribute = String(name);
  if (member !== 'attributes') return range;
  return (attribute === 'Policy' ? policies.at(-1)?.range : attributes[attribute]?.range) ?? range;
}

function locateInFunction(item: IacFunction, path: JSONPath, { mappings }: IacModel): SourceRange {
  const [, , member, name] = path;
  switch (member) {
    case 'runtime':
      return item.runtime.range;
    case 'handler':
      return item.handler?.range ?? item.range;
    case 'timeout':
      return item.timeout?.range ?? item.range;
    case 'memory':
      return item.memory?.range ?? item.range;
    case 'environment':
      return item.environment[String(name)]?.range ?? item.range;
    case 'mappings': {
      const own = mappings.filter(({ functionId }) => functionId.isKnown && functionId.value === item.id);
      return own[Number(name)]?.range ?? item.range;
    }
    default:
      return item.range;
  }
}
