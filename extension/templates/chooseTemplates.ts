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
  const choices = (await lookAt(files)).map(({ uri, read }) => ({
    label: workspace.asRelativePath(uri),
    description: read === undefined ? l10n.t('no queue can be read') : describe(read),
    picked: files.isUsed(uri),
    uri,
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
    await files.remember(uri, 'declined');
    tellChange({ text: l10n.t('{0} is no longer used. Its queues stay.', label) });
  }
}

interface Listed {
  readonly uri: Uri;
  /** Undefined: it has no queue, as far as it can be read. */
  readonly read: ReadTemplate | undefined;
}

/** Templates with queues, and all that are used: they could not be turned off otherwise. */
async function lookAt(files: TemplateFiles): Promise<readonly Listed[]> {
  await files.settle();
  const uris = new Set([...files.found.map((uri) => uri.toString()), ...files.memory.list('used')]);
  const listed: Listed[] = [];
  for (const key of uris) {
    const uri = Uri.parse(key);
    const read = await files.look(uri);
    if (read !== undefined || files.isUsed(uri)) listed.push({ uri, read });
  }
  return listed.toSorted((left, right) => (left.uri.path < right.uri.path ? -1 : 1));
}

function describe({ definitions }: ReadTemplate): string {
  const { queues, functions } = definitions;
  const written = writeQueues(queues.length);
  return functions.length === 0 ? written : `${written}, ${writeFunctions(functions.length)}`;
}
