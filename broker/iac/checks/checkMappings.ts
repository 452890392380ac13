import * as l10n from '@vscode/l10n';
import { parseFilterPattern } from '../../eventFilters/parsePattern.ts';
import { formatNumber } from '../../language/numbers.ts';
import { checkMapping } from '../../mappings/checkMapping.ts';
import { DEFAULT_SETTINGS, type MappingSettings } from '../../mappings/mapping.ts';
import { FUNCTION_DEFAULTS, FUNCTION_DEFINITION } from '../../protocol/functionDefinition.ts';
import { DEFAULT_POLLERS, MAXIMUM_FILTERS } from '../../protocol/mappingLimits.ts';
import type { IacFunction, IacMapping, IacModel, IacQueue, SourceRange, Value } from '../model.ts';
import { FIFO_SUFFIX } from '../names.ts';
import { readQueueNumber } from './checkQueues.ts';
import type { NoteFinding } from './finding.ts';

/** How many times the timeout of its function AWS recommends as the visibility timeout of a queue. */
const RECOMMENDED_TIMEOUTS = 6;

/** What a mapping connects, as far as it is in the model. */
interface Ends {
  /** Undefined: it is unknown, or in none of the files. */
  readonly queue: IacQueue | undefined;
  readonly isFifo: boolean;
  /** s; undefined: unknown. */
  readonly visibility: number | undefined;
  readonly timeout: number | undefined;
  readonly functionName: string;
}

export function checkMappings(model: IacModel, note: NoteFinding): void {
  const queues = new Map(model.queues.map((queue) => [queue.id, queue]));
  const functions = new Map(model.functions.map((item) => [item.id, item]));
  const pairs = new Set<string>();
  const targets = findDeadLetterQueues(model);
  const reported = new Set<string>();
  for (const mapping of model.mappings) {
    const ends = findEnds(mapping, queues, functions);
    const isInRange = checkRanges(mapping, note);
    if (isInRange) checkTogether(mapping, ends, note);
    checkPair(mapping, pairs, note);
    checkBatch(mapping, note);
    checkVisibility(mapping, ends, note);
    const { queue } = ends;
    if (queue === undefined || reported.has(queue.id) || targets.has(queue.id)) continue;
    reported.add(queue.id);
    if (queue.deadLetter !== undefined) continue;
    const message = l10n.t(
      '{0} has no dead-letter queue: a message that always fails is tried again until its retention period is over.',
      queue.name,
    );
    note('noDeadLetterQueue', queue.range, message);
  }
}

function findDeadLetterQueues({ queues }: IacModel): ReadonlySet<string> {
  return new Set(
    queues.flatMap(({ deadLetter }) =>
      deadLetter?.queue.isKnown === true && deadLetter.queue.value.kind === 'queue'
        ? [deadLetter.queue.value.id]
        : [],
    ),
  );
}

function findEnds(
  { queue: target, functionId }: IacMapping,
  queues: ReadonlyMap<string, IacQueue>,
  functions: ReadonlyMap<string, IacFunction>,
): Ends {
  const queue = target.isKnown && target.value.kind === 'queue' ? queues.get(target.value.id) : undefined;
  const outside = target.isKnown && target.value.kind === 'outside' ? target.value.name : '';
  const item = functionId.isKnown ? functions.get(functionId.value) : undefined;
  const { timeout } = item ?? {};
  return {
    queue,
    isFifo: queue?.isFifo ?? outside.endsWith(FIFO_SUFFIX),
    visibility: queue && readQueueNumber(queue, 'VisibilityTimeout'),
    timeout:
      item === undefined || timeout?.isKnown === false
        ? undefined
        : (timeout?.value ?? FUNCTION_DEFAULTS.timeout),
    functionName: item?.name ?? '',
  };
}

/** The ranges of the members, each alone. */
function checkRanges(mapping: IacMapping, note: NoteFinding): boolean {
  const { filters } = mapping;
  let isInRange = true;
  const refuse = (range: SourceRange, message: string): void => {
    isInRange = false;
    note('valueOutOfRange', range, message);
  };
  const check = (
    name: string,
    value: Value<number> | undefined,
    describe: (known: number) => object,
  ): void => {
    if (value?.isKnown !== true) return;
    const shape = FUNCTION_DEFINITION.members.mappings;
    const problem = shape.check([{ queue: 'queue', ...describe(value.value) }]);
    if (problem !== undefined) refuse(value.range, l10n.t('{0} must be {1}.', name, problem.expected));
  };
  check('BatchSize', mapping.batchSize, (batchSize) => ({ batchSize }));
  check('MaximumBatchingWindowInSeconds', mapping.window, (window) => ({ window }));
  check('MaximumConcurrency', mapping.maximumConcurrency, (maximumConcurrency) => ({ maximumConcurrency }));
  check('MinimumPollers', mapping.minimumPollers, (minimum) => ({ provisionedPollers: { minimum } }));
  check('MaximumPollers', mapping.maximumPollers, (maximum) => ({ provisionedPollers: { maximum } }));
  const surplus = filters[MAXIMUM_FILTERS];
  if (surplus !== undefined) {
    refuse(surplus.range, l10n.t('A mapping can have {0} filters.', formatNumber(MAXIMUM_FILTERS)));
  }
  return isInRange;
}

