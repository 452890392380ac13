import { join } from 'node:path';
import { l10n, workspace } from 'vscode';
import { registerFunctionDebugging } from '../functions/registerFunctionDebugging.ts';
import { FUNCTIONS_RUN } from '../functions/functionsRun.ts';
import { readLanguage } from '../ground/language.ts';
import { loadBundle } from '../ground/loadBundle.ts';
import { registerPoolTasks } from '../pools/registerPoolTasks.ts';
import type * as Bundle from './consumers.ts';
import { registerConsumersView } from './consumersView.ts';

export type LoadConsumers = () => Bundle.Consumers;

/**
 * Registers the Consumers view, tasks that run a pool, and launch configurations that debug a function. What they do has a bundle of its own: windows without pools and
 * functions never read it.
 * @returns loads the bundle when it is first called
 */
export function registerConsumers(ports: Bundle.ConsumersPorts): LoadConsumers {
  const { context, session } = ports;
  let consumers: Bundle.Consumers | undefined;
  const load = () => {
    if (consumers === undefined) {
      const bundle = loadBundle(context.asAbsolutePath(join('dist', 'consumers.js'))) as typeof Bundle;
      consumers = bundle.createConsumers(readLanguage(), l10n.bundle, ports);
      context.subscriptions.push(consumers);
    }
    return consumers;
  };
  context.subscriptions.push(
    registerConsumersView(load),
    registerPoolTasks(session, () => load().pools),
    ...registerFunctionDebugging(() => load().functions),
  );
  if (workspace.isTrusted && context.workspaceState.get(FUNCTIONS_RUN) !== undefined)
    load().functions.offer();
  return load;
}
