import { join } from 'node:path';
import type { ExtensionContext, LogOutputChannel } from 'vscode';
import { type GatewayInfo, getGateway, stopGateway } from '../../broker/protocol/gateway.ts';
import { LanguageClientTransport } from '../broker/languageClientTransport.ts';
import type { ServerTexts } from '../broker/serverTexts.ts';
import type { Transport } from '../broker/transport.ts';
import type { SettingsReader } from '../settings/allSettings.ts';
import type { GatewayOrder } from '../remote/gatewayOrder.ts';
import { nameGatewayFolder } from './gatewayFolder.ts';
import { GatewayLauncher } from './gatewayLauncher.ts';

export interface GatewayLinkOptions {
  readonly context: ExtensionContext;
  readonly settings: SettingsReader;
  /** Of the broker of this workspace. */
  readonly folder: string;
  /** Rejects with what is missing. */
  readonly readOrder: () => Promise<GatewayOrder>;
  readonly texts: ServerTexts;
  readonly log: LogOutputChannel;
}

/** Makes what starts the gateway of a connection, or finds that of another window. Rejects with what is missing. */
export async function openGatewayLink(options: GatewayLinkOptions): Promise<Transport<GatewayInfo>> {
  const { context, settings, folder, readOrder, texts, log } = options;
  const launcher = new GatewayLauncher({
    script: context.asAbsolutePath(join('dist', 'gateway.js')),
    executable: process.execPath,
    readSettings: () => ({
      isTlsOn: settings.read('tls') === 'on',
      allowedHosts: settings.read('allowedHosts'),
    }),
    readOrder,
    texts,
    log: (line) => log.info(`[${texts.logName}] ${line}`),
  });
  const link = new LanguageClientTransport({
    folder: nameGatewayFolder(folder, await readOrder()),
    launcher,
    clientBundle: context.asAbsolutePath(join('dist', 'controlClient.js')),
    getInfo: getGateway,
    stop: stopGateway,
    texts,
    log,
    onOpened: (info) => launcher.keepPorts(info),
  });
  return link;
}
