import * as l10n from '@vscode/l10n';
import { formatNumber } from '../language/numbers.ts';
import { MAXIMUM_ALIASES, MAXIMUM_DEPTH, MAXIMUM_NODES } from './limits.ts';
import type { IacProblem } from './model.ts';

/** A text cannot be read, or is not read any further. Thrown and caught in this room only. */
export class UnreadableError extends Error {
  readonly problem: IacProblem;

  constructor(problem: IacProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

export function describeTooMany(): string {
  return l10n.t('This file has more than {0} values. It is not read.', formatNumber(MAXIMUM_NODES));
}

export function describeTooDeep(): string {
  return l10n.t('Nested more than {0} levels deep.', MAXIMUM_DEPTH);
}

export function describeTooManyAliases(): string {
  return l10n.t('This file has more than {0} aliases. It is not read.', MAXIMUM_ALIASES);
}