/** What the service says of the members together, and of the queue and function. What is unknown is taken as it would be right. */
function checkTogether(mapping: IacMapping, ends: Ends, note: NoteFinding): void {
  const { isFifo, visibility, timeout } = ends;
  const refusal = checkMapping(
    readSettings(mapping, isFifo),
    {
      queue: { isFifo, settings: { visibilitySeconds: visibility ?? Infinity } as IacSettings },
      timeoutSeconds: timeout,
    },
    (text) => parseFilterPattern(text).ok,
  );
  if (refusal === undefined) return;
  note('mappingRejected', findMember(mapping, ends, refusal.member), refusal.message);
}

type IacSettings = NonNullable<Parameters<typeof checkMapping>[1]['queue']>['settings'];

function readSettings(mapping: IacMapping, isFifo: boolean): MappingSettings {
  const { batchSize, window, filters, maximumConcurrency, minimumPollers, maximumPollers } = mapping;
  const isProvisioned = minimumPollers !== undefined || maximumPollers !== undefined;
  const minimum = numberOf(minimumPollers, DEFAULT_POLLERS.minimum, DEFAULT_POLLERS.minimum);
  return {
    ...DEFAULT_SETTINGS,
    batchSize: numberOf(batchSize, DEFAULT_SETTINGS.batchSize, 1),
    windowSeconds: numberOf(window, DEFAULT_SETTINGS.windowSeconds, isFifo ? 0 : 1),
    patterns: filters.flatMap((filter) => (filter.isKnown ? [filter.value] : [])),
    maximumConcurrency: maximumConcurrency?.isKnown === true ? maximumConcurrency.value : undefined,
    provisioned: isProvisioned
      ? { minimum, maximum: numberOf(maximumPollers, Math.max(minimum, DEFAULT_POLLERS.maximum), minimum) }
      : undefined,
  };
}

function numberOf(value: Value<number> | undefined, absent: number, unknown: number): number {
  if (value === undefined) return absent;
  return value.isKnown ? value.value : unknown;
}

/** Where a member of the service's spelling is written. */
function findMember(mapping: IacMapping, { queue }: Ends, member: string | undefined): SourceRange {
  switch (member) {
    case 'BatchSize':
      return mapping.batchSize?.range ?? mapping.range;
    case 'MaximumBatchingWindowInSeconds':
      return (mapping.window ?? mapping.batchSize)?.range ?? mapping.range;
    case 'ProvisionedPollerConfig':
      return (mapping.minimumPollers ?? mapping.maximumPollers)?.range ?? mapping.range;
    case 'FilterCriteria':
      return (
        mapping.filters.find((filter) => filter.isKnown && !parseFilterPattern(filter.value).ok)?.range ??
        mapping.range
      );
    // The timeout is longer than the visibility timeout.
    case 'FunctionName':
      return queue?.attributes['VisibilityTimeout']?.range ?? mapping.queue.range;
    default:
      return mapping.range;
  }
}

/** A function may have one mapping of each queue. */
function checkPair({ queue, functionId, range }: IacMapping, pairs: Set<string>, note: NoteFinding): void {
  if (!queue.isKnown || !functionId.isKnown) return;
  const { value } = queue;
  const pair = `${value.kind === 'queue' ? value.id : value.arn}\n${functionId.value}`;
  if (pairs.has(pair)) note('mappingTwice', range, l10n.t('The queue already invokes this function.'));
  pairs.add(pair);
}

function checkBatch({ batchSize, reportBatchItemFailures, range }: IacMapping, note: NoteFinding): void {
  const size = numberOf(batchSize, DEFAULT_SETTINGS.batchSize, 1);
  if (size < 2 || reportBatchItemFailures?.isKnown === false || (reportBatchItemFailures?.value ?? false))
    return;
  const message = l10n.t(
    'If one message of a batch fails, all {0} come back, and those that succeeded are processed again. Set FunctionResponseTypes to ReportBatchItemFailures, and return the failed ones.',
    formatNumber(size),
  );
  note('wholeBatchFails', batchSize?.range ?? range, message);
}

function checkVisibility(
  { queue: target }: IacMapping,
  { queue, visibility, timeout, functionName }: Ends,
  note: NoteFinding,
): void {
  if (queue === undefined || visibility === undefined || timeout === undefined) return;
  // Shorter ones are rejected.
  if (visibility < timeout || visibility >= RECOMMENDED_TIMEOUTS * timeout) return;
  const message = l10n.t(
    'The visibility timeout of {0} is {1} s, and {2} may take {3} s. AWS recommends six times as much, {4} s: throttled invocations are tried again meanwhile.',
    queue.name,
    formatNumber(visibility),
    functionName,
    formatNumber(timeout),
    formatNumber(RECOMMENDED_TIMEOUTS * timeout),
  );
  note('shortVisibility', queue.attributes['VisibilityTimeout']?.range ?? target.range, message);
}
