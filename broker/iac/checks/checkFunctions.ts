import * as l10n from '@vscode/l10n';
import { checkFunction } from '../../functions/checkFunction.ts';
import { FUNCTION_DEFINITION } from '../../protocol/functionDefinition.ts';
import { defineFunction } from '../defineFunction.ts';
import type { IacFunction, IacModel, SourceRange, Value } from '../model.ts';
import { ModelIndex } from '../modelIndex.ts';
import type { NoteFinding } from './finding.ts';

/** What is checked of a function does not depend on the place that its variables name. */
const ANY_REFERENCE = 'reference';

export function checkFunctions(model: IacModel, note: NoteFinding): void {
  const index = new ModelIndex(model);
  for (const item of model.functions) {
    checkRanges(item, note);
    const definition = defineFunction(
      item,
      index,
      () => ANY_REFERENCE,
      () => undefined,
    );
    if (definition === undefined) continue;
    for (const { path, message } of checkFunction(definition)) {
      // Those of mappings are checked with their queues.
      if (path[0] !== 'mappings') note('functionRejected', findRange(item, path), message);
    }
  }
}

function checkRanges({ timeout, memory, reservedConcurrency }: IacFunction, note: NoteFinding): void {
  const { members } = FUNCTION_DEFINITION;
  const check = (name: string, value: Value<number> | undefined, shape: typeof members.timeout): void => {
    const problem = value?.isKnown === true ? shape.check(value.value) : undefined;
    if (problem === undefined || value === undefined) return;
    note('valueOutOfRange', value.range, l10n.t('{0} must be {1}.', name, problem.expected));
  };
  check('Timeout', timeout, members.timeout);
  check('MemorySize', memory, members.memory);
  check('ReservedConcurrentExecutions', reservedConcurrency, members.reservedConcurrency);
}

function findRange({ environment, range }: IacFunction, path: readonly (string | number)[]): SourceRange {
  const [member, name] = path;
  const variable = member === 'environment' ? environment[String(name)] : undefined;
  return variable?.range ?? range;
}
