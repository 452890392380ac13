import { isPolicyAction, refuseQueuePolicy } from '../engine/rules/queuePolicy.ts';
import type { PolicyProblem } from './policy.ts';
import { parsePolicyText } from './policyParser.ts';
import { findPolicyPlace, type TextPlace } from './policyPlace.ts';

/** What keeps a text from being the policy of a queue, in a sentence, and where it is. */
export interface QueuePolicyProblem {
  readonly message: string;
  readonly place: TextPlace | undefined;
}

/** The first problem that the service, or the evaluation of policies, would have with the policy of a queue. */
export function checkQueuePolicy(text: string): QueuePolicyProblem | undefined {
  const parsed = parsePolicyText(text, { kind: 'resource', name: '' });
  const refusal = refuseQueuePolicy(text);
  const problem = parsed.ok ? refusal && findUnknownAction(text) : parsed.problem;
  if (problem === undefined) return refusal && { message: refusal.message, place: undefined };
  const { path, message } = problem;
  return { message: `${path || 'The policy'} ${message}.`, place: findPolicyPlace(text, path) };
}

/** The service says only that something is wrong. */
function findUnknownAction(text: string): PolicyProblem | undefined {
  const { Statement: statements } = JSON.parse(text) as { readonly Statement: unknown };
  const isList = Array.isArray(statements);
  const listed: readonly unknown[] = isList ? statements : [statements];
  for (const [index, statement] of listed.entries()) {
    const members = statement as Readonly<Record<string, unknown>>;
    const name = members['Action'] === undefined ? 'NotAction' : 'Action';
    const actions = members[name];
    const path = `${isList ? `Statement[${index}]` : 'Statement'}.${name}`;
    const all: readonly unknown[] = Array.isArray(actions) ? actions : [actions];
    const unknown = all.findIndex((action) => !isPolicyAction(action));
    if (unknown < 0) continue;
    return {
      path: Array.isArray(actions) ? `${path}[${unknown}]` : path,
      message: 'must be an action of Amazon SQS, such as "sqs:SendMessage"',
    };
  }
  return undefined;
}
