import type { DebugAdapterTracker, DebugAdapterTrackerFactory, DebugSession, Event } from 'vscode';
import { holdClock, releaseClock } from '../../broker/protocol/clock.ts';
import type { EventSource } from '../broker/brokerSession.ts';
import type { BrokerSession } from '../broker/session.ts';
import type { ConsumerRegistry } from './consumerRegistry.ts';
import { type DebugMessage, type HoldChange, HoldCounter } from './holdCounter.ts';
import { findAccessKeyId } from './injection.ts';

export interface BreakpointHoldsOptions {
  readonly session: BrokerSession;
  readonly consumers: ConsumerRegistry;
  readonly isEnabled: () => boolean;
  readonly emitter: EventSource<number>;
  readonly log: { warn(message: string): void };
}

/** Stops the visibility clock of a program's messages while it stands at a breakpoint. */
export class BreakpointHolds implements DebugAdapterTrackerFactory {
  /** Fires with the number of programs whose clock is held. */
  readonly onDidChange: Event<number>;
  readonly #options: BreakpointHoldsOptions;
  readonly #counter = new HoldCounter();

  constructor(options: BreakpointHoldsOptions) {
    this.#options = options;
    this.onDidChange = options.emitter.event;
    // A hold lapses with the connection that placed it; the programs still stand.
    options.session.onDidConnect(() => {
      for (const program of this.#counter.heldPrograms) void this.#apply(program, 'hold');
    });
  }

  get count(): number {
    return this.#counter.heldPrograms.length;
  }

  createDebugAdapterTracker(session: DebugSession): DebugAdapterTracker | undefined {
    const program = findProgram(session);
    if (program === undefined) return undefined;
    const observe = (message: DebugMessage) => {
      // A session that stopped while holding was on must be released after it is off.
      if (message.event === 'stopped' && !this.#options.isEnabled()) return;
      this.#change(program, this.#counter.observe(program, session.id, message));
    };
    const end = () => {
      this.#change(program, this.#counter.end(program, session.id));
      if (session.parentSession === undefined) this.#options.consumers.remove(program);
    };
    return {
      onDidSendMessage: observe,
      onWillReceiveMessage: observe,
      onWillStopSession: () => this.#change(program, this.#counter.end(program, session.id)),
      onExit: end,
    };
  }

  #change(program: string, change: HoldChange): void {
    if (change === undefined) return;
    this.#options.emitter.fire(this.count);
    void this.#apply(program, change);
  }

  async #apply(program: string, change: 'hold' | 'release'): Promise<void> {
    const { session, consumers, log } = this.#options;
    const consumerId = consumers.findConsumerId(program);
    // Nothing to hold in a broker that is not there, and no reason to start one.
    if (consumerId === undefined || session.state.kind !== 'running') return;
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
function findProgram(session: DebugSession | undefined): string | undefined {
  if (!session) return undefined;
  return findAccessKeyId(session.configuration) ?? findProgram(session.parentSession);
}
