import { BATCH_ACTIONS } from './batches.ts';
import type { ActionDeclaration } from './declaration.ts';
import { MESSAGE_ACTIONS } from './messages.ts';
import { MOVE_TASK_ACTIONS } from './moveTasks.ts';
import { PERMISSION_ACTIONS } from './permissions.ts';
import { QUEUE_ACTIONS } from './queues.ts';
import { TAG_ACTIONS } from './tags.ts';

const DECLARED = {
  ...QUEUE_ACTIONS,
  ...MESSAGE_ACTIONS,
  ...BATCH_ACTIONS,
  ...PERMISSION_ACTIONS,
  ...TAG_ACTIONS,
  ...MOVE_TASK_ACTIONS,
};

/** The declaration of each action, as the compiler sees it. */
export type DeclaredActions = typeof DECLARED;
export type ActionName = keyof DeclaredActions;

/** The whole API, version 2012-11-05. There is no other list of actions: the others are made of this one. */
export const ACTION_DECLARATIONS: Readonly<Record<ActionName, ActionDeclaration<ActionName>>> = DECLARED;

/** Each action, and behind it its batch. */
export const ACTION_NAMES: readonly ActionName[] = (Object.keys(DECLARED) as ActionName[]).flatMap(
  (name, _, names) => {
    if (ACTION_DECLARATIONS[name].batchOf !== undefined) return [];
    return [name, ...names.filter((other) => ACTION_DECLARATIONS[other].batchOf === name)];
  },
);

/** The names of the actions whose declarations say this. */
export type ActionsWith<T> = {
  [Name in ActionName]: DeclaredActions[Name] extends T ? Name : never;
}[ActionName];

/** The actions whose declarations say all of this, such as `{ isFaultable: true }`. */
export function actionsWith<const T extends Partial<ActionDeclaration>>(
  traits: T,
): readonly ActionsWith<T>[] {
  const wanted = Object.entries<unknown>(traits);
  return ACTION_NAMES.filter((name): name is ActionsWith<T> => {
    const declaration: Readonly<Record<string, unknown>> = { ...ACTION_DECLARATIONS[name] };
    return wanted.every(([trait, value]) => declaration[trait] === value);
  });
}
