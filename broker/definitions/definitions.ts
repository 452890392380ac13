import {
  type ApplyDefinitionsResult,
  DEFAULT_SOURCE,
  type DefinitionPlan,
  type DefinitionProblem,
  type PlanDefinitionsResult,
} from '../protocol/definitions.ts';
import { applyQueues } from './apply.ts';
import { applyBuckets } from './applyBuckets.ts';
import type {
  DefinitionFault,
  DefinitionOrigin,
  DefinitionTarget,
  Namespace,
  QueueDefinition,
} from './definition.ts';
import { MAXIMUM_FAULTS } from './jsonReader.ts';
import { type ParsedDefinitions, parseDefinitions } from './parse.ts';
import { type Planned, planQueues } from './plan.ts';
import { applyFaults, type PlannedFaults, planFaults } from './planFaults.ts';
import { applyAlarms, findAlarmFaults } from './planAlarms.ts';
import { findFunctionFaults } from './planFunctions.ts';
import { findPoolFaults } from './planPools.ts';
import { findPlace } from './problems.ts';
import { dryRun } from './dryRun.ts';

/** A text that every queue in it can be made of. */
interface Checked extends Planned {
  readonly parsed: ParsedDefinitions;
  readonly queues: readonly QueueDefinition[];
  readonly faults: readonly PlannedFaults[];
}

const NOTHING: DefinitionPlan = { create: [], change: [], unlisted: [] };

const NO_ORIGIN: DefinitionOrigin = { source: DEFAULT_SOURCE, folder: undefined };

/** Returns the problems of a text, or what applying it would do. */
export function planText(
  target: DefinitionTarget,
  namespace: Namespace,
  text: string,
  origin: Partial<DefinitionOrigin> = {},
): PlanDefinitionsResult {
  const checked = checkText(target, namespace, text, { ...NO_ORIGIN, ...origin });
  return 'plan' in checked ? { problems: [], plan: checked.plan } : { problems: checked, plan: NOTHING };
}

/**
 * Applies the text to the queues, unless it has problems. Deletes no queue. Idempotent. The folders of buckets are looked at
 * after that: `buckets.settle()` waits for it.
 */
export function applyText(
  target: DefinitionTarget,
  namespace: Namespace,
  text: string,
  given: Partial<DefinitionOrigin> = {},
): Omit<ApplyDefinitionsResult, 'warnings'> {
  const origin = { ...NO_ORIGIN, ...given };
  const checked = checkText(target, namespace, text, origin);
  if (!('plan' in checked)) return { problems: checked, plan: NOTHING, sentCount: 0 };
  const { parsed, queues, changes, plan } = checked;
  const { faults, sentCount } = applyQueues(target.engine, namespace, queues, changes);
  applyFaults(target, checked.faults, origin.source);
  const alarmCount = applyAlarms(target.alarms, namespace, parsed, origin.source);
  applyBuckets(target.buckets, namespace, origin, parsed);
  target.pools.setAll(origin.source, origin.folder, parsed.pools);
  target.functions.setAll(origin.source, origin.folder, parsed.functions);
  return {
    problems: locate(parsed, faults),
    plan,
    sentCount,
    ...(alarmCount === 0 ? {} : { alarmCount }),
  };
}

function checkText(
  target: DefinitionTarget,
  namespace: Namespace,
  text: string,
  { source, folder }: DefinitionOrigin,
): Checked | readonly DefinitionProblem[] {
  const parsed = parseDefinitions(text, folder !== undefined);
  const { queues, problems } = parsed;
  if (problems.length >= MAXIMUM_FAULTS) return problems;
  const { faults: refused, engine: wanted } = dryRun(target.engine, namespace, queues);
  const all = [
    ...problems,
    ...locate(parsed, refused),
    ...locate(parsed, findAlarmFaults(namespace, parsed, queues)),
    ...locate(parsed, findPoolFaults(target, parsed.pools, source)),
    ...locate(parsed, findFunctionFaults(target, wanted, namespace, parsed.functions, source)),
  ];
  if (all.length > 0) {
    return all
      .sort((one, other) => one.line - other.line || one.character - other.character)
      .slice(0, MAXIMUM_FAULTS);
  }
  const { plan, changes } = planQueues(target.engine, wanted, namespace, queues);
  const faults = planFaults(target, namespace, queues, source);
  return { parsed, queues, changes, faults, plan: { ...plan, change: mergeChanges(plan, faults) } };
}

/** Adds the faults to the changes of existing queues; the faults of a new queue are part of it. */
function mergeChanges(
  { create, change }: DefinitionPlan,
  faults: readonly PlannedFaults[],
): DefinitionPlan['change'] {
  const created = new Set(create.map(({ name }) => name));
  const merged = new Map(change.map((entry) => [entry.name, entry]));
  for (const { name, differences } of faults) {
    if (differences.length === 0 || created.has(name)) continue;
    const entry = merged.get(name) ?? { name, differences: [], messagesLost: 0 };
    merged.set(name, { ...entry, differences: [...entry.differences, ...differences] });
  }
  return [...merged.values()];
}

function locate({ root, lines }: ParsedDefinitions, faults: readonly DefinitionFault[]): DefinitionProblem[] {
  if (root === undefined) return [];
  return faults.map(({ path, message }) => {
    const { offset, length } = findPlace(root, path);
    return lines.describe(offset, length, message);
  });
}
