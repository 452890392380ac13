import { join } from 'node:path';
import { l10n, workspace } from 'vscode';
import { functionsChanged, type FunctionsResult, listFunctions } from '../../broker/protocol/functions.ts';
import { readLanguage } from '../ground/language.ts';
import { loadBundle } from '../ground/loadBundle.ts';
import { CANDIDATES, isCandidate, OTHER_FILES } from './candidates.ts';
import type * as Bundle from './templates.ts';

export type LoadTemplates = () => Bundle.Templates;

/**
 * Waits for a template in the workspace, or for a function. What is done with them has a bundle of its own: windows without either
 * never read it.
 * @returns loads the bundle when it is first called
 */
export function registerTemplates(ports: Bundle.TemplatesPorts): LoadTemplates {
  const { context, session, definitions } = ports;
  const watcher = workspace.createFileSystemWatcher(CANDIDATES, false, true, true);
  let templates: Bundle.Templates | undefined;
  const load = () => {
    if (templates === undefined) {
      const bundle = loadBundle(context.asAbsolutePath(join('dist', 'templateFiles.js'))) as typeof Bundle;
      templates = bundle.createTemplates(readLanguage(), l10n.bundle, ports);
      context.subscriptions.push(templates);
      // From now on, they have one of their own.
      watcher.dispose();
    }
    return templates;
  };
  // Functions of queueside.json are also shown at their handlers.
  const loadFor = ({ functions }: FunctionsResult) => {
    if (functions.length > 0) load();
  };
  context.subscriptions.push(
    watcher,
    session.onNotification(functionsChanged, loadFor),
    session.onDidConnect(() => void session.request(listFunctions, {}).then(loadFor, () => undefined)),
    watcher.onDidCreate(({ path }) => {
      if (isCandidate(path)) load();
    }),
  );
  definitions.queue(async () => {
    const [first] = await workspace.findFiles(CANDIDATES, OTHER_FILES, 1);
    if (first !== undefined) load();
  });
  return load;
}
