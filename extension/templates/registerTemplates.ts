import { join } from 'node:path';
import { l10n, workspace } from 'vscode';
import { functionsChanged, type FunctionsResult, listFunctions } from '../../broker/protocol/functions.ts';
import { readLanguage } from '../ground/language.ts';
import { loadBundle } from '../ground/loadBundle.ts';
import { CANDIDATES, isCandidate, OTHER_FILES } from './candidates.ts';
import { TEMPLATE_CHOICES } from './templateChoices.ts';
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
    session.onDidConnect(() => {
      if (templates === undefined) session.request(listFunctions, {}).then(loadFor, () => undefined);
    }),
    watcher.onDidCreate(({ path }) => {
      if (isCandidate(path)) load();
    }),
    workspace.onDidChangeWorkspaceFolders(() => {
      if (templates === undefined) void loadWhenFound(load);
    }),
  );
  // Those in use belong to the definitions that programs wait for; a search of the workspace takes longer than they should.
  if (context.workspaceState.get(TEMPLATE_CHOICES) === undefined) void loadWhenFound(load);
  else definitions.queue(() => Promise.resolve(load()));
  return load;
}

async function loadWhenFound(load: LoadTemplates): Promise<void> {
  const [first] = await workspace.findFiles(CANDIDATES, OTHER_FILES, 1);
  if (first !== undefined) load();
}
