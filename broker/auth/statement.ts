import { type ConditionEvaluation, evaluateCondition, type RequestContext } from './condition.ts';
import { matchesWildcards, matchPattern } from '../engine/rules/wildcards.ts';
import { compilePattern, type FindVariable } from './pattern.ts';
import type { Policy, PolicySource, PolicyStatement, PrincipalPatterns, Selection } from './policy.ts';
import { namesOf, type Principal } from './principal.ts';

/**
 * How a statement is about a principal: by name; through its account, which may hand the permission on by an identity
 * policy; or not at all.
 */
export type PrincipalMatch = 'direct' | 'account' | 'none';

/** How one statement came out. Conditions are evaluated only when the rest matches. */
export interface StatementEvaluation {
  readonly policy: PolicySource;
  /** Place in the policy, from 0. */
  readonly index: number;
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly principal: PrincipalMatch;
  readonly isAction: boolean;
  readonly isResource: boolean;
  readonly conditions: readonly ConditionEvaluation[];
  /** All of it matches. */
  readonly applies: boolean;
}

/** What statements are held against. */
export interface StatementTarget {
  readonly principal: Principal;
  /** Lower case, with prefix. */
  readonly action: string;
  readonly resourceArn: string;
  readonly context: RequestContext;
}

const ACCOUNT_ROOT = /^arn:aws[a-z-]*:iam::(\d{12}):root$/;

export function evaluateStatements(policy: Policy, target: StatementTarget): StatementEvaluation[] {
  const findVariable: FindVariable | undefined = policy.hasVariables
    ? (name) => {
        const values = target.context.get(name.toLowerCase());
        return values?.length === 1 ? values[0] : undefined;
      }
    : undefined;
  return policy.statements.map((statement, index) => {
    const principal = matchPrincipals(statement.principals, target.principal);
    const isAction = matchActions(statement, target.action);
    const isResource = matchResources(statement, target.resourceArn, findVariable);
    const isAbout = principal !== 'none' && isAction && isResource;
    const conditions = isAbout
      ? statement.conditions.map((condition) => evaluateCondition(condition, target.context, findVariable))
      : [];
    return {
      policy: policy.source,
      index,
      sid: statement.sid,
      effect: statement.effect,
      principal,
      isAction,
      isResource,
      conditions,
      applies: isAbout && conditions.every(({ holds }) => holds),
    };
  });
}

function matchActions({ actions }: PolicyStatement, action: string): boolean {
  return actions.patterns.some((pattern) => matchesWildcards(action, pattern)) !== actions.isNegated;
}

function matchResources(
  { resources }: PolicyStatement,
  arn: string,
  findVariable: FindVariable | undefined,
): boolean {
  if (resources === undefined) return true;
  const isNamed = resources.patterns.some((text) => {
    const pattern = compilePattern(text, findVariable);
    return pattern !== undefined && matchPattern(pattern, arn);
  });
  return isNamed !== resources.isNegated;
}

function matchPrincipals(
  selection: Selection<PrincipalPatterns> | undefined,
  principal: Principal,
): PrincipalMatch {
  if (selection === undefined) return 'direct';
  const match = matchNamed(selection.patterns, principal);
  if (!selection.isNegated) return match;
  // NotPrincipal excludes the principals that it names, not everyone in an account that it names.
  return match === 'direct' ? 'none' : 'direct';
}

function matchNamed(patterns: PrincipalPatterns, principal: Principal): PrincipalMatch {
  if (patterns.isEverybody) return 'direct';
  if (principal.kind === 'service') return patterns.services.includes(principal.name) ? 'direct' : 'none';
  if (principal.kind !== 'user') return 'none';
  const names = namesOf(principal);
  if (patterns.aws.some((name) => names.includes(name))) return 'direct';
  const isAccount = patterns.aws.some((name) => (ACCOUNT_ROOT.exec(name)?.[1] ?? name) === principal.account);
  return isAccount ? 'account' : 'none';
}
