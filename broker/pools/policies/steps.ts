import * as l10n from '@vscode/l10n';
import type { PoolStep } from '../../protocol/poolDefinition.ts';

interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/** Something wrong with one of several steps. */
export interface StepProblem {
  /** From 0. */
  readonly index: number;
  readonly message: string;
}

function boundsOf({ lower = -Infinity, upper = Infinity }: PoolStep): Bounds {
  return { lower, upper };
}

/**
 * Checks what PutScalingPolicy checks of steps: each has a bound, together they neither overlap nor leave a gap, and they have no
 * end away from the threshold.
 */
export function checkSteps(steps: readonly PoolStep[]): readonly StepProblem[] {
  if (steps.length === 0) return [{ index: 0, message: l10n.t('There must be at least one step.') }];
  const problems: StepProblem[] = [];
  for (const [index, step] of steps.entries()) {
    const { lower, upper } = boundsOf(step);
    if (lower === -Infinity && upper === Infinity) {
      problems.push({ index, message: l10n.t('A step must have "lower" or "upper".') });
    } else if (lower >= upper) {
      problems.push({ index, message: l10n.t('"lower" must be less than "upper".') });
    }
  }
  if (problems.length > 0) return problems;
  const ordered = steps
    .map((step, index) => ({ index, ...boundsOf(step) }))
    .toSorted((one, other) => one.lower - other.lower || one.upper - other.upper);
  for (const [place, step] of ordered.entries()) {
    const before = ordered[place - 1];
    if (before === undefined || before.upper === step.lower) continue;
    problems.push({
      index: step.index,
      message:
        before.upper > step.lower
          ? l10n.t('The step overlaps with another one.')
          : l10n.t('There is a gap between this step and the one below it.'),
    });
  }
  return problems.length > 0 ? problems : checkEnds(ordered);
}

/** The metric can be as far from the threshold as it likes. */
function checkEnds(ordered: readonly (Bounds & { readonly index: number })[]): readonly StepProblem[] {
  const [lowest, highest] = [ordered[0], ordered.at(-1)];
  const problems: StepProblem[] = [];
  if (lowest !== undefined && lowest.lower < 0 && lowest.lower !== -Infinity) {
    problems.push({ index: lowest.index, message: l10n.t('The lowest step must have no "lower".') });
  }
  if (highest !== undefined && highest.upper > 0 && highest.upper !== Infinity) {
    problems.push({ index: highest.index, message: l10n.t('The highest step must have no "upper".') });
  }
  return problems;
}

/**
 * The step of a metric value. At and above the threshold, lower bounds belong to a step and upper ones do not; below it is the
 * reverse.
 * @param offset the value minus the threshold of the alarm
 */
export function findStep(steps: readonly PoolStep[], offset: number): PoolStep | undefined {
  return steps.find((step) => {
    const { lower, upper } = boundsOf(step);
    return offset >= 0 ? offset >= lower && offset < upper : offset > lower && offset <= upper;
  });
}
