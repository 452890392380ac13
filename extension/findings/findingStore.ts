import type { Disposable, Event } from 'vscode';
import { clearFindings, dismissFinding, type Finding } from '../../broker/protocol/findings.ts';
import type { EventSource } from '../broker/supervisedClient.ts';
import { LOCAL_CONNECTION, type QueueRef } from '../connections/queueRef.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import type { OpenedGateways } from '../trace/traceSource.ts';
import { type FindingClient, FindingSource } from './findingSource.ts';

/** A finding, with the connection whose programs made the mistake. Its ID is its own among those of all connections. */
export interface PlacedFinding extends Finding {
  /** Absent: the local broker found it. */
  readonly connection?: { readonly id: string; readonly name: string };
}

interface Followed {
  readonly source: FindingSource;
  readonly connection: PlacedFinding['connection'];
}

/** The mistakes that the broker and gateways see in what programs do, newest first; none while the user does not want any. */
export class FindingStore implements Disposable {
  readonly onDidChange: Event<void>;
  readonly #emitter: EventSource<void>;
  readonly #isEnabled: () => boolean;
  /** By the connection. */
  readonly #followed = new Map<string, Followed>();
  readonly #listeners: Disposable[] = [];

  /** @param session of the local broker */
  constructor(session: FindingClient, emitter: EventSource<void>, isEnabled: () => boolean) {
    this.#emitter = emitter;
    this.#isEnabled = isEnabled;
    this.onDidChange = emitter.event;
    this.#follow(LOCAL_CONNECTION, session, undefined);
  }

  /** From now on, those of the gateways that this window uses, too. */
  followGateways(gateways: OpenedGateways): void {
    this.#listeners.push(gateways.onDidChange(() => this.#followThose(gateways)));
    this.#followThose(gateways);
  }

  dispose(): void {
    disposeAll([
      ...this.#listeners,
      ...[...this.#followed.values()].map(({ source }) => source),
      this.#emitter,
    ]);
  }

  get findings(): readonly PlacedFinding[] {
    return this.#isEnabled() ? this.#list() : [];
  }

  find(id: string): PlacedFinding | undefined {
    return this.#list().find((finding) => finding.id === id);
  }

  /** Takes a finding away until those of its process are cleared. */
  async dismiss({ id, connection }: PlacedFinding): Promise<void> {
    const findingId = connection === undefined ? id : id.slice(connection.id.length + 1);
    await this.#followed
      .get(connection?.id ?? LOCAL_CONNECTION)
      ?.source.client.request(dismissFinding, { findingId });
  }

  /** Forgets all findings, and what was dismissed, too; a process that does not run has none. */
  async clear(): Promise<void> {
    const running = [...this.#followed.values()].filter(
      ({ source, connection }) => connection === undefined || source.client.state.kind === 'running',
    );
    await Promise.all(running.map(({ source }) => source.client.request(clearFindings, {})));
  }

  /** The setting was changed. */
  update(): void {
    this.#emitter.fire();
  }

  #list(): readonly PlacedFinding[] {
    const all = [...this.#followed.values()].flatMap(({ source, connection }) =>
      connection === undefined
        ? source.findings
        : source.findings.map((finding) => ({
            ...finding,
            id: `${connection.id}/${finding.id}`,
            connection,
          })),
    );
    return this.#followed.size === 1 ? all : all.toSorted((one, other) => other.lastSeen - one.lastSeen);
  }

  #followThose({ sessions }: OpenedGateways): void {
    const clients = new Map(sessions.map((session) => [session.connection.id, session]));
    let isChanged = false;
    for (const [id, { source, connection }] of this.#followed) {
      if (connection === undefined || clients.get(id)?.client === source.client) continue;
      source.dispose();
      this.#followed.delete(id);
      isChanged ||= source.findings.length > 0;
    }
    for (const [id, { connection, client }] of clients) {
      if (!this.#followed.has(id)) this.#follow(id, client, { id, name: connection.name });
    }
    if (isChanged) this.#emitter.fire();
  }

  #follow(id: string, client: FindingClient, connection: PlacedFinding['connection']): void {
    this.#followed.set(id, { source: new FindingSource(client, () => this.#emitter.fire()), connection });
  }
}

/** The queue that a finding is about. */
export function queueOfFinding({ queueArn, connection }: PlacedFinding): QueueRef {
  return { connectionId: connection?.id ?? LOCAL_CONNECTION, arn: queueArn };
}
