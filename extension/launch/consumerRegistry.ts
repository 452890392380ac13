import type { Disposable, Event } from 'vscode';
import { attachConsumer, registerConsumer } from '../../broker/protocol/broker.ts';
import type { EventSource } from '../broker/supervisedClient.ts';
import type { ServerClient } from '../broker/serverClient.ts';
import { disposeAll } from '../ground/disposeAll.ts';

/** What the broker gets to know of a launch. */
interface Launch {
  /** Where the broker checks signatures; in memory only. */
  readonly secretAccessKey: string | undefined;
  /** The user that the program is; empty: the first one. */
  readonly user: string;
}

interface Consumer {
  readonly name: string;
  /** It has no debug session that would end, as terminals have none. */
  readonly lasts?: true;
  /** Absent: a debugger has attached to the program, or launched it with credentials of its own. */
  readonly launch?: Launch;
  /** Of a program without a launch: whether the broker can tell which calls are its. */
  seesProcesses?: boolean;
  /** Unknown until the broker has answered. */
  consumerId?: string;
  processId?: number;
  /** Debug sessions of the program that are open, with their process once it is known; none before the first and after the last. */
  readonly sessions: Map<string, number | undefined>;
}

/** A program that is being debugged. */
export interface DebuggedProgram {
  /** The access key id of its launch, or the id of its debug session. */
  readonly key: string;
  readonly name: string;
  readonly consumerId: string;
}

/** Why the messages of a program cannot be held, or what is known of it where they can. */
export type Recognition =
  | { readonly kind: 'launched' }
  | { readonly kind: 'attached'; readonly processId: number }
  | { readonly kind: 'unknownProcess' | 'unknownCalls' };

/** Launches whose names the broker gets; of more, the oldest that has no debug session anymore is forgotten. */
const MAXIMUM_CONSUMERS = 100;

/**
 * The programs that are debugged in this window. A launch has an access key id that stands for it; a program to which a
 * debugger has attached is known by its process, and its key is the id of its debug session.
 */
export class ConsumerRegistry implements Disposable {
  /** Fires when a program begins or ends to be debugged. */
  readonly onDidChange: Event<void>;
  readonly #session: ServerClient<unknown>;
  readonly #emitter: EventSource<void>;
  readonly #consumers = new Map<string, Consumer>();
  readonly #parts: readonly Disposable[];

  /** @param onRejected what a process that was started again does not know, it rejects calls of */
  constructor(
    session: ServerClient<unknown>,
    emitter: EventSource<void>,
    onRejected: (name: string, error: unknown) => void = () => undefined,
  ) {
    this.#session = session;
    this.#emitter = emitter;
    this.onDidChange = emitter.event;
    // A broker that was started again has never heard of the programs that still run.
    this.#parts = [
      emitter,
      session.onDidConnect(() => {
        for (const [key, { name }] of this.#consumers)
          this.#register(key).catch((error: unknown) => onRejected(name, error));
      }),
    ];
  }

