import { actionsWith } from '../../api/actions.ts';

/** Actions that a permission may name; their batch forms come with them (contract §1.13). */
export const GRANTABLE_ACTIONS: ReadonlySet<string> = new Set(actionsWith({ access: 'grantable' }));

/** Actions that only the owner's account may call, and no permission or policy can grant to another (contract §1.19). */
export const OWNER_ACTIONS: ReadonlySet<string> = new Set(actionsWith({ access: 'ownerOnly' }));
