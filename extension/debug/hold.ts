import type { DebugAdapterTracker, DebugAdapterTrackerFactory, DebugSession, Event } from 'vscode';
import { holdClock, releaseClock } from '../../broker/protocol/clock.ts';
import type { EventSource } from '../broker/brokerSession.ts';
import type { BrokerSession } from '../broker/session.ts';
import type { ConsumerRegistry } from './consumerRegistry.ts';
import { type DebugMessage, HoldCounter } from './holdCounter.ts';
import { findAccessKeyId } from './injection.ts';

export interface BreakpointHoldsOptions {
  readonly session: BrokerSession;
  readonly consumers: ConsumerRegistry;
  readonly isEnabled: () => boolean;
  readonly emitter: EventSource<void>;
  readonly log: { warn(message: string): void };
}

/** Stops the visibility clock of a program's messages while it stands at a breakpoint. */
export class BreakpointHolds implements DebugAdapterTrackerFactory {
  /** Fires when a program stops or goes on, or its clock is held or let go. */
  readonly onDidChange: Event<void>;
  readonly #options: BreakpointHoldsOptions;
  readonly #counter = new HoldCounter();
  /** Programs whose clock was let go by hand: it runs until they have gone on and stop again. */
  readonly #letGo = new Set<string>();
  /** Open sessions of programs that were launched with an access key id. */
  readonly #sessions = new Set<DebugSession>();
  /** The broker's id of each program whose clock is held: the registry may forget it before the release. */
  readonly #placed = new Map<string, string>();

  constructor(options: BreakpointHoldsOptions) {
    this.#options = options;
    this.onDidChange = options.emitter.event;
    // A hold lapses with the connection that placed it; the programs still stand.
    options.session.onDidConnect(() => {
      this.#placed.clear();
      this.update();
    });
  }

  /** Programs whose clock is held. */
  get count(): number {
    return this.#placed.size;
  }

  /** Whether any thread of the session's program stands. */
  isStanding(session: DebugSession): boolean {
    return this.#counter.isStanding(findProgram(session) ?? '');
  }

  listDescendants(session: DebugSession): readonly DebugSession[] {
    return [...this.#sessions].filter((other) => isBelow(other.parentSession, session));
  }

  createDebugAdapterTracker(session: DebugSession): DebugAdapterTracker | undefined {
    const program = findProgram(session);
    if (program === undefined) return undefined;
    const { consumers, log } = this.#options;
    consumers.openSession(program, session.id);
    this.#sessions.add(session);
    const observe = (message: DebugMessage) => {
      const change = this.#counter.observe(program, session.id, message);
      if (change === 'release') this.#letGo.delete(program);
      if (change !== undefined) this.update();
      const processId = readProcessId(message);
      if (processId === undefined) return;
      consumers.setProcess(program, processId).catch((error: unknown) => {
        log.warn(`The broker did not take the process id of ${program}: ${String(error)}`);
      });
    };
    return {
      onDidSendMessage: observe,
      onWillReceiveMessage: observe,
      onWillStopSession: () => this.#stop(program, session.id),
      onError: () => this.#stop(program, session.id),
      onExit: () => this.endSession(session),
    };
  }

  /** For every session that is over, however it ended: adapters that crash say nothing themselves. */
  endSession(session: DebugSession): void {
    this.#sessions.delete(session);
    const program = findProgram(session);
    if (program === undefined) return;
    this.#stop(program, session.id);
    this.#options.consumers.closeSession(program, session.id);
  }

  /** Lets the clocks of all standing programs run until their next stop. */
  letGo(): void {
    for (const program of this.#counter.heldPrograms) this.#letGo.add(program);
    this.update();
  }

  /** Holds what is to be held, and releases what is not: after a stop, a continue, a change of the setting. */
  update(): void {
    const { consumers, isEnabled } = this.#options;
    const standing = isEnabled() ? this.#counter.heldPrograms : [];
    const wanted = new Set(standing.filter((program) => !this.#letGo.has(program)));
    for (const [program, consumerId] of this.#placed) {
      if (wanted.has(program)) continue;
      this.#placed.delete(program);
      void this.#apply(consumerId, 'release');
    }
    for (const program of wanted) {
      const consumerId = consumers.findConsumerId(program);
      if (consumerId === undefined || this.#placed.has(program)) continue;
      this.#placed.set(program, consumerId);
      void this.#apply(consumerId, 'hold');
    }
    this.#options.emitter.fire();
  }

  #stop(program: string, sessionId: string): void {
    if (this.#counter.end(program, sessionId) === undefined) return;
    this.#letGo.delete(program);
    this.update();
  }

  async #apply(consumerId: string, change: 'hold' | 'release'): Promise<void> {
    const { session, log } = this.#options;
    // Nothing to hold in a broker that is not there, and no reason to start one.
    if (session.state.kind !== 'running') return;
    try {
      await (change === 'hold'
        ? session.request(holdClock, { consumerId })
        : session.request(releaseClock, { consumerId }));
    } catch (error) {
      log.warn(`Could not ${change} the clock of ${consumerId}: ${String(error)}`);
    }
  }
}

/** Debuggers with a session per process report stops on the child; the launch's variables are on its ancestor. */
export function findProgram(session: DebugSession | undefined): string | undefined {
  if (!session) return undefined;
  return findAccessKeyId(session.configuration) ?? findProgram(session.parentSession);
}

function isBelow(session: DebugSession | undefined, ancestor: DebugSession): boolean {
  return session !== undefined && (session.id === ancestor.id || isBelow(session.parentSession, ancestor));
}

function readProcessId(message: DebugMessage): number | undefined {
  if (message.type !== 'event' || message.event !== 'process') return undefined;
  const { systemProcessId } = (message.body ?? {}) as { readonly systemProcessId?: unknown };
  return Number.isInteger(systemProcessId) ? (systemProcessId as number) : undefined;
}
