import { refuseMissing } from '../rules/callChecks.ts';
import type { Caller } from '../base/caller.ts';
import type { Engine } from '../engine.ts';
import { GRANTABLE_ACTIONS, OWNER_ACTIONS } from '../rules/ownerActions.ts';
import { MAX_STATEMENTS, refuseStatements } from '../rules/queuePolicy.ts';
import { noteQueueChange } from './noteQueueChange.ts';
import type { Queue } from '../state/queue.ts';
import { type Failure, type Result, fail, succeed } from '../base/result.ts';

export interface PermissionInput {
  readonly label: string | undefined;
  readonly accountIds: readonly string[] | undefined;
  readonly actions: readonly string[] | undefined;
}

interface Statement {
  readonly Sid?: unknown;
}

interface PolicyDocument {
  readonly Version: string;
  readonly Id: string;
  readonly Statement: readonly Statement[];
}

const LABEL = /^[A-Za-z0-9_-]{1,80}$/;
const MAX_ACTIONS = 7;

function refuse(value: string, parameter: string, reason: string): Failure {
  return fail(
    'InvalidParameterValue',
    `Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}`,
    parameter,
  );
}

/**
 * AddPermission (contract §1.13, §9.4): adds a statement to the queue's policy.
 * Errors: MissingParameter, InvalidParameterValue, OverLimit.
 */
export function addPermission(
  engine: Engine,
  queue: Queue,
  input: PermissionInput,
  caller: Caller,
): Result<undefined> {
  const { label, accountIds, actions } = input;
  if (label === undefined || label === '') return refuseMissing('Label');
  if (!LABEL.test(label)) {
    return refuse(
      label,
      'Label',
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
    );
  }
  if (actions === undefined || actions.length === 0) return refuseMissing('Actions');
  if (actions.length > MAX_ACTIONS) {
    return fail(
      'OverLimit',
      `${actions.length} Actions were found, maximum allowed is ${MAX_ACTIONS}.`,
      'Actions',
    );
  }
  const badAction = actions.map((action) => checkAction(action)).find((refusal) => refusal !== undefined);
  if (badAction !== undefined) return badAction;
  if (accountIds === undefined || accountIds.length === 0) return refuseMissing('AWSAccountIds');
  if (!accountIds.every((id) => /^\d{12}$/.test(id))) {
    return refuse(`[${accountIds.join(', ')}]`, 'PrincipalId', 'Unable to verify.');
  }
  const policy = readPolicy(queue);
  if (policy.Statement.some((statement) => statement.Sid === label))
    return refuse(label, 'Label', 'Already exists.');
  if (policy.Statement.length >= MAX_STATEMENTS) {
    return refuseStatements(policy.Statement.length + 1);
  }
  const statement = {
    Sid: label,
    Effect: 'Allow',
    Principal: { AWS: single(accountIds.map((id) => `arn:aws:iam::${id}:root`)) },
    Action: single(actions.map((action) => `SQS:${action}`)),
    Resource: queue.arn,
  };
  writePolicy(engine, queue, { ...policy, Statement: [...policy.Statement, statement] }, caller);
  return succeed(undefined);
}

/** RemovePermission. Errors: MissingParameter, InvalidParameterValue. */
export function removePermission(
  engine: Engine,
  queue: Queue,
  label: string | undefined,
  caller: Caller,
): Result<undefined> {
  if (label === undefined || label === '') return refuseMissing('Label');
  const policy = readPolicy(queue);
  const kept = policy.Statement.filter((statement) => statement.Sid !== label);
  if (kept.length === policy.Statement.length) return refuse(label, 'Label', "can't find label.");
  writePolicy(engine, queue, { ...policy, Statement: kept }, caller);
  return succeed(undefined);
}

function checkAction(action: string): Failure | undefined {
  if (action === '*' || GRANTABLE_ACTIONS.has(action)) return undefined;
  return refuse(
    `SQS:${action}`,
    'ActionName',
    OWNER_ACTIONS.has(action)
      ? 'Only the queue owner is allowed to invoke this action.'
      : 'Please refer to the appropriate WSDL for a list of valid actions. ',
  );
}

/** The service writes one value as text and several as a list. */
function single(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? (values[0] as string) : values;
}

function readPolicy(queue: Queue): PolicyDocument {
  const text = queue.settings.policy;
  if (text === undefined)
    return { Version: '2008-10-17', Id: `${queue.arn}/SQSDefaultPolicy`, Statement: [] };
  const policy = JSON.parse(text) as PolicyDocument & { Statement: Statement | readonly Statement[] };
  return {
    ...policy,
    Statement: Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement as Statement],
  };
}

function writePolicy(engine: Engine, queue: Queue, policy: PolicyDocument, caller: Caller): void {
  const now = engine.ports.clock.now();
  queue.settings = {
    ...queue.settings,
    policy: policy.Statement.length === 0 ? undefined : JSON.stringify(policy),
  };
  queue.modifiedAt = now;
  noteQueueChange(engine, queue, caller, 'policy', now);
}
