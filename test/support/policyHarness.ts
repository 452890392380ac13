import { type Decision, decideAccess } from '../../broker/auth/decision.ts';
import type { Policy } from '../../broker/auth/policy.ts';
import { parsePolicy } from '../../broker/auth/policyParser.ts';
import type { UserPrincipal } from '../../broker/auth/principal.ts';
import type { AccessRequest } from '../../broker/auth/requestContext.ts';

export const ACCOUNT = '000000000000';
export const OTHER_ACCOUNT = '111122223333';
export const QUEUE_ARN = `arn:aws:sqs:us-east-1:${ACCOUNT}:orders`;

export function user(change: Partial<UserPrincipal> = {}): UserPrincipal {
  const account = change.account ?? ACCOUNT;
  return {
    kind: 'user',
    arn: `arn:aws:iam::${account}:user/alice`,
    account,
    name: 'alice',
    accessKeyId: 'AKIDALICE',
    tags: {},
    organizationId: undefined,
    isTemporary: false,
    ...change,
  };
}

export function accessRequest(change: Partial<AccessRequest> = {}): AccessRequest {
  return {
    principal: user(),
    action: 'SendMessage',
    at: Date.UTC(2026, 0, 15, 12),
    isSecure: false,
    remoteAddress: '127.0.0.1',
    userAgent: 'test/1.0',
    region: 'us-east-1',
    resourceArn: QUEUE_ARN,
    resourceAccount: ACCOUNT,
    resourceTags: {},
    requestTags: {},
    ...change,
  };
}

/** A policy of these statements, with what the test does not care about filled in. */
export function policy(
  kind: 'identity' | 'resource',
  statements: readonly object[],
  version = '2012-10-17',
): Policy {
  const common = { Effect: 'Allow', Action: 'sqs:*', Resource: '*' };
  const principal = kind === 'resource' ? { Principal: '*' } : {};
  const document = {
    Version: version,
    Statement: statements.map((statement) => {
      const hasPrincipal = 'NotPrincipal' in statement;
      const { Action, Resource, ...rest } = common;
      return {
        ...rest,
        ...(hasPrincipal ? {} : principal),
        ...('NotAction' in statement ? {} : { Action }),
        ...('NotResource' in statement ? {} : { Resource }),
        ...statement,
      };
    }),
  };
  const parsed = parsePolicy(document, { kind, name: kind });
  if (!parsed.ok) throw new Error(`${parsed.problem.path}: ${parsed.problem.message}`);
  return parsed.policy;
}

export interface Statements {
  readonly identity?: readonly object[];
  readonly queue?: readonly object[];
}

export function decide(statements: Statements, change: Partial<AccessRequest> = {}): Decision {
  const { identity, queue } = statements;
  return decideAccess(accessRequest(change), {
    identity: identity === undefined ? [] : [policy('identity', identity)],
    queue: queue === undefined ? undefined : policy('resource', queue),
    unreadable: undefined,
  });
}
