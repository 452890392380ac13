import type { PERMISSION_ACTIONS } from '../../api/permissions.ts';
import { addPermission, removePermission } from '../../engine/operations/permissions.ts';
import type { HandlersOf } from './action.ts';

export const permissionHandlers: HandlersOf<typeof PERMISSION_ACTIONS> = {
  AddPermission: (call, input, queue) => {
    const grant = { label: input.Label, accountIds: input.AWSAccountIds, actions: input.Actions };
    return addPermission(call.engine, queue, grant, call.caller);
  },

  RemovePermission: (call, input, queue) => removePermission(call.engine, queue, input.Label, call.caller),
};
