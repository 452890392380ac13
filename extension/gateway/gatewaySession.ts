import { type Disposable, type Event, EventEmitter } from 'vscode';
import * as l10n from '@vscode/l10n';
import { type GatewayInfo, setGatewayLevel } from '../../broker/protocol/gateway.ts';
import { SupervisedClient } from '../broker/supervisedClient.ts';
import { writeGatewayTexts } from '../broker/serverTexts.ts';
import type { KeyPair } from '../../broker/programs/endpointVariables.ts';
import type { Connection } from '../connections/connection.ts';
import { BreakpointHolds } from '../debug/hold.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { showWarning } from '../ground/notices.ts';
import type { Schedule } from '../ground/schedule.ts';
import { ConsumerRegistry } from '../launch/consumerRegistry.ts';
import type { GatewayLinkOptions } from './openGatewayLink.ts';

export interface GatewaySessionOptions
  extends Pick<GatewayLinkOptions, 'context' | 'settings' | 'folder' | 'log'> {
  readonly connection: Connection;
  readonly readOrder: GatewayLinkOptions['readOrder'];
  readonly schedule: Schedule;
}

/** How long a window stays connected to a gateway that nothing in it uses: its trace is there. */
export const UNUSED_MS = 600_000;

/** The gateway of one connection, as this window uses it: the process, the launches that call it, and the holds of their messages. */
export class GatewaySession implements Disposable {
  readonly connection: Connection;
  readonly client: SupervisedClient<GatewayInfo>;
  /** The launches and terminals of this window that call it. */
  readonly consumers: ConsumerRegistry;
  readonly holds: BreakpointHolds;
  /** Fires when something in this window begins or ends to use it. */
  readonly onDidChangeUse: Event<void>;
  readonly #options: GatewaySessionOptions;
  readonly #parts: readonly Disposable[];
  readonly #useEmitter = new EventEmitter<void>();
  #users = 0;
  #ofTerminals: KeyPair | undefined;
  #programUse: Disposable | undefined;
  #cancelLeave: () => void = () => undefined;
  #level: string | undefined;

  constructor(options: GatewaySessionOptions) {
    const { connection, context, settings, folder, readOrder, log } = options;
    this.#options = options;
    this.connection = connection;
    this.onDidChangeUse = this.#useEmitter.event;
    const texts = writeGatewayTexts(connection.name);
    this.client = new SupervisedClient<GatewayInfo>({
      texts,
      createEmitter: () => new EventEmitter(),
      loadLink: async () => {
        const { openGatewayLink } = await import('./openGatewayLink.ts');
        return openGatewayLink({ context, settings, folder, readOrder, texts, log });
      },
      log,
    });
    // First, so that a gateway that was started again has the level of now before it lets a program in.
    const listener = this.client.onDidConnect(({ level }) => {
      this.#level = level;
      this.#followLevel();
    });
    this.consumers = new ConsumerRegistry(this.client, new EventEmitter<void>(), (name, error) => {
      // A gateway that is gone again has no calls to reject.
      if (this.client.state.kind !== 'running') return;
      void showWarning(l10n.t('Calls from “{0}” will be rejected: {1}', name, String(error)));
    });
    this.holds = new BreakpointHolds({
      session: this.client,
      consumers: this.consumers,
      isEnabled: () => settings.read('debug.hold'),
      isConcerned: (program) => this.consumers.hasLaunch(program),
      emitter: new EventEmitter<void>(),
      log,
    });
    this.#parts = [
      connection.onDidChangeState(() => this.#followLevel()),
      this.consumers.onDidChange(() => this.#followPrograms()),
      listener,
      this.holds,
      this.consumers,
      this.client,
      this.#useEmitter,
    ];
  }

  /** Keeps the window connected until it is disposed, and some time longer. */
  use(): Disposable {
    this.#cancelLeave();
    this.#users += 1;
    this.#useEmitter.fire();
    let isInUse = true;
    return {
      dispose: () => {
        if (!isInUse) return;
        isInUse = false;
        this.#users -= 1;
        this.#useEmitter.fire();
        if (this.#users > 0) return;
        this.#cancelLeave = this.#options.schedule(UNUSED_MS, () => void this.client.leave());
      },
    };
  }

  /** The keys that all terminals of this window have; undefined: none was led here. */
  get terminalKeyId(): string | undefined {
    return this.#ofTerminals?.accessKeyId;
  }

  /** What a shell has, it keeps: the window stays connected. */
  async letTerminalsIn(createKeys: () => KeyPair): Promise<KeyPair> {
    if (this.#ofTerminals === undefined) this.use();
    const keys = (this.#ofTerminals ??= createKeys());
    // Each time: the gateway may not have taken them before.
    await this.consumers.add(keys.accessKeyId, l10n.t('Terminal'), keys.secretAccessKey, '', true);
    return keys;
  }

  dispose(): void {
    this.#cancelLeave();
    disposeAll(this.#parts);
  }

  #followPrograms(): void {
    const isUsed = this.consumers.programs.length > 0;
    if (isUsed === (this.#programUse !== undefined)) return;
    this.#programUse?.dispose();
    this.#programUse = isUsed ? this.use() : undefined;
  }

  /** The level of the connection counts for programs, too, from the moment that it changes. */
  #followLevel(): void {
    const level = this.connection.remote?.level;
    if (level === undefined || level === this.#level || this.client.state.kind !== 'running') return;
    this.#level = level;
    this.client.request(setGatewayLevel, { level }).catch((error: unknown) => {
      this.#options.log.warn(`The gateway did not take the protection level: ${String(error)}`);
      // It must not forward more than the connection allows. One that is gone forwards nothing, and the next one is started with the level.
      if (this.client.state.kind === 'running') void this.client.stop();
    });
  }
}
