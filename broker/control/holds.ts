import type { Holder } from '../engine/base/caller.ts';
import type { Schedule } from '../time/schedule.ts';
import type { Session } from './channel/session.ts';

export interface HoldPorts {
  /** Stops the clocks of a consumer or process; answers with the number of messages that it concerns, as `release` does. */
  hold(holder: Holder): number;
  release(holder: Holder): number;
  isAlive(processId: number): boolean;
  /** Real time: moving the broker's clock does not bring the editor back any sooner. */
  readonly schedule: Schedule;
  /** A hold has ended without a call. */
  onLapse(): void;
}

/** How long a hold outlives the connection that placed it, ms. */
const WAIT_FOR_EDITOR_MS = 600_000;
/** How often it is checked meanwhile whether the held program is still there, ms. */
const CHECK_MS = 1_000;

/** A hold whose connection was lost. */
interface Abandoned {
  /** Ends the watch over it. */
  cancel(): void;
}

/** Who holds a consumer or process. */
interface Held {
  /** With the processes of the held program that existed when the hold was placed. */
  readonly sessions: Map<Session, readonly number[]>;
  readonly abandoned: Set<Abandoned>;
}

/**
 * Which sessions hold which consumers. A consumer stays held until the last session that holds it releases it. A lost
 * connection releases nothing: the program is still paused, and its editor will reconnect. Its hold then ends when a
 * session takes it over, when the program's processes are gone, or after ten minutes.
 */
export class HoldRegistry {
  private readonly ports: HoldPorts;
  private readonly holders = new Map<Holder, Held>();
  private isStopped = false;

  constructor(ports: HoldPorts) {
    this.ports = ports;
  }

  /**
   * Idempotent. Takes over what a lost connection has left.
   * @param processIds of the held program; those that do not exist on this machine are ignored
   * @returns the number of messages whose clocks are stopped now
   */
  place(session: Session, holder: Holder, processIds: readonly number[] = []): number {
    const held = this.holders.get(holder) ?? { sessions: new Map(), abandoned: new Set() };
    this.holders.set(holder, held);
    if (!held.sessions.has(session)) dropAbandoned(held);
    held.sessions.set(
      session,
      processIds.filter((processId) => this.ports.isAlive(processId)),
    );
    return this.ports.hold(holder);
  }

  /**
   * Lifts the session's hold, or what a lost connection has left.
   * @returns the number of messages whose clocks run again; 0 while another session still holds the consumer
   */
  lift(session: Session, holder: Holder): number {
    const held = this.holders.get(holder);
    if (held === undefined) return 0;
    if (!held.sessions.delete(session)) dropAbandoned(held);
    return this.releaseWhenFree(holder, held) ?? 0;
  }

  /**
   * The session's connection has ended. If it was shut down, all its holds are released; if it was lost, they stay.
   * @returns whether clocks run again
   */
  leave(session: Session): boolean {
    let isReleased = false;
    for (const [holder, held] of this.holders) {
      const processIds = held.sessions.get(session);
      if (processIds === undefined) continue;
      held.sessions.delete(session);
      if (!session.hasShutDown) this.abandon(holder, held, processIds);
      else if (this.releaseWhenFree(holder, held) !== undefined) isReleased = true;
    }
    return isReleased;
  }

  /** The broker ends: nothing is watched anymore. */
  stop(): void {
    this.isStopped = true;
    for (const held of this.holders.values()) dropAbandoned(held);
  }

  private abandon(holder: Holder, held: Held, processIds: readonly number[]): void {
    if (this.isStopped) return;
    let remainingMs = WAIT_FOR_EDITOR_MS;
    let cancel: () => void;
    const abandoned: Abandoned = { cancel: () => cancel() };
    const wait = () => {
      cancel = this.ports.schedule(CHECK_MS, check);
    };
    const check = () => {
      remainingMs -= CHECK_MS;
      const isGone = processIds.length > 0 && !processIds.some((processId) => this.ports.isAlive(processId));
      if (remainingMs > 0 && !isGone) {
        wait();
        return;
      }
      held.abandoned.delete(abandoned);
      if (this.releaseWhenFree(holder, held) !== undefined) this.ports.onLapse();
    };
    held.abandoned.add(abandoned);
    wait();
  }

  private releaseWhenFree(holder: Holder, held: Held): number | undefined {
    if (held.sessions.size > 0 || held.abandoned.size > 0) return undefined;
    this.holders.delete(holder);
    return this.ports.release(holder);
  }
}

function dropAbandoned({ abandoned }: Held): void {
  for (const one of abandoned) one.cancel();
  abandoned.clear();
}
