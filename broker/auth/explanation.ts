import * as l10n from '@vscode/l10n';
import { type Failure, fail } from '../engine/base/result.ts';
import type { ConditionEvaluation } from './condition.ts';
import type { Decision } from './decision.ts';
import type { Principal } from './principal.ts';
import type { StatementEvaluation } from './statement.ts';

/**
 * The service's refusal of a call (contract §3.3).
 * @param address where the request went, such as `http://localhost:9324/`; the service names it to anonymous callers
 */
export function denyAccess(decision: Decision, principal: Principal, address: string): Failure {
  if (principal.kind !== 'user') return fail('AccessDenied', `Access to the resource ${address} is denied.`);
  const { action, resourceArn } = decision;
  return fail(
    'AccessDenied',
    `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resourceArn} ${explainShortly(decision)}`,
  );
}

/** The end of the service's sentence: which kind of policy it was. */
function explainShortly({ reason, action, decidedBy }: Decision): string {
  switch (reason) {
    case 'explicitDeny':
      return decidedBy[0]?.policy.kind === 'resource'
        ? 'with an explicit deny in a resource-based policy'
        : 'with an explicit deny in an identity-based policy';
    case 'noQueueAllow':
    case 'ownerOnly':
    case 'unreadablePolicy':
      return `because no resource-based policy allows the ${action} action`;
    default:
      return `because no identity-based policy allows the ${action} action`;
  }
}

/** The decision in sentences, for a person who asks why: the verdict first, then every statement that came near. */
export function explainDecision(decision: Decision): string[] {
  const near = decision.statements.filter(
    (statement) => statement.isAction && statement.isResource && !decision.decidedBy.includes(statement),
  );
  return [
    explainVerdict(decision),
    ...decision.decidedBy.map((statement) => l10n.t('{0} applies.', describeStatement(statement))),
    ...near.map(explainMiss),
  ];
}

function explainVerdict({ reason, action, resourceArn, problem }: Decision): string {
  switch (reason) {
    case 'explicitDeny':
      return l10n.t(
        'Denied: a statement denies {0} on {1}, and a deny overrides every allow.',
        action,
        resourceArn,
      );
    case 'identityAllow':
      return l10n.t(
        'Allowed: an identity policy allows {0} on {1}, which is enough within an account.',
        action,
        resourceArn,
      );
    case 'queueAllow':
      return l10n.t('Allowed: the queue policy allows {0} on {1} to this caller.', action, resourceArn);
    case 'bothAllow':
      return l10n.t(
        'Allowed: an identity policy and the queue policy both allow {0} on {1}, as a call across accounts needs.',
        action,
        resourceArn,
      );
    case 'noAllow':
      return l10n.t('Denied: no statement allows {0} on {1}.', action, resourceArn);
    case 'accountOnly':
      return l10n.t(
        "Denied: the queue policy allows {0} on {1} to the caller's account, so identity policies decide; none allows it.",
        action,
        resourceArn,
      );
    case 'noIdentityAllow':
      return l10n.t(
        'Denied: the queue policy allows {0} on {1}, but a call across accounts also needs an identity policy that allows it.',
        action,
        resourceArn,
      );
    case 'noQueueAllow':
      return l10n.t(
        'Denied: an identity policy allows {0} on {1}, but a call across accounts also needs a queue policy that allows it.',
        action,
        resourceArn,
      );
    case 'ownerOnly':
      return l10n.t(
        'Denied: {0} works only within the account of the queue, whatever the policies say.',
        action,
      );
    case 'unreadablePolicy':
      return l10n.t(
        'Denied: {0} cannot be read: {1} {2}.',
        problem?.policy.name ?? '',
        problem?.path ?? '',
        problem?.message ?? '',
      );
  }
}

/** The effect, `Allow` or `Deny`, is a word of the policy. */
function describeStatement({ policy, sid, index, effect }: StatementEvaluation): string {
  const statement = sid === undefined || sid === '' ? `${index + 1}` : `"${sid}"`;
  return policy.kind === 'identity'
    ? l10n.t('{0} statement {1} of the identity policy {2}', effect, statement, policy.name)
    : l10n.t('{0} statement {1} of the queue policy {2}', effect, statement, policy.name);
}

function explainMiss(statement: StatementEvaluation): string {
  const what = describeStatement(statement);
  if (statement.principal === 'none') return l10n.t('{0} is for other principals.', what);
  const failed = statement.conditions.filter(({ holds }) => !holds);
  return failed.length === 0
    ? l10n.t('{0} applies too.', what)
    : l10n.t('{0} does not apply: {1}.', what, failed.map(describeCondition).join('; '));
}

function describeCondition({ operator, key, expected, actual }: ConditionEvaluation): string {
  const wanted = expected.map(quote).join(' | ');
  return actual === undefined
    ? l10n.t('{0} requires {1} to match {2}, but the request does not have it', operator, key, wanted)
    : l10n.t(
        '{0} requires {1} to match {2}, but it is {3}',
        operator,
        key,
        wanted,
        actual.map(quote).join(', '),
      );
}

function quote(value: string): string {
  return JSON.stringify(value);
}
