import type { Disposable, Event } from 'vscode';
import { registerConsumer } from '../../broker/protocol/broker.ts';
import type { EventSource } from '../broker/supervisedClient.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { disposeAll } from '../ground/disposeAll.ts';

interface Consumer {
  readonly name: string;
  /** Where the broker checks signatures; in memory only. */
  readonly secretAccessKey: string | undefined;
  /** The user that the program is; empty: the first one. */
  readonly user: string;
  /** Unknown until the broker has answered. */
  consumerId?: string;
  processId?: number;
  /** Debug sessions of the program that are open, with their process once it is known; none before the first and after the last. */
  readonly sessions: Map<string, number | undefined>;
}

/** A program that is being debugged. */
export interface DebuggedProgram {
  readonly accessKeyId: string;
  readonly name: string;
  readonly consumerId: string;
}

/** Maximum number of launches whose names the broker gets; older ones are forgotten. */
const MAXIMUM_CONSUMERS = 100;

/** The programs launched from this window, by the access key id that stands for each. */
export class ConsumerRegistry implements Disposable {
  /** Fires when a program begins or ends to be debugged. */
  readonly onDidChange: Event<void>;
  readonly #session: BrokerClient;
  readonly #emitter: EventSource<void>;
  readonly #consumers = new Map<string, Consumer>();
  readonly #parts: readonly Disposable[];

  constructor(session: BrokerClient, emitter: EventSource<void>) {
    this.#session = session;
    this.#emitter = emitter;
    this.onDidChange = emitter.event;
    // A broker that was started again has never heard of the programs that still run.
    this.#parts = [
      emitter,
      session.onDidConnect(() => {
        for (const accessKeyId of this.#consumers.keys())
          void this.#register(accessKeyId).catch(() => undefined);
      }),
    ];
  }

  dispose(): void {
    disposeAll(this.#parts);
  }

  /** The programs with an open debug session. */
  get programs(): readonly DebuggedProgram[] {
    return [...this.#consumers].flatMap(([accessKeyId, { name, consumerId, sessions }]) =>
      consumerId === undefined || sessions.size === 0 ? [] : { accessKeyId, name, consumerId },
    );
  }

  /** Names a launch to the broker, and with a secret has it let in as a user. */
  async add(
    accessKeyId: string,
    name: string,
    secretAccessKey: string | undefined,
    user: string,
  ): Promise<void> {
    this.#consumers.set(accessKeyId, { name, secretAccessKey, user, sessions: new Map() });
    const [oldest] = this.#consumers.keys();
    if (this.#consumers.size > MAXIMUM_CONSUMERS && oldest !== undefined) this.#consumers.delete(oldest);
    await this.#register(accessKeyId);
  }

  /** @returns the broker's id of a launch, once known. */
  findConsumerId(accessKeyId: string): string | undefined {
    return this.#consumers.get(accessKeyId)?.consumerId;
  }

  /** A debug session of the program has begun. */
  openSession(accessKeyId: string, sessionId: string): void {
    this.#consumers.get(accessKeyId)?.sessions.set(sessionId, undefined);
    this.#emitter.fire();
  }

  /** A debug session has ended. The launch stays known: a session that is started again has its access key. */
  closeSession(accessKeyId: string, sessionId: string): void {
    const consumer = this.#consumers.get(accessKeyId);
    if (consumer?.sessions.delete(sessionId) !== true) return;
    // The next process of the launch is another one.
    if (consumer.sessions.size === 0) delete consumer.processId;
    this.#emitter.fire();
  }

  /** The processes of a program's open sessions, as far as their debuggers have told them. */
  listProcesses(accessKeyId: string): readonly number[] {
    const processIds = [...(this.#consumers.get(accessKeyId)?.sessions.values() ?? [])];
    return processIds.filter((processId) => processId !== undefined);
  }

  /** Tells the broker which process the program is. */
  async setProcess(accessKeyId: string, sessionId: string, processId: number): Promise<void> {
    const consumer = this.#consumers.get(accessKeyId);
    if (!consumer) return;
    consumer.sessions.set(sessionId, processId);
    // The first process is the program; what it starts has sessions of its own.
    if (consumer.processId !== undefined) return;
    consumer.processId = processId;
    await this.#register(accessKeyId);
  }

  async #register(accessKeyId: string): Promise<void> {
    const consumer = this.#consumers.get(accessKeyId);
    if (!consumer) return;
    const { name, processId } = consumer;
    const { consumerId } = await this.#session.request(registerConsumer, {
      accessKeyId,
      name,
      kind: 'debugSession',
      ...(processId === undefined ? {} : { processId }),
      ...(consumer.secretAccessKey === undefined
        ? undefined
        : { secretAccessKey: consumer.secretAccessKey, user: consumer.user }),
    });
    consumer.consumerId = consumerId;
  }
}
