import { ACTION_PREFIX, POLICY_MEMBERS, POLICY_VERSIONS, STATEMENT_MEMBERS } from '../../api/policies.ts';
import { GRANTABLE_ACTIONS, OWNER_ACTIONS } from './ownerActions.ts';
import { type Failure, fail } from '../base/result.ts';
import { matchesWildcards } from './wildcards.ts';

/** Of a queue's policy (service quota). */
export const MAX_STATEMENTS = 20;
const MAX_POLICY_LENGTH = 8192;
/** In lower case: policies are read without regard to case. Batch actions come with their single ones. */
const KNOWN_ACTIONS: readonly string[] = [...GRANTABLE_ACTIONS, ...OWNER_ACTIONS].map((name) =>
  name.toLowerCase(),
);

type Members = Readonly<Record<string, unknown>>;

export function refuseStatements(count: number): Failure {
  return fail('OverLimit', `${count} statements were found, maximum allowed is ${MAX_STATEMENTS}.`, 'Policy');
}

/**
 * The form of a policy that a queue is given (contract §9.3); what it allows is the evaluation's business.
 * Errors: InvalidAttributeValue, OverLimit (more than 20 statements).
 */
export function refuseQueuePolicy(text: string): Failure | undefined {
  const refusal = fail('InvalidAttributeValue', 'Invalid value for the parameter Policy.', 'Policy');
  const document = text.length > MAX_POLICY_LENGTH ? undefined : readObject(text);
  if (document === undefined || !hasOnly(document, POLICY_MEMBERS)) return refusal;
  if (document['Version'] !== undefined && !POLICY_VERSIONS.has(document['Version'])) return refusal;
  const statements = toList(document['Statement']);
  if (statements.length > MAX_STATEMENTS) return refuseStatements(statements.length);
  return statements.length > 0 && statements.every(isStatement) ? undefined : refusal;
}

function readObject(text: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isMembers(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasOnly(members: Members, known: ReadonlySet<string>): boolean {
  return Object.keys(members).every((name) => known.has(name));
}

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function isStatement(value: unknown): boolean {
  if (!isMembers(value) || !hasOnly(value, STATEMENT_MEMBERS)) return false;
  const { Effect: effect } = value;
  const principal = value['Principal'] ?? value['NotPrincipal'] ?? undefined;
  const actions = toList(value['Action'] ?? value['NotAction']);
  return (
    (effect === 'Allow' || effect === 'Deny') &&
    principal !== undefined &&
    actions.length > 0 &&
    actions.every(isPolicyAction)
  );
}

/** An action of the service, or a pattern that at least one of them fits. */
export function isPolicyAction(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const name = value.toLowerCase();
  if (name === '*') return true;
  if (!name.startsWith(ACTION_PREFIX)) return false;
  const pattern = name.slice(ACTION_PREFIX.length);
  const single = pattern.endsWith('batch') ? pattern.slice(0, -'batch'.length) : pattern;
  return KNOWN_ACTIONS.some((known) => known === single || matchesWildcards(known, pattern));
}
