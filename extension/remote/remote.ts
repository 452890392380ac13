import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Disposable } from 'vscode';
import type { Connections } from '../connections/connections.ts';
import { forCount } from '../ground/forCount.ts';
import { setLanguage } from '../ground/language.ts';
import { tellChange } from '../ground/tellChange.ts';
import { addConnections } from './addConnection.ts';
import {
  addQueueByUrl,
  closeConnection,
  copyRequiredPolicy,
  openConnection,
  readMoreQueues,
  removeConnection,
} from './connectionCommands.ts';
import type { RunExchange } from '../connections/exchange.ts';
import { exchangeMessages, type TransferPorts } from './transfer/transfers.ts';
import { offerInterrupted } from './transfer/resumeTransfers.ts';
import { attendGateway } from './programs/attend.ts';
import { chooseDebugConnection } from './programs/chooseDebugConnection.ts';
import { copyGatewayEndpoint, showGateway, stopGateway } from './programs/gatewayCommands.ts';
import type { GatewayUse } from './programs/gatewayUse.ts';
import { tellEnded } from './programs/tellEnded.ts';
import { RemoteConnections, type RemoteConnectionsPorts } from './remoteConnections.ts';

// Begins a bundle of its own: see registerRemote.ts.

/** What the window asks of the bundle. Targets are rows of the tree; without one, the user is asked. */
export interface Remote {
  readonly connections: RemoteConnections;
  add(all: Connections): Promise<void>;
  open(all: Connections, target: unknown): Promise<void>;
  close(all: Connections, target: unknown): Promise<void>;
  copyPolicy(all: Connections, target: unknown): Promise<void>;
  addQueue(all: Connections, target: unknown): Promise<void>;
  remove(all: Connections, target: unknown): Promise<void>;
  readMore(target: unknown): Promise<void>;
  /** Shows the user what a gateway asks and reports. */
  attend(use: GatewayUse): readonly Disposable[];
  /** Says which programs call a gateway that ends because its connection changed. */
  tellEnded(use: GatewayUse): void;
  /** Asks where programs that are debugged call SQS. */
  chooseDebugConnection(all: Connections): Promise<void>;
  showGateway(uses: readonly GatewayUse[], target: unknown): Promise<void>;
  copyGatewayEndpoint(uses: readonly GatewayUse[], target: unknown): Promise<void>;
  stopGateway(uses: readonly GatewayUse[], target: unknown): Promise<void>;
  /** Copies or moves messages, also between connections. */
  readonly exchange: RunExchange;
}

/**
 * @param language of numbers: the bundle has its own copy of what remembers it, and of the texts
 * @param texts in that language, by their English; undefined: English
 */
export function createRemote(
  language: string,
  texts: Record<string, string> | undefined,
  ports: RemoteConnectionsPorts,
): Remote {
  setLanguage(language);
  if (texts !== undefined) l10n.config({ contents: texts });
  const connections = new RemoteConnections(ports);
  const { folder, settings, log } = ports;
  const transferPorts: TransferPorts = {
    findRemote: (id) => connections.find(id),
    folder: join(folder, 'transfers'),
    readMessagesPerSecond: () => settings.read('transfers.messagesPerSecond'),
  };
  offerInterrupted(transferPorts, ports.connections).catch((error: unknown) => log.error(error as Error));
  return {
    connections,
    add: async (all) => {
      const names = all.all.map(({ name }) => name);
      const added = await addConnections(connections, names);
      const [first] = added;
      if (first === undefined) return;
      tellChange({
        text: forCount(
          added.length,
          l10n.t('Added the connection {0}.', first.name),
          l10n.t('Added the connections {0}.', added.map(({ name }) => name).join(', ')),
        ),
      });
      // The others connect when the user expands them: each may ask for a code, which is good for one.
      await first.open();
    },
    open: openConnection,
    close: closeConnection,
    copyPolicy: copyRequiredPolicy,
    addQueue: addQueueByUrl,
    remove: removeConnection,
    readMore: readMoreQueues,
    attend: (use) => attendGateway(use, log),
    tellEnded,
    chooseDebugConnection: (all) => chooseDebugConnection(all, (id) => connections.find(id)?.definition),
    showGateway,
    copyGatewayEndpoint,
    stopGateway,
    exchange: (request) => exchangeMessages(transferPorts, request),
  };
}
