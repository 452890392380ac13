import { join } from 'node:path';
import { l10n } from 'vscode';
import { readLanguage } from '../ground/language.ts';
import { loadBundle } from '../ground/loadBundle.ts';
import { registerConsumersView } from './consumersView.ts';
import type { PoolDesk, PoolDeskPorts } from './poolDesk.ts';
import type * as Bundle from './pools.ts';
import { registerPoolTasks } from './registerPoolTasks.ts';

/**
 * Registers the Consumers view, and tasks that run a pool. What they do has a bundle of its own: windows without pools never
 * read it.
 * @returns loads the bundle when it is first called
 */
export function registerPools(ports: PoolDeskPorts): () => PoolDesk {
  const { context, session } = ports;
  let desk: PoolDesk | undefined;
  const loadPools = () => {
    if (desk === undefined) {
      const bundle = loadBundle(context.asAbsolutePath(join('dist', 'pools.js'))) as typeof Bundle;
      desk = bundle.createPools(readLanguage(), l10n.bundle, ports);
      context.subscriptions.push(desk);
    }
    return desk;
  };
  context.subscriptions.push(registerConsumersView(loadPools), registerPoolTasks(session, loadPools));
  return loadPools;
}
