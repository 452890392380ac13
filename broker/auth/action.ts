import { ACTION_DECLARATIONS, type ActionName } from '../api/actions.ts';
import type { ServiceAction } from '../calls/serviceRequest.ts';
import { ACTION_PREFIX } from '../api/policies.ts';

/** The action as policies and denials call it: batches are authorised as their single action, in lower case. */
export function policyActionOf(action: ActionName | ServiceAction): string {
  if (isServiceAction(action)) return action.toLowerCase();
  const { batchOf = action } = ACTION_DECLARATIONS[action];
  return ACTION_PREFIX + batchOf.toLowerCase();
}

/** Whether a queue policy may grant the action to another account, or to anonymous callers. */
export function worksAcrossAccounts(action: ActionName | ServiceAction): boolean {
  return !isServiceAction(action) && ACTION_DECLARATIONS[action].access !== 'ownerOnly';
}

/** Actions of other services carry the name of their service. */
function isServiceAction(action: ActionName | ServiceAction): action is ServiceAction {
  return action.includes(':');
}
