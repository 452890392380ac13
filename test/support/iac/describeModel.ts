import { fillText } from '../../../broker/iac/fillText.ts';
import type {
  IacFunction,
  IacMapping,
  IacModel,
  IacQueue,
  ReferenceText,
  SourceRange,
  Value,
} from '../../../broker/iac/model.ts';

/**
 * A model in few words, as the forms in test/unit/iac/forms have it: members that say nothing are left out, what is unknown is
 * `? <reason>`, a reference is `<url of NAME>`, and what a range marks is quoted.
 */
export function describeModel(
  { format, queues, functions, mappings, problems }: IacModel,
  readText: (file: string) => string,
): object {
  const quote = ({ file, start, end }: SourceRange): string =>
    readText(file).slice(start, end).split('\n')[0]?.slice(0, 40) ?? '';
  const names = { queue: nameById(queues), function: nameById(functions) };
  const describe = (text: ReferenceText): string =>
    fillText(text, ({ kind, id, attribute }) => `<${attribute} of ${names[kind].get(id) ?? `?${id}`}>`);
  return prune({
    format,
    queues: Object.fromEntries(
      queues.map((queue) => [
        queue.name,
        prune(describeQueue(queue, names.queue, describe, quote)) ?? 'no settings',
      ]),
    ),
    functions: Object.fromEntries(functions.map((item) => [item.name, describeFunction(item, describe)])),
    mappings: mappings.map((mapping) => describeMapping(mapping, names)),
    problems: problems.map(({ range, message }) => `${range.file}: «${quote(range)}» ${message}`),
  }) as object;
}

function nameById(items: readonly { readonly id: string; readonly name: string }[]): Map<string, string> {
  return new Map(items.map(({ id, name }) => [id, name]));
}

function show<T, R>(value: Value<T> | undefined, describe: (known: T) => R): R | string | undefined {
  if (value === undefined) return undefined;
  return value.isKnown ? describe(value.value) : `? ${value.reason}`;
}

function same<T>(value: T): T {
  return value;
}

function showAll(
  values: Readonly<Record<string, Value<ReferenceText>>>,
  describe: (text: ReferenceText) => string,
): object {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, show(value, describe)]));
}

function describeQueue(
  queue: IacQueue,
  names: ReadonlyMap<string, string>,
  describe: (text: ReferenceText) => string,
  quote: (range: SourceRange) => string,
): object {
  const { deadLetter } = queue;
  const place = quote(queue.range);
  const target = show(deadLetter?.queue, (to) =>
    to.kind === 'queue' ? names.get(to.id) : `outside ${to.name}`,
  );
  return {
    id: queue.id === queue.name ? undefined : queue.id,
    at: place.replaceAll('"', '') === queue.logicalId ? undefined : place,
    unnamed: queue.nameReason,
    implicit: queue.implicit,
    construct: queue.constructPath,
    isConditional: queue.isConditional || undefined,
    ...showAll(queue.attributes, describe),
    deadLetter: deadLetter && `${target} x ${show(deadLetter.maxReceiveCount, same)}`,
    tags: showAll(queue.tags, describe),
    policies: queue.policies.map((policy) => show(policy, describe)),
  };
}

function describeFunction(item: IacFunction, describe: (text: ReferenceText) => string): object {
  return {
    id: item.id === item.name ? undefined : item.id,
    unnamed: item.nameReason,
    construct: item.constructPath,
    isConditional: item.isConditional || undefined,
    isForDeployment: item.isForDeployment || undefined,
    runtime: show(item.runtime, (runtime) =>
      runtime === item.givenRuntime ? runtime : `${runtime} for ${item.givenRuntime}`,
    ),
    handler: show(item.handler, same),
    directory: show(item.directory, same),
    build: item.buildMethod,
    timeout: show(item.timeout, same),
    memory: show(item.memory, same),
    reservedConcurrency: show(item.reservedConcurrency, same),
    environment: showAll(item.environment, describe),
  };
}

function describeMapping(
  mapping: IacMapping,
  names: Readonly<Record<'queue' | 'function', ReadonlyMap<string, string>>>,
): object {
  return {
    from: show(mapping.queue, (to) => (to.kind === 'queue' ? names.queue.get(to.id) : `outside ${to.name}`)),
    to: show(mapping.functionId, (id) => names.function.get(id)),
    isConditional: mapping.isConditional || undefined,
    batchSize: show(mapping.batchSize, same),
    window: show(mapping.window, same),
    filters: mapping.filters.map((filter) => show(filter, same)),
    maximumConcurrency: show(mapping.maximumConcurrency, same),
    reports: show(mapping.reportBatchItemFailures, same),
    minimumPollers: show(mapping.minimumPollers, same),
    maximumPollers: show(mapping.maximumPollers, same),
    enabled: show(mapping.enabled, same),
  };
}

/** Without undefined members, and without empty objects and lists. */
function prune(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(prune);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value)
    .map(([name, inside]) => [name, prune(inside)] as const)
    .filter(([, inside]) => inside !== undefined);
  return members.length === 0 ? undefined : Object.fromEntries(members);
}
