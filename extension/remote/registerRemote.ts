import { join } from 'node:path';
import { l10n, workspace } from 'vscode';
import { readLanguage } from '../ground/language.ts';
import { loadBundle } from '../ground/loadBundle.ts';
import type * as Bundle from './remote.ts';
import type { RemoteConnectionsPorts } from './remoteConnections.ts';

export type LoadRemote = () => Bundle.Remote;

/**
 * Follows the setting `queueside.connections`. What there is to do with connections has a bundle of its own, which windows without
 * any, and those in Restricted Mode, never read.
 * @returns loads the bundle when it is first called
 */
export function registerRemote(ports: RemoteConnectionsPorts): LoadRemote {
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
  const follow = () => {
    const setting = workspace.getConfiguration('queueside').get<readonly unknown[]>('connections', []);
    if (!workspace.isTrusted || (remote === undefined && setting.length === 0)) return;
    if (remote) remote.connections.update();
    else load();
  };
  context.subscriptions.push(
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('queueside.connections')) follow();
    }),
    workspace.onDidGrantWorkspaceTrust(follow),
  );
  follow();
  return load;
}
