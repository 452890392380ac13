import type { LogOutputChannel } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { WebSocket } from 'ws';
import type { RequestMethod } from '../../broker/protocol/method.ts';
import { PROTOCOL_VERSION } from '../../broker/protocol/version.ts';
import { loadBundle } from '../ground/loadBundle.ts';
import type * as ControlClient from './controlClient.ts';
import { type Lease, readLease, removeLease } from './lease.ts';
import { type Transport, type CloseOptions, type ConnectionLoss, TransportError } from './transport.ts';
import { locateServer } from './locator.ts';
import { isProcessAlive, nameProcessSpace } from './processSpace.ts';
import { ServerStartError } from './serverProcess.ts';
import type { ServerTexts } from './serverTexts.ts';

/** Starts processes for this window, and remembers the one that it started. */
export interface ServerLauncher {
  /** @throws ServerStartError */
  launch(): Promise<Lease>;
  /** Ends the process that this window started and waits until it has; returns at once when there is none. */
  end(): Promise<void>;
}

type WithoutParams<R> = RequestMethod<Record<string, never>, R>;

export interface ConnectionOptions<Info> {
  /** Holds the lease. */
  readonly folder: string;
  readonly launcher: ServerLauncher;
  readonly getInfo: WithoutParams<Info>;
  readonly stop: WithoutParams<null>;
  readonly texts: ServerTexts;
  /** A connection is open. */
  readonly onOpened?: (info: Info) => void;
  /** Absolute path of dist/controlClient.js. */
  readonly clientBundle: string;
  readonly log: LogOutputChannel;
}

const CLOSE_TIMEOUT_MS = 2000;

/**
 * The language client's connection to the broker, or to a gateway. The library is in a bundle of its own, which is loaded when the
 * connection opens.
 */
export class LanguageClientTransport<Info> implements Transport<Info> {
  onLost: ((loss: ConnectionLoss) => void) | undefined;
  readonly #options: ConnectionOptions<Info>;
  readonly #handlers = new Map<string, (params: unknown) => void>();
  #client: LanguageClient | undefined;
  #closing = false;

  constructor(options: ConnectionOptions<Info>) {
    this.#options = options;
  }

  async open(): Promise<Info> {
    this.#closing = false;
    const client = (this.#client ??= this.#createClient());
    try {
      await client.start();
      this.#checkProtocol(client.initializeResult?.capabilities.experimental);
      const info = await client.sendRequest<Info>(this.#options.getInfo.method, {});
      this.#options.onOpened?.(info);
      return info;
    } catch (error) {
      // A client whose start has failed can't be started again.
      await this.#discardClient();
      throw toLinkError(error);
    }
  }

  async request(method: string, params: unknown): Promise<unknown> {
    if (!this.#client) throw new Error(this.#options.texts.isNotConnected());
    return this.#client.sendRequest(method, params);
  }

  onNotification(method: string, handler: (params: unknown) => void): void {
    this.#handlers.set(method, handler);
    this.#client?.onNotification(method, handler);
  }

  async close({ endsServer, restarts }: CloseOptions): Promise<void> {
    this.#closing = true;
    const { folder, launcher, stop, texts, log } = this.#options;
    if (endsServer && !restarts) await removeLease(folder);
    if (endsServer && this.#client?.isRunning()) {
      await Promise.race([this.request(stop.method, {}), timeOut(CLOSE_TIMEOUT_MS)]).catch((error: unknown) =>
        log.debug(`${texts.logName}: it did not confirm its end: ${String(error)}`),
      );
    }
    await this.#discardClient();
    if (endsServer) await launcher.end();
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
    const { folder, launcher, texts, log } = this.#options;
    const { lease, socket } = await locateServer<WebSocket>({
      folder,
      protocol: PROTOCOL_VERSION,
      startServer: () => launcher.launch(),
      startsElsewhere: () => texts.startsElsewhere(),
      isDead: ({ pid, space }) => space === nameProcessSpace() && !isProcessAlive(pid),
      connect: ({ control, token }) => library.openSocket(control, token),
      isGone: (error) => error instanceof library.NotOurBrokerError,
      retire: (its, open) => retire(its, open, texts),
    });
    log.info(`${texts.logName}: connected to ${lease.endpoint} (process ${lease.pid}).`);
    return socket;
  }

  async #reportLoss(): Promise<void> {
    const { folder, texts } = this.#options;
    const lease = await readLease(folder);
    this.onLost?.({ meant: lease === undefined, reason: texts.wasLost() });
  }

  #checkProtocol(experimental: unknown): void {
    const version = (experimental as { queuesideProtocol?: unknown } | undefined)?.queuesideProtocol;
    if (version === PROTOCOL_VERSION) return;
    throw new TransportError({
      kind: 'configuration',
      reason: this.#options.texts.speaksVersion(String(version), PROTOCOL_VERSION),
    });
  }

  async #discardClient(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    // Stopping a client that never ran rejects, and there is nothing of it left to stop.
    await client?.dispose(CLOSE_TIMEOUT_MS).catch(() => undefined);
  }
}

async function retire(lease: Lease, socket: WebSocket, texts: ServerTexts): Promise<void> {
  if (lease.space !== undefined && lease.space !== nameProcessSpace()) {
    socket.terminate();
    // Here the number would be another process's.
    throw new TransportError({ kind: 'configuration', reason: texts.runsInContainer(lease.pid) });
  }
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  process.kill(lease.pid, 'SIGTERM');
  await Promise.race([closed, timeOut(CLOSE_TIMEOUT_MS)]);
  socket.terminate();
}

function toLinkError(error: unknown): TransportError {
  if (error instanceof TransportError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  if (!(error instanceof ServerStartError)) return new TransportError({ kind: 'crash', reason });
  const { code } = error;
  const kind = error.kind === 'configuration' || error.kind === 'wrongKey' ? 'configuration' : 'crash';
  return new TransportError(code === undefined ? { kind, reason } : { kind, reason, code });
}

function timeOut(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs).unref());
}
