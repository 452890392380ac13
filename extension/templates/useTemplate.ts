import * as l10n from '@vscode/l10n';
import { commands, type Uri, window, workspace } from 'vscode';
import { VIEWS } from '../ground/ids.ts';
import { tellFailure } from '../ground/tellFailure.ts';
import type { AppliedTemplate } from './applyTemplate.ts';
import type { TemplateFiles } from './templateFiles.ts';

/** Uses a template, and shows what has become of it. */
export async function useTemplate(files: TemplateFiles, uri: Uri): Promise<void> {
  const applied = await files.use(uri);
  if (applied !== undefined && applied.problems.length === 0) tellFailure(tellUsed(applied));
}

async function tellUsed({ read, summary }: AppliedTemplate): Promise<void> {
  const name = workspace.asRelativePath(read.uri);
  const show = l10n.t('Show Functions');
  const text =
    summary === ''
      ? l10n.t('{0}: its queues and functions already exist.', name)
      : l10n.t('{0}: {1}.', name, summary);
  const actions = read.definitions.functions.length === 0 ? [] : [show];
  if ((await window.showInformationMessage(text, ...actions)) === show)
    await commands.executeCommand(`${VIEWS.consumers}.focus`);
}
