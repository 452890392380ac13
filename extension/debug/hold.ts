import type {
  Disposable,
  DebugAdapterTracker,
  DebugAdapterTrackerFactory,
  DebugSession,
  Event,
} from 'vscode';
import { holdClock, releaseClock } from '../../broker/protocol/clock.ts';
import type { EventSource } from '../broker/supervisedClient.ts';
import type { ServerClient } from '../broker/serverClient.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import type { ConsumerRegistry } from '../launch/consumerRegistry.ts';
import { findAccessKeyId, hasProgram } from '../launch/injection.ts';
import type { DebugMessage } from './debugMessage.ts';
import { HoldCounter } from './holdCounter.ts';
import { askProcessId, readConfiguredProcessId, readNamedProcessId, readProcessId } from './processIds.ts';
import { stepsOneThread } from './steppingRule.ts';

export interface BreakpointHoldsOptions {
  readonly session: ServerClient<unknown>;
  readonly consumers: ConsumerRegistry;
  readonly isEnabled: () => boolean;
  /** Whether it is about this program; absent: about any. @param program its key */
  readonly isConcerned?: (program: string) => boolean;
  readonly emitter: EventSource<void>;
  readonly log: { warn(message: string): void };
}

/** Pauses the visibility timeouts of a program's messages while it is paused at a breakpoint. */
export class BreakpointHolds implements DebugAdapterTrackerFactory, Disposable {
  /** Fires when a program is paused or continues, or its messages are held or released. */
  readonly onDidChange: Event<void>;
  readonly #options: BreakpointHoldsOptions;
  readonly #counter = new HoldCounter();
  /** Programs whose clock was let go by hand: it runs until they have gone on and stop again. */
  readonly #resumed = new Set<string>();
  /**
   * Open sessions of programs, each with its present tracker: a session that is
   * started again has another one, and the end of the adapter before it is not its own.
   */
  readonly #sessions = new Map<DebugSession, DebugAdapterTracker>();
  /** The broker's id of each program whose clock is held: the registry may forget it before the release. */
  readonly #placed = new Map<string, string>();
  /** Consumers that are to be released, and the broker could not be asked. */
  readonly #unreleased = new Set<string>();
  readonly #parts: readonly Disposable[];

  constructor(options: BreakpointHoldsOptions) {
    this.#options = options;
    this.onDidChange = options.emitter.event;
    this.#parts = [
      options.emitter,
      options.session.onDidConnect(() => this.#placeAgain()),
      // A program without a launch may be paused before the broker knows it.
      options.consumers.onDidChange(() => this.update()),
    ];
  }

