import { ACTION_DECLARATIONS, type ActionName } from '../api/actions.ts';
import type { ActionEffect } from '../api/declaration.ts';

/** How far a connection is protected from its own user, the most cautious one first. */
export const PROTECTION_LEVELS = ['readOnly', 'confirm', 'open'] as const;

export type ProtectionLevel = (typeof PROTECTION_LEVELS)[number];

/**
 * What has to happen before an action is called.
 * `nothing`: it is called. `question`: the user agrees to this call. `questionPerLaunch`: the user agrees once, for all calls
 * of a program that is launched, or of a panel that is opened, with the names of its queues. `typedName`: the user types the
 * name of the queue. `refusal`: it is not called, whatever the user says.
 */
export type Safeguard = 'nothing' | 'question' | 'questionPerLaunch' | 'typedName' | 'refusal';

/** An allow-list: an effect that is missing here does not compile, and an action without an effect neither. */
const SAFEGUARDS: Readonly<Record<ProtectionLevel, Readonly<Record<ActionEffect, Safeguard>>>> = {
  readOnly: { read: 'nothing', consume: 'refusal', change: 'refusal', destroy: 'refusal' },
  confirm: { read: 'nothing', consume: 'questionPerLaunch', change: 'question', destroy: 'typedName' },
  open: { read: 'nothing', consume: 'nothing', change: 'nothing', destroy: 'nothing' },
};

/** What an action does to a queue that others use; a batch does what the action does that it repeats. */
export function effectOf(action: ActionName): ActionEffect {
  const declaration = ACTION_DECLARATIONS[action];
  return declaration.effect ?? effectOf(declaration.batchOf);
}

export function findSafeguard(level: ProtectionLevel, action: ActionName): Safeguard {
  return SAFEGUARDS[level][effectOf(action)];
}

/** Whether the first is more cautious than the second. */
export function isStricter(level: ProtectionLevel, than: ProtectionLevel): boolean {
  return PROTECTION_LEVELS.indexOf(level) < PROTECTION_LEVELS.indexOf(than);
}
