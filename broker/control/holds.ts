import type { Session } from './session.ts';

/** How the engine holds and releases one consumer; both answer with the number of messages that it concerns. */
export interface HoldPorts {
  hold(consumerId: string): number;
  release(consumerId: string): number;
}

/** Which sessions hold which consumers. A consumer stays held until the last session that holds it lets go. */
export class HoldRegistry {
  private readonly ports: HoldPorts;
  private readonly holders = new Map<string, Set<Session>>();

  constructor(ports: HoldPorts) {
    this.ports = ports;
  }

  /** Idempotent. Returns the number of messages that stand still now. */
  place(session: Session, consumerId: string): number {
    const sessions = this.holders.get(consumerId) ?? new Set();
    this.holders.set(consumerId, sessions.add(session));
    return this.ports.hold(consumerId);
  }

  /** Returns the number of messages whose clocks run again; 0 while another session still holds the consumer. */
  lift(session: Session, consumerId: string): number {
    const sessions = this.holders.get(consumerId);
    if (sessions?.delete(session) !== true || sessions.size > 0) return 0;
    this.holders.delete(consumerId);
    return this.ports.release(consumerId);
  }

  /** Lifts all holds of a session, because its connection is gone. Returns whether there were any. */
  lapse(session: Session): boolean {
    const held = [...this.holders].filter(([, sessions]) => sessions.has(session));
    for (const [consumerId] of held) this.lift(session, consumerId);
    return held.length > 0;
  }
}