  dispose(): void {
    disposeAll(this.#parts);
  }

  /** Programs whose clock is held: none without a process that holds it. */
  get count(): number {
    return this.#options.session.state.kind === 'running' ? this.#placed.size : 0;
  }

  /** The keys of the programs that are paused, if their messages are to be held. */
  get pausedPrograms(): readonly string[] {
    return this.#options.isEnabled() ? this.#counter.heldPrograms : [];
  }

  /** Whether any thread of the session's program is paused. */
  isStanding(session: DebugSession): boolean {
    return this.isPaused(findProgram(session) ?? '');
  }

  /** Whether any thread of a program is paused, held or not. @param program its key */
  isPaused(program: string): boolean {
    return this.#counter.isStanding(program);
  }

  /** Whether the messages of a program are to be held. @param program its key */
  isHeld(program: string): boolean {
    return this.pausedPrograms.includes(program) && !this.#resumed.has(program);
  }

  listDescendants(session: DebugSession): readonly DebugSession[] {
    return [...this.#sessions.keys()].filter((other) => isBelow(other.parentSession, session));
  }

  createDebugAdapterTracker(session: DebugSession): DebugAdapterTracker | undefined {
    const program = findProgram(session);
    const { consumers, isConcerned = () => true } = this.#options;
    if (program === undefined || !isConcerned(program)) return undefined;
    consumers.openSession(program, session.id, session.name);
    this.#counter.open(program, session.id, stepsOneThread(session));
    const named = readNamedProcessId(session) ?? readConfiguredProcessId(session);
    this.#addProcess(program, session.id, named);
    let isAsked = named !== undefined || program !== session.id;
    const observe = (message: DebugMessage) => {
      const change = this.#counter.observe(program, session.id, message);
      if (change === 'release') this.#resumed.delete(program);
      if (change !== undefined) this.update();
      this.#addProcess(program, session.id, readProcessId(message));
      if (isAsked || message.event !== 'stopped') return;
      isAsked = true;
      askProcessId(session).then(
        (processId) => this.#addProcess(program, session.id, processId),
        // A program that can't answer is not recognized; the view says so.
        () => undefined,
      );
    };
    const stop = () => {
      if (this.#sessions.get(session) === tracker) this.#stop(program, session.id);
    };
    const tracker: DebugAdapterTracker = {
      onDidSendMessage: observe,
      onWillReceiveMessage: observe,
      onWillStopSession: stop,
      onError: stop,
      onExit: () => {
        if (this.#sessions.get(session) === tracker) this.endSession(session);
      },
    };
    this.#sessions.set(session, tracker);
    return tracker;
  }

  /** For every ended session, however it ended: adapters that crash send nothing. */
  endSession(session: DebugSession): void {
    this.#sessions.delete(session);
    const program = findProgram(session);
    if (program === undefined || this.#options.isConcerned?.(program) === false) return;
    this.#stop(program, session.id);
    this.#options.consumers.closeSession(program, session.id);
  }

  /** Lets the clocks of all standing programs run until their next stop. */
  resumeUntilNextStop(): void {
    for (const program of this.#counter.heldPrograms) this.#resumed.add(program);
    this.update();
  }

  /** Holds and releases as needed after a stop, a continue, or a change of the setting. */
  update(): void {
    const { consumers } = this.#options;
    const wanted = new Set(this.pausedPrograms.filter((program) => this.isHeld(program)));
    for (const [program, consumerId] of this.#placed) {
      if (wanted.has(program)) continue;
      this.#placed.delete(program);
      void this.#apply(consumerId, 'release');
    }
    for (const program of wanted) {
      const consumerId = consumers.findConsumerId(program);
      if (consumerId === undefined || this.#placed.has(program)) continue;
      this.#placed.set(program, consumerId);
      void this.#apply(consumerId, 'hold', consumers.listProcesses(program));
    }
    this.#options.emitter.fire();
  }

  #addProcess(program: string, sessionId: string, processId: number | undefined): void {
    if (processId === undefined) return;
    const { consumers, log } = this.#options;
    consumers.setProcess(program, sessionId, processId).catch((error: unknown) => {
      log.warn(`The broker did not take the process id of ${program}: ${String(error)}`);
    });
    const consumerId = this.#placed.get(program);
    if (consumerId !== undefined) void this.#apply(consumerId, 'hold', consumers.listProcesses(program));
  }

  /**
   * Holds outlive a connection that is lost: those of programs that are still paused are taken over, the others released. After
   * a start of the broker there are none, and they are placed as if for the first time.
   */
  #placeAgain(): void {
    const left = new Set([...this.#placed.values(), ...this.#unreleased]);
    this.#placed.clear();
    this.#unreleased.clear();
    this.update();
    for (const consumerId of this.#placed.values()) left.delete(consumerId);
    for (const consumerId of left) void this.#apply(consumerId, 'release');
  }

  #stop(program: string, sessionId: string): void {
    if (this.#counter.end(program, sessionId) === undefined) return;
    this.#resumed.delete(program);
    this.update();
  }

  async #apply(
    consumerId: string,
    change: 'hold' | 'release',
    processIds: readonly number[] = [],
  ): Promise<void> {
    const { session, log } = this.#options;
    if (change === 'release') this.#unreleased.add(consumerId);
    else this.#unreleased.delete(consumerId);
    // Nothing to hold in a broker that is not there, and no reason to start one.
    if (session.state.kind !== 'running') return;
    try {
      if (change === 'hold') await session.request(holdClock, { consumerId, processIds });
      else {
        await session.request(releaseClock, { consumerId });
        this.#unreleased.delete(consumerId);
      }
    } catch (error) {
      log.warn(`Could not ${change} the clock of ${consumerId}: ${String(error)}`);
    }
  }
}

/**
 * The key of a session's program. Debuggers with a session per process report stops on the child; the launch's variables
 * are on its ancestor. A program without such variables is known by its process, which is that of one session.
 */
export function findProgram(session: DebugSession): string | undefined {
  return findLaunch(session) ?? (hasProgram(session.type) ? session.id : undefined);
}

function findLaunch(session: DebugSession | undefined): string | undefined {
  if (!session) return undefined;
  return findAccessKeyId(session.configuration) ?? findLaunch(session.parentSession);
}

function isBelow(session: DebugSession | undefined, ancestor: DebugSession): boolean {
  return session !== undefined && (session.id === ancestor.id || isBelow(session.parentSession, ancestor));
}
