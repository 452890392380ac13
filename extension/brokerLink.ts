import { join } from 'node:path';
import { type ExtensionContext, l10n, type LogOutputChannel } from 'vscode';
import { type BrokerInfo, getBroker, stopBroker } from '../broker/protocol/broker.ts';
import { BROKER_TEXTS } from './broker/serverTexts.ts';
import type { Transport } from './broker/transport.ts';
import type { WorkspacePaths } from './broker/workspaceFolder.ts';
import { showMemoryOnlyNotice, showNoStorageNotice, showPortNotice } from './ground/notices.ts';
import type { SettingsReader } from './settings/allSettings.ts';
import type { MasterKeys } from './storage/masterKeys.ts';

/** Loads what starts brokers and connects to them: too much to load before a broker is wanted. */
export async function loadLink(
  context: ExtensionContext,
  settings: SettingsReader,
  { paths, dataFolder }: { readonly paths: WorkspacePaths; readonly dataFolder: string | undefined },
  masterKeys: MasterKeys,
  log: LogOutputChannel,
): Promise<Transport<BrokerInfo>> {
  const [{ LanguageClientTransport }, { BrokerLauncher }, { ensureCredentialsFile }] = await Promise.all([
    import('./broker/languageClientTransport.ts'),
    import('./broker/launcher.ts'),
    import('./security/credentialsFile.ts'),
  ]);
  const launcher = new BrokerLauncher({
    script: context.asAbsolutePath(join('dist', 'broker.js')),
    executable: process.execPath,
    readSettings: () => ({
      port: settings.read('port'),
      region: settings.read('region'),
      limits: settings.read('limits'),
      purgeInterval: settings.read('intervals.purge'),
      recreateInterval: settings.read('intervals.recreate'),
      openMetrics: settings.read('openMetrics'),
      auth: settings.read('auth'),
      credentials: paths.credentials,
      tls: settings.read('tls') === 'on',
      allowedHosts: settings.read('allowedHosts'),
      data: settings.read('durability') === 'none' ? undefined : dataFolder,
      durability: settings.read('durability'),
      bodyMemoryMiB: settings.read('bodyMemoryMiB'),
      maxMemoryMiB: settings.read('maxMemoryMiB'),
    }),
    listMasterKeys: () => masterKeys.listCandidates(settings.read('encryption') === 'on'),
    prepareCredentials: () => ensureCredentialsFile(paths.credentials),
    log: (line) => log.info(l10n.t('[broker] {0}', line)),
    onPortTaken: (preferredPort, endpoint) => void showPortNotice(preferredPort, endpoint),
    onMemoryOnly: (reason) => void showMemoryOnlyNotice(reason),
  });
  if (paths.problem !== undefined && settings.read('durability') !== 'none') {
    void showNoStorageNotice(context.globalStorageUri.fsPath, paths.problem);
  }
  const clientBundle = context.asAbsolutePath(join('dist', 'controlClient.js'));
  return new LanguageClientTransport({
    folder: paths.folder,
    launcher,
    clientBundle,
    getInfo: getBroker,
    stop: stopBroker,
    texts: BROKER_TEXTS,
    log,
  });
}
