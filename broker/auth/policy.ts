import type { Condition } from './condition.ts';

/** Where a policy comes from. */
export interface PolicySource {
  readonly kind: 'identity' | 'resource';
  /** What a user calls it: the queue's ARN, or the user's name and the policy's `Id`. */
  readonly name: string;
}

/** An `Action`, `Resource` or `Principal` list, or its `Not…` form. */
export interface Selection<T> {
  readonly isNegated: boolean;
  readonly patterns: T;
}

/** Whom a statement names. */
export interface PrincipalPatterns {
  /** `*`: everyone, anonymous callers too. */
  readonly isEverybody: boolean;
  /** ARNs, and accounts as 12 digits. */
  readonly aws: readonly string[];
  readonly services: readonly string[];
}

export interface PolicyStatement {
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  /** Undefined in identity policies: they apply to their user. */
  readonly principals: Selection<PrincipalPatterns> | undefined;
  /** Lower case. */
  readonly actions: Selection<readonly string[]>;
  /** Undefined in a queue policy that leaves it out: the queue itself. */
  readonly resources: Selection<readonly string[]> | undefined;
  readonly conditions: readonly Condition[];
}

export interface Policy {
  readonly source: PolicySource;
  /** Version 2012-10-17 knows `${…}`. */
  readonly hasVariables: boolean;
  readonly statements: readonly PolicyStatement[];
}

/** What is wrong with a policy, and where. */
export interface PolicyProblem {
  /** Such as `Statement[0].Condition.Bool`; empty for the document. */
  readonly path: string;
  readonly message: string;
}

export type ParsedPolicy =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly problem: PolicyProblem };
