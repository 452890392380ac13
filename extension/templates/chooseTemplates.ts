import * as l10n from '@vscode/l10n';
import { Uri, window, workspace } from 'vscode';
import { writeFunctions, writeQueues } from '../ground/counts.ts';
import { showMissing } from '../ground/missing.ts';
import { tellChange } from '../ground/tellChange.ts';
import type { ReadTemplate } from './readTemplate.ts';
import type { TemplateFiles } from './templateFiles.ts';
import { useTemplate } from './useTemplate.ts';

/**
 * Uses the template that a command is about; otherwise the user chooses which ones are used, and which no longer.
 * @param target its URI, as text
 */
export async function chooseTemplates(files: TemplateFiles, target?: unknown): Promise<void> {
  if (typeof target === 'string') {
    await useTemplate(files, Uri.parse(target));
    return;
  }
  const choices = (await lookAt(files)).map((read) => ({
    label: workspace.asRelativePath(read.uri),
    description: describe(read),
    picked: files.isUsed(read.uri),
    uri: read.uri,
  }));
  if (choices.length === 0) {
    const text = l10n.t('No template in this workspace declares a queue.');
    void showMissing({ text });
    return;
  }
  const chosen = await window.showQuickPick(choices, {
    title: l10n.t('Use Queues and Functions of Template'),
    placeHolder: l10n.t('Templates that are used with the local broker'),
    canPickMany: true,
    ignoreFocusOut: true,
  });
  if (chosen === undefined) return;
  const wanted = new Set(chosen.map(({ uri }) => uri));
  for (const { uri, picked, label } of choices) {
    if (wanted.has(uri) && !picked) await useTemplate(files, uri);
    if (wanted.has(uri) || !picked) continue;
    await files.remember(uri, undefined);
    tellChange({ text: l10n.t('{0} is no longer used. Its queues stay.', label) });
  }
}

async function lookAt(files: TemplateFiles): Promise<readonly ReadTemplate[]> {
  await files.settle();
  const found: ReadTemplate[] = [];
  for (const uri of files.found) {
    const read = await files.look(uri);
    if (read !== undefined) found.push(read);
  }
  return found.toSorted((left, right) => (left.uri.path < right.uri.path ? -1 : 1));
}

function describe({ definitions }: ReadTemplate): string {
  const { queues, functions } = definitions;
  const written = writeQueues(queues.length);
  return functions.length === 0 ? written : `${written}, ${writeFunctions(functions.length)}`;
}
