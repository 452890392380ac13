import type { Engine } from '../engine/engine.ts';
import type {
  ApplyDefinitionsResult,
  DefinitionPlan,
  DefinitionProblem,
  PlanDefinitionsResult,
} from '../protocol/definitions.ts';
import { applyQueues } from './apply.ts';
import type { DefinitionFault, Namespace, QueueDefinition } from './definition.ts';
import { type ParsedDefinitions, parseDefinitions } from './parse.ts';
import { type Planned, planQueues } from './plan.ts';
import { findPlace } from './problems.ts';
import { rehearse } from './rehearse.ts';

/** A text that every queue in it can be made of. */
interface Checked extends Planned {
  readonly parsed: ParsedDefinitions;
  readonly queues: readonly QueueDefinition[];
}

const NOTHING: DefinitionPlan = { create: [], change: [], unlisted: [] };

/** Says what is wrong with a text, or what applying it would do. */
export function planText(engine: Engine, namespace: Namespace, text: string): PlanDefinitionsResult {
  const checked = checkText(engine, namespace, text);
  return 'plan' in checked ? { problems: [], plan: checked.plan } : { problems: checked, plan: NOTHING };
}

/** Makes the queues what the text says, unless something is wrong with it. Deletes no queue. Idempotent. */
export function applyText(engine: Engine, namespace: Namespace, text: string): ApplyDefinitionsResult {
  const checked = checkText(engine, namespace, text);
  if (!('plan' in checked)) return { problems: checked, plan: NOTHING, sentCount: 0 };
  const { parsed, queues, changes, plan } = checked;
  const { faults, sentCount } = applyQueues(engine, namespace, queues, changes);
  return { problems: locate(parsed, faults), plan, sentCount };
}

function checkText(
  engine: Engine,
  namespace: Namespace,
  text: string,
): Checked | readonly DefinitionProblem[] {
  const parsed = parseDefinitions(text);
  const { queues, problems } = parsed;
  const { faults, engine: wanted } = rehearse(engine, namespace, queues);
  const all = [...problems, ...locate(parsed, faults)];
  if (all.length > 0) {
    return all.sort((one, other) => one.line - other.line || one.character - other.character);
  }
  return { parsed, queues, ...planQueues(engine, wanted, namespace, queues) };
}

function locate({ root, lines }: ParsedDefinitions, faults: readonly DefinitionFault[]): DefinitionProblem[] {
  if (root === undefined) return [];
  return faults.map(({ path, message }) => {
    const { offset, length } = findPlace(root, path);
    return lines.describe(offset, length, message);
  });
}
