import * as l10n from '@vscode/l10n';
import type { LogOutputChannel } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { WebSocket } from 'ws';
import { type BrokerInfo, getBroker, stopBroker } from '../../broker/protocol/broker.ts';
import { PROTOCOL_VERSION } from '../../broker/protocol/version.ts';
import { loadBundle } from '../ground/loadBundle.ts';
import type * as ControlClient from './controlClient.ts';
import type { BrokerLauncher } from './launcher.ts';
import { type Lease, readLease, removeLease } from './lease.ts';
import { type Transport, type CloseOptions, type ConnectionLoss, TransportError } from './transport.ts';
import { locateBroker } from './locator.ts';
import { BrokerStartError } from './process.ts';
import { nameProcessSpace } from './processSpace.ts';

export interface ConnectionOptions {
  /** Holds the lease. */
  readonly folder: string;
  readonly launcher: BrokerLauncher;
  /** Absolute path of dist/controlClient.js. */
  readonly clientBundle: string;
  readonly log: LogOutputChannel;
}

const CLOSE_TIMEOUT_MS = 2000;

/**
 * The language client's connection to the broker. The library is in a bundle of its own, which is loaded when the
 * connection opens.
 */
export class LanguageClientTransport implements Transport {
  onLost: ((loss: ConnectionLoss) => void) | undefined;
  readonly #options: ConnectionOptions;
  readonly #handlers = new Map<string, (params: unknown) => void>();
  #client: LanguageClient | undefined;
  #closing = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  async open(): Promise<BrokerInfo> {
    this.#closing = false;
    const client = (this.#client ??= this.#createClient());
    try {
      await client.start();
      checkProtocol(client.initializeResult?.capabilities.experimental);
      return await client.sendRequest<BrokerInfo>(getBroker.method, {});
    } catch (error) {
      // A client whose start has failed can't be started again.
      await this.#discardClient();
      throw toLinkError(error);
    }
  }

  async request(method: string, params: unknown): Promise<unknown> {
    if (!this.#client) throw new Error(l10n.t('There is no connection to the broker.'));
    return this.#client.sendRequest(method, params);
  }

  onNotification(method: string, handler: (params: unknown) => void): void {
    this.#handlers.set(method, handler);
    this.#client?.onNotification(method, handler);
  }

  async close({ endBroker, restarts }: CloseOptions): Promise<void> {
    this.#closing = true;
    if (endBroker && !restarts) await removeLease(this.#options.folder);
    if (endBroker && this.#client?.isRunning()) {
      await Promise.race([this.request(stopBroker.method, {}), timeOut(CLOSE_TIMEOUT_MS)]).catch(
        (error: unknown) => this.#options.log.debug(`The broker did not confirm its end: ${String(error)}`),
      );
    }
    await this.#discardClient();
    if (endBroker) await this.#options.launcher.end();
  }

  #createClient(): LanguageClient {
    const library = loadBundle(this.#options.clientBundle) as typeof ControlClient;
    const client = library.createControlClient({
      log: this.#options.log,
      openSocket: () => this.#openSocket(library),
      onStopped: () => {
        if (this.#closing) return;
        // The client finishes its own books after this event; only then can it be started again.
        setImmediate(() => void this.#reportLoss());
      },
    });
    for (const [method, handler] of this.#handlers) client.onNotification(method, handler);
    return client;
  }

  async #openSocket(library: typeof ControlClient): Promise<WebSocket> {
    const { folder, launcher, log } = this.#options;
    const { lease, socket } = await locateBroker<WebSocket>({
      folder,
      protocol: PROTOCOL_VERSION,
      startBroker: () => launcher.launch(),
      connect: ({ control, token }) => library.openSocket(control, token),
      isGone: (error) => error instanceof library.NotOurBrokerError,
      retire: retireBroker,
    });
    log.info(`Connected to the broker at ${lease.endpoint} (process ${lease.pid}).`);
    return socket;
  }

  async #reportLoss(): Promise<void> {
    const lease = await readLease(this.#options.folder);
    this.onLost?.({ meant: lease === undefined, reason: l10n.t('The connection to the broker was lost.') });
  }

  async #discardClient(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    // Stopping a client that never ran rejects, and there is nothing of it left to stop.
    await client?.dispose(CLOSE_TIMEOUT_MS).catch(() => undefined);
  }
}

async function retireBroker(lease: Lease, socket: WebSocket): Promise<void> {
  if (lease.space !== undefined && lease.space !== nameProcessSpace()) {
    socket.terminate();
    // Here the number would be another process's.
    throw new TransportError({
      kind: 'configuration',
      reason: l10n.t(
        'A broker of another version serves this workspace from another container (process {0} there). Stop it there, and try again.',
        lease.pid,
      ),
    });
  }
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  process.kill(lease.pid, 'SIGTERM');
  await Promise.race([closed, timeOut(CLOSE_TIMEOUT_MS)]);
  socket.terminate();
}

function checkProtocol(experimental: unknown): void {
  const version = (experimental as { queuesideProtocol?: unknown } | undefined)?.queuesideProtocol;
  if (version === PROTOCOL_VERSION) return;
  throw new TransportError({
    kind: 'configuration',
    reason: l10n.t(
      'The broker speaks version {0} of the control protocol, this extension {1}.',
      String(version),
      PROTOCOL_VERSION,
    ),
  });
}

function toLinkError(error: unknown): TransportError {
  if (error instanceof TransportError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  if (!(error instanceof BrokerStartError)) return new TransportError({ kind: 'crash', reason });
  const { code } = error;
  const kind = error.kind === 'configuration' || error.kind === 'wrongKey' ? 'configuration' : 'crash';
  return new TransportError(code === undefined ? { kind, reason } : { kind, reason, code });
}

function timeOut(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs).unref());
}
