import * as l10n from '@vscode/l10n';
import {
  type FunctionDefinition,
  type MappingDefinition,
  MAXIMUM_OWN_MAPPINGS,
} from '../protocol/functionDefinition.ts';
import { fillText } from './fillText.ts';
import { noteConditional, type NoteLeftOut } from './leftOut.ts';
import type { IacFunction, IacMapping, Reference, Value } from './model.ts';
import type { ModelIndex } from './modelIndex.ts';

/** Starts the code of a language that is built before it runs, from its sources. */
const COMMANDS: Readonly<Record<string, string | undefined>> = {
  'go1.x': 'go run .',
  'rust-cargolambda': 'cargo run',
};

/** @returns undefined if what it needs to be run is unknown; then that is noted */
export function defineFunction(
  item: IacFunction,
  index: ModelIndex,
  fill: (reference: Reference) => string,
  note: NoteLeftOut,
): FunctionDefinition | undefined {
  const { name, runtime, directory, handler, givenRuntime, nameReason, nameRange } = item;
  noteConditional(item, name, note);
  if (!runtime.isKnown || !directory.isKnown) {
    const [unknown] = [runtime, directory].filter((value) => !value.isKnown);
    if (unknown?.isKnown === false) note(unknown.range, name, unknown.reason);
    return undefined;
  }
  if (handler?.isKnown === false) {
    note(handler.range, name, handler.reason);
    return undefined;
  }
  if (nameReason !== undefined) note(nameRange, `${name} FunctionName`, nameReason);
  if (givenRuntime !== undefined && givenRuntime !== runtime.value) {
    note(runtime.range, `${name} Runtime`, l10n.t('{0} runs as {1}.', givenRuntime, runtime.value));
  }
  const read = reader(name, note);
  const command = runtime.value.startsWith('provided')
    ? COMMANDS[item.buildMethod ?? givenRuntime ?? '']
    : undefined;
  const environment = fillEnvironment(item, fill, note);
  const mappings = defineMappings(item, index, note);
  return {
    name,
    runtime: runtime.value,
    directory: directory.value,
    ...(handler === undefined ? {} : { handler: handler.value }),
    ...(command === undefined ? {} : { command }),
    ...read('timeout', 'Timeout', item.timeout),
    ...read('memory', 'MemorySize', item.memory),
    ...read('reservedConcurrency', 'ReservedConcurrentExecutions', item.reservedConcurrency),
    ...(Object.keys(environment).length === 0 ? {} : { environment }),
    ...(mappings.length === 0 ? {} : { mappings }),
  };
}

/** Reads members that may be absent, and notes those that are unknown. */
function reader(
  name: string,
  note: NoteLeftOut,
): <K extends string, T>(key: K, property: string, value: Value<T> | undefined) => { readonly [P in K]?: T } {
  return (key, property, value) => {
    if (value?.isKnown === true)
      return { [key]: value.value } as { readonly [P in typeof key]?: typeof value.value };
    if (value !== undefined) note(value.range, `${name} ${property}`, value.reason);
    return {};
  };
}

function fillEnvironment(
  { name, environment }: IacFunction,
  fill: (reference: Reference) => string,
  note: NoteLeftOut,
): Readonly<Record<string, string>> {
  const filled = new Map<string, string>();
  for (const [variable, value] of Object.entries(environment)) {
    if (value.isKnown) filled.set(variable, fillText(value.value, fill));
    else note(value.range, `${name} ${variable}`, value.reason);
  }
  return Object.fromEntries(filled);
}

function defineMappings(
  item: IacFunction,
  index: ModelIndex,
  note: NoteLeftOut,
): readonly MappingDefinition[] {
  const defined: MappingDefinition[] = [];
  for (const mapping of index.mappingsOf(item.id)) {
    const definition = defineMapping(mapping, index, note);
    if (definition === undefined) continue;
    if (defined.length < MAXIMUM_OWN_MAPPINGS) defined.push(definition);
    else {
      const reason = l10n.t('{0} has {1} mappings, which is the limit.', item.name, MAXIMUM_OWN_MAPPINGS);
      note(mapping.range, mapping.logicalId, reason);
    }
  }
  return defined;
}

function defineMapping(
  mapping: IacMapping,
  index: ModelIndex,
  note: NoteLeftOut,
): MappingDefinition | undefined {
  const { queue, logicalId } = mapping;
  noteConditional(mapping, logicalId, note);
  if (!queue.isKnown) {
    note(queue.range, logicalId, queue.reason);
    return undefined;
  }
  const name = index.nameOf(queue.value);
  if (name === undefined) return undefined;
  const filters: string[] = [];
  for (const filter of mapping.filters) {
    if (filter.isKnown) filters.push(filter.value);
    else {
      // Without one of its filters, it would delete messages that another program waits for.
      note(filter.range, logicalId, filter.reason);
      return undefined;
    }
  }
  const read = reader(logicalId, note);
  const pollers = {
    ...read('minimum', 'MinimumPollers', mapping.minimumPollers),
    ...read('maximum', 'MaximumPollers', mapping.maximumPollers),
  };
  return {
    queue: name,
    ...read('batchSize', 'BatchSize', mapping.batchSize),
    ...read('window', 'MaximumBatchingWindowInSeconds', mapping.window),
    ...(filters.length === 0 ? {} : { filters }),
    ...read('maximumConcurrency', 'MaximumConcurrency', mapping.maximumConcurrency),
    ...read('reportBatchItemFailures', 'FunctionResponseTypes', mapping.reportBatchItemFailures),
    ...(Object.keys(pollers).length === 0 ? {} : { provisionedPollers: pollers }),
    ...read('enabled', 'Enabled', mapping.enabled),
  };
}
