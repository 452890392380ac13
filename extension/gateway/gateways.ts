import { debug, type Disposable, EventEmitter, type Event } from 'vscode';
import * as l10n from '@vscode/l10n';
import type { Connections } from '../connections/connections.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { type Schedule, systemSchedule } from '../ground/schedule.ts';
import type { LoadRemote } from '../remote/registerRemote.ts';
import { GatewaySession, type GatewaySessionOptions } from './gatewaySession.ts';

export interface GatewaysOptions
  extends Pick<GatewaySessionOptions, 'context' | 'settings' | 'folder' | 'log'> {
  readonly connections: Connections;
  readonly loadRemote: LoadRemote;
  /** Absent: real time. */
  readonly schedule?: Schedule;
}

interface Opened {
  readonly session: GatewaySession;
  readonly listeners: readonly Disposable[];
}

/** The gateways that this window uses, one for each connection. None is started before a program needs it. */
export class Gateways implements Disposable {
  /** Fires when one comes or goes, or when its state, its programs or its holds change. */
  readonly onDidChange: Event<void>;
  readonly #options: GatewaysOptions;
  readonly #emitter = new EventEmitter<void>();
  readonly #opened = new Map<string, Opened>();
  readonly #listener: Disposable;

  constructor(options: GatewaysOptions) {
    this.#options = options;
    this.onDidChange = this.#emitter.event;
    this.#listener = options.connections.onDidChangeState(() => this.#dropGone());
  }

  /** Those that were opened in this window, running or not. */
  get sessions(): readonly GatewaySession[] {
    return [...this.#opened.values()].map(({ session }) => session);
  }

  /** Whether the gateway of a connection serves this window. @param connection its name */
  isRunning(connection: string): boolean {
    return this.sessions.some(
      ({ connection: { name }, client }) => name === connection && client.state.kind === 'running',
    );
  }

  /** Programs of this window that are paused, and whose messages are held at an endpoint. */
  get holdCount(): number {
    return this.sessions.reduce((sum, { holds }) => sum + holds.count, 0);
  }

  /**
   * Starts the gateway of a connection, or attaches to that of another window.
   * @throws Error with what is missing, for people
   */
  async open(connectionId: string): Promise<GatewaySession> {
    const session = this.#find(connectionId);
    const use = session.use();
    try {
      await session.client.start();
    } finally {
      use.dispose();
    }
    return session;
  }

  dispose(): void {
    this.#listener.dispose();
    for (const id of this.#opened.keys()) this.#drop(id);
    this.#emitter.dispose();
  }

  /** Disconnects from all: other windows may use them, and without any, they exit. */
  async leave(): Promise<void> {
    // The connections that go now are those of a window that closes.
    this.#listener.dispose();
    await Promise.all(this.sessions.map(({ client }) => client.leave()));
  }

  #find(connectionId: string): GatewaySession {
    const known = this.#opened.get(connectionId);
    if (known !== undefined) return known.session;
    const { connections, loadRemote, schedule = systemSchedule, ...options } = this.#options;
    const connection = connections.find(connectionId);
    if (connection?.remote === undefined)
      throw new Error(l10n.t('This connection is no longer in the settings.'));
    const session = new GatewaySession({
      ...options,
      connection,
      schedule,
      readOrder: () => loadRemote().connections.orderGateway(connectionId),
    });
    const fire = () => this.#emitter.fire();
    const listeners = [
      ...loadRemote().attend(session),
      debug.registerDebugAdapterTrackerFactory('*', session.holds),
      debug.onDidTerminateDebugSession((ended) => session.holds.endSession(ended)),
      session.client.onDidChangeState(fire),
      session.consumers.onDidChange(fire),
      session.holds.onDidChange(fire),
    ];
    this.#opened.set(connectionId, { session, listeners });
    fire();
    return session;
  }

  /**
   * A connection that was removed, changed or disconnected is called no more. The setting counts for all windows, and may have a higher
   * level now: the gateway must not forward one more call with what it was started with. Who disconnects means this window.
   */
  #dropGone(): void {
    for (const [id, { session }] of this.#opened) {
      const connection = this.#options.connections.find(id);
      if (connection !== session.connection) {
        this.#options.loadRemote().tellEnded(session);
        this.#drop(id, () => session.client.stop());
      } else if (connection.remote?.waitsForUser === true) this.#drop(id);
    }
  }

  #drop(id: string, end?: () => Promise<void>): void {
    const opened = this.#opened.get(id);
    if (opened === undefined) return;
    this.#opened.delete(id);
    disposeAll(opened.listeners);
    const { session } = opened;
    void (end?.() ?? session.client.leave()).finally(() => session.dispose());
    this.#emitter.fire();
  }
}
