import * as l10n from '@vscode/l10n';
import { POOL_DEFAULTS, type PoolDefinition, type PoolPolicy } from '../protocol/poolDefinition.ts';
import { describeRecurrenceProblem } from './describeRecurrence.ts';
import type { Adjustment } from './policies/adjust.ts';
import { findRecurrenceProblem } from './policies/cron.ts';
import { checkSteps } from './policies/steps.ts';

/** What the members of a definition say together that cannot be. */
export interface PoolProblem {
  /** Of the member in the definition. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Checks a definition whose members are what they should be, each on its own. */
export function checkPool(definition: PoolDefinition): readonly PoolProblem[] {
  const { min = POOL_DEFAULTS.min, max = POOL_DEFAULTS.max, desired, command, launch, policy } = definition;
  const problems: PoolProblem[] = [];
  const note = (path: PoolProblem['path'], message: string): void => void problems.push({ path, message });
  if (command === undefined && launch === undefined) {
    note([], l10n.t('A pool must have a "command" or a "launch".'));
  }
  if (command !== undefined && launch !== undefined) {
    note(['launch'], l10n.t('A pool has a "command" or a "launch", and not both.'));
  }
  if (max < min) note(['max'], l10n.t('"max" must not be less than "min", which is {0}.', min));
  else if (desired !== undefined && (desired < min || desired > max)) {
    note(['desired'], l10n.t('"desired" must be from {0} to {1}.', min, max));
  }
  return policy === undefined ? problems : [...problems, ...checkPolicy(policy, min, max)];
}

function checkPolicy(policy: PoolPolicy, min: number, max: number): readonly PoolProblem[] {
  switch (policy.type) {
    case 'targetTracking':
      return checkPositive(policy.target, 'target');
    case 'keda':
      return policy.queueLength === undefined ? [] : checkPositive(policy.queueLength, 'queueLength');
    case 'step':
      return listRules(policy).flatMap(({ rule, path }) => [
        ...checkSteps(rule.steps).map(({ index, message }) => ({ path: [...path, 'steps', index], message })),
        ...rule.steps.flatMap(({ adjustment }, index) =>
          checkAmount(rule, adjustment, [...path, 'steps', index, 'adjustment']),
        ),
      ]);
    case 'simple':
      return listRules(policy).flatMap(({ rule, path }) =>
        checkAmount(rule, rule.adjustment, [...path, 'adjustment']),
      );
    case 'scheduled':
      return policy.actions.flatMap((action, index) => {
        const path = ['policy', 'actions', index];
        const problem = findRecurrenceProblem(action.recurrence);
        if (problem !== undefined) {
          return [{ path: [...path, 'recurrence'], message: describeRecurrenceProblem(problem) }];
        }
        const { min: low = min, max: high = max } = action;
        if (low <= high) return [];
        return [{ path, message: l10n.t('"max" must not be less than "min", which is {0}.', low) }];
      });
    case 'manual':
      return [];
  }
}

function checkPositive(value: number, member: string): readonly PoolProblem[] {
  if (value > 0) return [];
  return [{ path: ['policy', member], message: l10n.t('"{0}" must be more than 0.', member) }];
}

/** The rules of a policy that follows alarms, with their paths. */
function listRules<R extends object>(
  policy: R & { readonly scaleIn?: R },
): readonly { readonly rule: R; readonly path: readonly string[] }[] {
  const own = { rule: policy, path: ['policy'] };
  return policy.scaleIn === undefined ? [own] : [own, { rule: policy.scaleIn, path: ['policy', 'scaleIn'] }];
}

function checkAmount(
  { adjustmentType }: Adjustment,
  adjustment: number,
  path: PoolProblem['path'],
): readonly PoolProblem[] {
  if (adjustmentType !== 'ExactCapacity' || adjustment >= 0) return [];
  return [{ path, message: l10n.t('An exact size must not be less than 0.') }];
}