  dispose(): void {
    disposeAll(this.#parts);
  }

  /** @returns whether it is a launch that was added. @param key access key id */
  hasLaunch(key: string): boolean {
    return this.#consumers.get(key)?.launch !== undefined;
  }

  /** The programs with an open debug session. */
  get programs(): readonly DebuggedProgram[] {
    return [...this.#consumers].flatMap(([key, { name, consumerId, sessions }]) =>
      consumerId === undefined || sessions.size === 0 ? [] : { key, name, consumerId },
    );
  }

  /** Names a launch to the broker, and with a secret has it let in as a user. */
  async add(
    accessKeyId: string,
    name: string,
    secretAccessKey: string | undefined,
    user: string,
    lasts?: true,
  ): Promise<void> {
    this.#remember(accessKeyId, {
      name,
      launch: { secretAccessKey, user },
      sessions: new Map(),
      ...(lasts && { lasts }),
    });
    await this.#register(accessKeyId);
  }

  /** @returns the broker's id of a program, once known. */
  findConsumerId(key: string): string | undefined {
    return this.#consumers.get(key)?.consumerId;
  }

  /** @returns how the program's calls are recognized; undefined for a program that is not known. */
  describeRecognition(key: string): (Recognition & { readonly name: string }) | undefined {
    const consumer = this.#consumers.get(key);
    if (consumer === undefined) return undefined;
    const { name, launch, processId, seesProcesses } = consumer;
    if (launch !== undefined) return { name, kind: 'launched' };
    if (processId === undefined) return { name, kind: 'unknownProcess' };
    return seesProcesses === false ? { name, kind: 'unknownCalls' } : { name, kind: 'attached', processId };
  }

  /**
   * A debug session of the program has begun.
   * @param name of a program without a launch
   */
  openSession(key: string, sessionId: string, name: string): void {
    if (!this.#consumers.has(key) && key === sessionId) this.#remember(key, { name, sessions: new Map() });
    this.#consumers.get(key)?.sessions.set(sessionId, undefined);
    this.#emitter.fire();
  }

  /** A debug session has ended. A launch stays known: a session that is started again has its access key. */
  closeSession(key: string, sessionId: string): void {
    const consumer = this.#consumers.get(key);
    if (consumer?.sessions.delete(sessionId) !== true) return;
    if (consumer.launch === undefined) this.#consumers.delete(key);
    // The next process of the launch is another one.
    else if (consumer.sessions.size === 0) delete consumer.processId;
    this.#emitter.fire();
  }

  /** The processes of a program's open sessions, as far as their debuggers have told them. */
  listProcesses(key: string): readonly number[] {
    const processIds = [...(this.#consumers.get(key)?.sessions.values() ?? [])];
    return processIds.filter((processId) => processId !== undefined);
  }

  /** Sends the broker the program's process ID; if the broker is not running, as soon as it connects. */
  async setProcess(key: string, sessionId: string, processId: number): Promise<void> {
    const consumer = this.#consumers.get(key);
    if (!consumer) return;
    consumer.sessions.set(sessionId, processId);
    // The first process is the program; what it starts has sessions of its own.
    if (consumer.processId !== undefined) return;
    consumer.processId = processId;
    // Nothing is started for a program that may not use queues at all.
    if (consumer.launch === undefined && this.#session.state.kind !== 'running') return;
    await this.#register(key);
  }

  #remember(key: string, consumer: Consumer): void {
    this.#consumers.set(key, consumer);
    if (this.#consumers.size <= MAXIMUM_CONSUMERS) return;
    for (const [oldest, { sessions, lasts }] of this.#consumers) {
      if (sessions.size > 0 || lasts === true || oldest === key) continue;
      this.#consumers.delete(oldest);
      return;
    }
  }

  async #register(key: string): Promise<void> {
    const consumer = this.#consumers.get(key);
    if (consumer?.launch) await this.#registerLaunch(key, consumer, consumer.launch);
    else if (consumer?.processId !== undefined) await this.#attach(consumer, consumer.processId);
  }

  async #attach(consumer: Consumer, processId: number): Promise<void> {
    const { consumerId, seesProcesses } = await this.#session.request(attachConsumer, { processId });
    consumer.seesProcesses = seesProcesses;
    if (seesProcesses) consumer.consumerId = consumerId;
    this.#emitter.fire();
  }

  async #registerLaunch(accessKeyId: string, consumer: Consumer, launch: Launch): Promise<void> {
    const { name, processId } = consumer;
    const { consumerId } = await this.#session.request(registerConsumer, {
      accessKeyId,
      name,
      kind: 'debugSession',
      ...(processId === undefined ? {} : { processId }),
      ...(launch.secretAccessKey === undefined
        ? undefined
        : { secretAccessKey: launch.secretAccessKey, user: launch.user }),
    });
    consumer.consumerId = consumerId;
  }
}
