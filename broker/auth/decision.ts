import { policyActionOf, worksAcrossAccounts } from './action.ts';
import type { Policy, PolicyProblem, PolicySource } from './policy.ts';
import { type AccessRequest, buildContext } from './requestContext.ts';
import { evaluateStatements, type StatementEvaluation } from './statement.ts';

/** Why a call was allowed or denied. */
export type DecisionReason =
  | 'explicitDeny'
  | 'identityAllow'
  | 'queueAllow'
  /** Cross-account: both sides allow. */
  | 'bothAllow'
  | 'noAllow'
  /** The queue policy names the caller's account, and no identity policy hands that on to the caller. */
  | 'accountOnly'
  /** Cross-account: the queue's side allows, the caller's does not. */
  | 'noIdentityAllow'
  /** Cross-account: the caller's side allows, the queue's does not. */
  | 'noQueueAllow'
  /** Cross-account, and only the owner may do this. */
  | 'ownerOnly'
  /** A policy cannot be read, so it is unknown what it denies. */
  | 'unreadablePolicy';

/** The whole evaluation, for "why was this denied". */
export interface Decision {
  readonly isAllowed: boolean;
  readonly reason: DecisionReason;
  /** Lower case, such as `sqs:sendmessage`. */
  readonly action: string;
  readonly resourceArn: string;
  readonly isCrossAccount: boolean;
  /** The statements that decided; none for an implicit deny. */
  readonly decidedBy: readonly StatementEvaluation[];
  /** Every statement that was looked at, identity policies first. */
  readonly statements: readonly StatementEvaluation[];
  /** Set with `unreadablePolicy`. */
  readonly problem: (PolicyProblem & { readonly policy: PolicySource }) | undefined;
}

/** The policies that a call is held against. */
export interface PolicySet {
  readonly identity: readonly Policy[];
  readonly queue: Policy | undefined;
  /** A policy that was given and cannot be read. */
  readonly unreadable: (PolicyProblem & { readonly policy: PolicySource }) | undefined;
}

/** The rule of contract §9.3: any deny, then one allow within an account, or one of each side across accounts. */
export function decideAccess(request: AccessRequest, policies: PolicySet): Decision {
  const action = policyActionOf(request.action);
  const { principal, resourceArn } = request;
  const target = { principal, action, resourceArn, context: buildContext(request) };
  const all = policies.queue === undefined ? policies.identity : [...policies.identity, policies.queue];
  const statements = all.flatMap((policy) => evaluateStatements(policy, target));
  const isCrossAccount = principal.kind === 'user' && principal.account !== request.resourceAccount;
  const decide = (reason: DecisionReason, decidedBy: readonly StatementEvaluation[] = []): Decision => ({
    isAllowed: reason === 'identityAllow' || reason === 'queueAllow' || reason === 'bothAllow',
    reason,
    action,
    resourceArn,
    isCrossAccount,
    decidedBy,
    statements,
    problem: policies.unreadable,
  });

  const applying = statements.filter(({ applies }) => applies);
  const denies = applying.filter(({ effect }) => effect === 'Deny');
  if (denies.length > 0) return decide('explicitDeny', denies.slice(0, 1));
  if (policies.unreadable !== undefined) return decide('unreadablePolicy');
  const identityAllow = applying.find(({ policy }) => policy.kind === 'identity');
  const queueAllows = applying.filter(({ policy }) => policy.kind === 'resource');
  const directAllow = queueAllows.find((statement) => statement.principal === 'direct');
  // Anonymous callers and services have no account: only the queue policy can allow them.
  if (principal.kind !== 'user') {
    if (!worksAcrossAccounts(request.action)) return decide('ownerOnly');
    return directAllow === undefined ? decide('noAllow') : decide('queueAllow', [directAllow]);
  }
  if (!isCrossAccount) {
    if (identityAllow !== undefined) return decide('identityAllow', [identityAllow]);
    if (directAllow !== undefined) return decide('queueAllow', [directAllow]);
    return queueAllows.length > 0 ? decide('accountOnly', queueAllows.slice(0, 1)) : decide('noAllow');
  }
  if (!worksAcrossAccounts(request.action)) return decide('ownerOnly');
  const queueAllow = directAllow ?? queueAllows[0];
  if (queueAllow === undefined) {
    return identityAllow === undefined ? decide('noAllow') : decide('noQueueAllow', [identityAllow]);
  }
  return identityAllow === undefined
    ? decide('noIdentityAllow', [queueAllow])
    : decide('bothAllow', [identityAllow, queueAllow]);
}
