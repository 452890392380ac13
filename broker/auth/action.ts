import { OWNER_ACTIONS } from '../engine/rules/ownerActions.ts';

const BATCH_SUFFIX = 'Batch';

/** The action as policies and denials call it: batches are authorised as their single action, in lower case. */
export function policyActionOf(action: string): string {
  const single = action.endsWith(BATCH_SUFFIX) ? action.slice(0, -BATCH_SUFFIX.length) : action;
  return `sqs:${single.toLowerCase()}`;
}

/** Whether a queue policy may grant the action to another account, or to anonymous callers. */
export function worksAcrossAccounts(action: string): boolean {
  return !OWNER_ACTIONS.has(action);
}
