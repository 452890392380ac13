import type { Schedule } from '../time/schedule.ts';

/** How often the parent is looked for, ms; its closed pipe usually tells earlier. */
const CHECK_MS = 2000;

/** How long an orphaned broker waits for a client, ms (ADR 0005). */
export const ORPHAN_GRACE_MS = 10_000;

export interface OrphanPorts {
  readonly schedule: Schedule;
  readonly graceMs: number;
  parentLives(): boolean;
  clientCount(): number;
  onOrphaned(): void;
}

/**
 * Ends a broker that is no longer used: its parent process has ended, and no client has been connected for a while. An
 * extension host may die without a word; and when a window is reloaded, the next host takes the broker over within the
 * wait.
 */
export class OrphanWatch {
  private readonly ports: OrphanPorts;
  private hasParent = true;
  private cancelCheck: () => void = () => undefined;
  private cancelGrace: (() => void) | undefined;

  constructor(ports: OrphanPorts) {
    this.ports = ports;
    this.checkParent();
  }

  /** The parent is known to be gone. */
  loseParent(): void {
    this.cancelCheck();
    this.hasParent = false;
    this.review();
  }

  /** To be called when a client has come or gone. */
  review(): void {
    const isAlone = !this.hasParent && this.ports.clientCount() === 0;
    if (!isAlone) {
      this.cancelGrace?.();
      this.cancelGrace = undefined;
    } else if (this.cancelGrace === undefined) {
      this.cancelGrace = this.ports.schedule(this.ports.graceMs, () => this.ports.onOrphaned());
    }
  }

  stop(): void {
    this.cancelCheck();
    this.cancelGrace?.();
  }

  private checkParent(): void {
    this.cancelCheck = this.ports.schedule(CHECK_MS, () => {
      if (this.ports.parentLives()) this.checkParent();
      else this.loseParent();
    });
  }
}
