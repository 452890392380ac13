import { type QuickPickItem, type QuickPickItemKind, window } from 'vscode';
import type { Missing } from './commandTable.ts';
import { showMissing } from './missing.ts';

/** A row of a list that stands for something. */
export interface Choice<T> extends QuickPickItem {
  readonly value: T;
}

/** A line between rows, with the name of those below it. */
export interface Heading extends QuickPickItem {
  readonly kind: QuickPickItemKind.Separator;
}

export interface PickQuestion {
  readonly title: string;
  readonly placeHolder?: string;
  readonly matchOnDescription?: boolean;
  readonly matchOnDetail?: boolean;
  /** Said when there is nothing to choose from. */
  readonly none: Missing;
  /** A menu of one step: a click elsewhere is a way out of it, and loses nothing. Other lists stay open. */
  readonly isMenu?: boolean;
}

/** Asks for one of a list. @returns undefined when the user chose none, or there is none, which is said */
export async function pick<T>(
  choices: readonly (Choice<T> | Heading)[],
  { none, isMenu = false, ...question }: PickQuestion,
): Promise<T | undefined> {
  if (choices.length === 0) {
    void showMissing(none);
    return undefined;
  }
  const chosen = await window.showQuickPick(choices, { ignoreFocusOut: !isMenu, ...question });
  return chosen !== undefined && 'value' in chosen ? chosen.value : undefined;
}

/** Like {@link pick}, for one or more. */
export async function pickSeveral<T>(
  choices: readonly Choice<T>[],
  { none, isMenu = false, ...question }: PickQuestion,
): Promise<readonly T[] | undefined> {
  if (choices.length === 0) {
    void showMissing(none);
    return undefined;
  }
  const options = { ignoreFocusOut: !isMenu, canPickMany: true, ...question } as const;
  const chosen = await window.showQuickPick(choices, options);
  return chosen && chosen.length > 0 ? chosen.map(({ value }) => value) : undefined;
}
