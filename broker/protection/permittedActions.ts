import { ACTION_DECLARATIONS, ACTION_NAMES, type ActionName } from '../api/actions.ts';
import { PERMISSION_ACTIONS } from '../api/permissions.ts';
import { findSafeguard, type ProtectionLevel } from './protectionLevel.ts';

/** Batches need the permission of the single action, and no connection changes who else may use a queue. */
const CALLED = ACTION_NAMES.filter(
  (name) => ACTION_DECLARATIONS[name].batchOf === undefined && !Object.hasOwn(PERMISSION_ACTIONS, name),
);

/** The actions that a connection of this level may call, and so needs the permission for. */
export function listPermittedActions(level: ProtectionLevel): readonly ActionName[] {
  return CALLED.filter((name) => findSafeguard(level, name) !== 'refusal');
}
