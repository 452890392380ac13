import { l10n, workspace } from 'vscode';
import type { Condition, Missing } from './commandTable.ts';

/** For commands that start the broker when they need it, and ask for what they are about. */
export const ALWAYS: Condition<unknown> = { when: undefined, findMissing: () => undefined };

/** For commands that do no harm where menus show them grey: other extensions may call them at any time. */
export function inMenusWhen(when: string): Condition<unknown> {
  return { when, findMissing: () => undefined };
}

export const IN_TRUSTED_WORKSPACE: Condition<unknown> = {
  when: 'isWorkspaceTrusted',
  findMissing: findTrust,
};

export const IN_TRUSTED_FOLDER: Condition<unknown> = {
  when: 'workspaceFolderCount > 0 && isWorkspaceTrusted',
  findMissing: () =>
    (workspace.workspaceFolders ?? []).length > 0
      ? findTrust()
      : { text: l10n.t('This window has no folder open. Open the folder that your queueside.json is in.') },
};

function findTrust(): Missing | undefined {
  if (workspace.isTrusted) return undefined;
  return { text: l10n.t('This requires a trusted workspace. Trust the workspace, and try again.') };
}
