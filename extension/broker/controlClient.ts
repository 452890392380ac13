import type { LogOutputChannel } from 'vscode';
import { CloseAction, ErrorAction, LanguageClient, State } from 'vscode-languageclient/node';
import type { WebSocket } from 'ws';
import { PROTOCOL_VERSION } from '../../broker/protocol/version.ts';
import { SocketMessageReader, SocketMessageWriter } from '../../broker/socket/transport.ts';

export { NotOurBrokerError, openSocket } from '../../broker/socket/openSocket.ts';

export interface ControlClientOptions {
  readonly log: LogOutputChannel;
  /** Opens a socket to a broker that answers; asked for with each start. */
  readonly openSocket: () => Promise<WebSocket>;
  /** The connection of a client that ran is gone. */
  readonly onStopped: () => void;
}

/** The library reports what goes wrong by toasts; the supervisor already shows the broker's state in one place. */
class QuietLanguageClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/**
 * Makes a client of the control protocol, not started. This module and what it imports are dist/controlClient.js: the
 * language client is the largest part of the extension, and nothing needs it before a connection opens.
 */
export function createControlClient({ log, openSocket, onStopped }: ControlClientOptions): LanguageClient {
  const openTransports = async () => {
    const socket = await openSocket();
    return { reader: new SocketMessageReader(socket), writer: new SocketMessageWriter(socket) };
  };
  const client = new QuietLanguageClient('queueside', 'Queueside', openTransports, {
    documentSelector: [],
    initializationOptions: { protocol: PROTOCOL_VERSION },
    outputChannel: log,
    traceOutputChannel: log,
    initializationFailedHandler: () => false,
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      // Restarting is the supervisor's business: it knows why the socket closed and how long to wait.
      closed: () => ({ action: CloseAction.DoNotRestart, handled: true }),
    },
  });
  client.registerFeature({
    fillClientCapabilities: (capabilities) => {
      capabilities.experimental = { queuesideProtocol: PROTOCOL_VERSION };
    },
    initialize: () => undefined,
    getState: () => ({ kind: 'static' }),
    clear: () => undefined,
  });
  client.onDidChangeState(({ oldState, newState }) => {
    if (oldState === State.Running && newState === State.Stopped) onStopped();
  });
  return client;
}
