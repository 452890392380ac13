import { join } from 'node:path';
import { l10n, workspace } from 'vscode';
import type { RunExchange } from '../connections/exchange.ts';
import { readLanguage } from '../ground/language.ts';
import { loadBundle } from '../ground/loadBundle.ts';
import { showWarning } from '../ground/notices.ts';
import { LEVELS_KEY } from './levelsKey.ts';
import type * as Bundle from './remote.ts';
import type { RemoteConnectionsPorts } from './remoteConnections.ts';

export type LoadRemote = () => Bundle.Remote;

export interface RemoteServices {
  /** Loads what is done with connections to other endpoints. */
  readonly loadRemote: LoadRemote;
  /** Copies and moves messages between connections. */
  readonly exchange: RunExchange;
}

/**
 * Follows the setting `queueside.connections`. What there is to do with connections has a bundle of its own, which windows without
 * any, and those in Restricted Mode, never read.
 */
export function registerRemote(ports: RemoteConnectionsPorts): RemoteServices {
  const { context } = ports;
  let remote: Bundle.Remote | undefined;
  const load = () => {
    if (remote === undefined) {
      const bundle = loadBundle(context.asAbsolutePath(join('dist', 'remote.js'))) as typeof Bundle;
      remote = bundle.createRemote(readLanguage(), l10n.bundle, ports);
      context.subscriptions.push(remote.connections);
    }
    return remote;
  };
  /** Of connections that disappeared from the settings while no window looked: what was agreed to must not outlive them. */
  const remembersLevels = () => Object.keys(context.globalState.get<object>(LEVELS_KEY, {})).length > 0;
  const follow = () => {
    if (!workspace.isTrusted || (remote === undefined && isEmpty(readSetting()) && !remembersLevels()))
      return;
    try {
      if (remote) remote.connections.update();
      else load();
    } catch (error) {
      // The local broker has to work without them.
      ports.log.error(error as Error);
      void showWarning(l10n.t('The connections of the settings cannot be used. The log has the reason.'));
    }
  };
  context.subscriptions.push(
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('queueside.connections')) follow();
    }),
    workspace.onDidGrantWorkspaceTrust(follow),
  );
  follow();
  return { loadRemote: load, exchange: (request) => load().exchange(request) };
}

/** As the user wrote it, which may be anything. */
function readSetting(): unknown {
  return workspace.getConfiguration('queueside').get<unknown>('connections', []);
}

/** What is no list is a mistake, which the bundle explains. */
function isEmpty(setting: unknown): boolean {
  return Array.isArray(setting) && setting.length === 0;
}
