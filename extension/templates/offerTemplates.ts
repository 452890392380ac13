import * as l10n from '@vscode/l10n';
import { window, workspace } from 'vscode';
import { writeFunctions, writeQueues } from '../ground/counts.ts';
import { formatCount } from '../ground/text.ts';
import { chooseTemplates } from './chooseTemplates.ts';
import type { ReadTemplate } from './readTemplate.ts';
import type { TemplateFiles } from './templateFiles.ts';
import { useTemplate } from './useTemplate.ts';

/** Asks whether templates are to be used; of several at the same time, once. */
export async function offerTemplates(files: TemplateFiles, offered: readonly ReadTemplate[]): Promise<void> {
  const [first, ...others] = offered;
  if (first === undefined) return;
  const use = others.length === 0 ? l10n.t('Use Them Here') : l10n.t('Choose…');
  const later = l10n.t('Not Now');
  const never = others.length === 0 ? l10n.t('Never for This File') : l10n.t('Never for These Files');
  const text =
    others.length === 0
      ? l10n.t('{0} Use them with the local broker?', describeTemplate(first))
      : l10n.t(
          '{0} templates declare queues and functions. Use them with the local broker?',
          formatCount(offered.length),
        );
  const choice = await window.showInformationMessage(text, use, later, never);
  if (choice === never) for (const { uri } of offered) await files.remember(uri, 'never');
  if (choice !== use) return;
  if (others.length === 0) await useTemplate(files, first.uri);
  else await chooseTemplates(files);
}

/** Such as `template.yaml declares 3 queues and 2 functions.` */
function describeTemplate({ uri, definitions }: ReadTemplate): string {
  const name = workspace.asRelativePath(uri);
  const queues = writeQueues(definitions.queues.length);
  const { length } = definitions.functions;
  return length === 0
    ? l10n.t('{0} declares {1}.', name, queues)
    : l10n.t('{0} declares {1} and {2}.', name, queues, writeFunctions(length));
}
