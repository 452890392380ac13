import * as l10n from '@vscode/l10n';
import { commands, type Uri, window, workspace } from 'vscode';
import { tellProblems } from '../definitions/applyText.ts';
import { VIEWS } from '../ground/ids.ts';
import { tellFailure } from '../ground/tellFailure.ts';
import type { AppliedTemplate } from './applyTemplate.ts';
import { locateFile, type ReadTemplate } from './readTemplate.ts';
import type { TemplateFiles } from './templateFiles.ts';

/** Uses a template, and shows what has become of it, or why it is not used. */
export async function useTemplate(files: TemplateFiles, uri: Uri): Promise<void> {
  if (!(await saveFirst(uri))) return;
  const result = await files.use(uri);
  const name = workspace.asRelativePath(uri);
  switch (result.kind) {
    case 'applied':
      // Problems were shown.
      if (result.applied.problems.length === 0) tellFailure(tellUsed(result.applied, files.isFollowing));
      break;
    case 'broken':
      tellFailure(tellBroken(result.read, name));
      break;
    case 'declined':
      void window.showWarningMessage(l10n.t('{0} was not applied: messages would be lost.', name));
      break;
    case 'gone':
      void window.showWarningMessage(l10n.t('{0} does not exist in this workspace.', name));
      break;
    case 'unchanged':
  }
}

/** What is used is the file, and not the text of an editor. @returns whether they are the same now */
async function saveFirst(uri: Uri): Promise<boolean> {
  const key = uri.toString();
  const document = workspace.textDocuments.find((each) => each.isDirty && each.uri.toString() === key);
  if (document === undefined) return true;
  const save = l10n.t('Save and Use');
  const text = l10n.t(
    'Save {0} first: the file is used, not the text in the editor.',
    workspace.asRelativePath(uri),
  );
  return (await window.showWarningMessage(text, save)) === save && (await document.save());
}

async function tellBroken(read: ReadTemplate, name: string): Promise<void> {
  const { problems } = read.model;
  const [first] = problems;
  if (first === undefined) return;
  const file = locateFile(read, first.range.file);
  const isOwn = first.range.file === read.uri.path;
  const located = problems.map(({ range, message }) => ({ ...range, message }));
  await tellProblems(file, isOwn ? name : workspace.asRelativePath(file), located);
}

async function tellUsed({ read, summary }: AppliedTemplate, isFollowing: boolean): Promise<void> {
  const name = workspace.asRelativePath(read.uri);
  const show = l10n.t('Show Functions');
  const told =
    summary === ''
      ? l10n.t('{0}: its queues and functions already exist.', name)
      : l10n.t('{0}: {1}.', name, summary);
  const hint = l10n.t('Its changes are not applied: {0} is turned off.', 'queueside.definitions.apply');
  const text = isFollowing ? told : `${told} ${hint}`;
  const actions = read.definitions.functions.length === 0 ? [] : [show];
  if ((await window.showInformationMessage(text, ...actions)) === show)
    await commands.executeCommand(`${VIEWS.consumers}.focus`);
}
