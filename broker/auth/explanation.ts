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
    ...decision.decidedBy.map((statement) => `${describeStatement(statement)} applies.`),
    ...near.map((statement) => `${describeStatement(statement)} ${explainMiss(statement)}`),
  ];
}

function explainVerdict({ reason, action, resourceArn, problem }: Decision): string {
  const what = `${action} on ${resourceArn}`;
  switch (reason) {
    case 'explicitDeny':
      return `Denied: a statement denies ${what}, and a deny overrides every allow.`;
    case 'identityAllow':
      return `Allowed: an identity policy allows ${what}, which is enough within an account.`;
    case 'queueAllow':
      return `Allowed: the queue policy allows ${what} to this caller.`;
    case 'bothAllow':
      return `Allowed: an identity policy and the queue policy both allow ${what}, as a call across accounts needs.`;
    case 'noAllow':
      return `Denied: no statement allows ${what}.`;
    case 'accountOnly':
      return `Denied: the queue policy allows ${what} to the caller's account, so identity policies decide; none allows it.`;
    case 'noIdentityAllow':
      return `Denied: the queue policy allows ${what}, but a call across accounts needs an identity policy that allows it too.`;
    case 'noQueueAllow':
      return `Denied: an identity policy allows ${what}, but a call across accounts needs the queue policy to allow it too.`;
    case 'ownerOnly':
      return `Denied: ${action} works only within the account of the queue, whatever the policies say.`;
    case 'unreadablePolicy':
      return `Denied: ${problem?.policy.name} cannot be read: ${problem?.path} ${problem?.message}.`;
  }
}

function describeStatement({ policy, sid, index, effect }: StatementEvaluation): string {
  const name = sid === undefined || sid === '' ? `number ${index + 1}` : `"${sid}"`;
  const kind = policy.kind === 'identity' ? 'identity policy' : 'policy of the queue';
  return `${effect} statement ${name} of the ${kind} ${policy.name}`;
}

function explainMiss(statement: StatementEvaluation): string {
  if (statement.principal === 'none') return 'is for other principals.';
  const failed = statement.conditions.filter(({ holds }) => !holds);
  return failed.length === 0
    ? 'applies too.'
    : `does not apply: ${failed.map(describeCondition).join('; ')}.`;
}

function describeCondition({ operator, key, expected, actual }: ConditionEvaluation): string {
  const is = actual === undefined ? 'is not in the request' : `is ${actual.map(quote).join(', ')}`;
  return `${operator} wants ${key} ${expected.map(quote).join(' or ')}, and it ${is}`;
}

function quote(value: string): string {
  return JSON.stringify(value);
}
