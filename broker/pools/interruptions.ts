import type { PoolInterruptions } from '../protocol/pools.ts';
import type { ManagedProcess } from './managedProcess.ts';

const HOUR_MS = 3_600_000;

/** Picks times and processes for SIGKILL at random, as spot instances are interrupted; the same seed gives the same. */
export class Interruptions {
  readonly settings: PoolInterruptions;
  /** Epoch ms on the broker's clock. */
  nextAt: number;
  private readonly random: () => number;

  constructor(settings: PoolInterruptions, random: () => number, now: number) {
    this.settings = settings;
    this.random = random;
    this.nextAt = now + this.drawPause();
  }

  /** To be called when `nextAt` is there. @returns who is interrupted: one with messages in flight, if there is one */
  pick(processes: readonly ManagedProcess[], now: number): ManagedProcess | undefined {
    this.nextAt = now + this.drawPause();
    const place = this.random();
    const candidates = processes.filter(({ isActive, isKilled }) => isActive && !isKilled);
    const busy = candidates.filter(({ leases }) => leases.count > 0);
    const chosen = busy.length > 0 ? busy : candidates;
    return chosen[Math.floor(place * chosen.length)];
  }

  /** Of a Poisson process, ms; at least 1. */
  private drawPause(): number {
    return Math.max(1, Math.round((-Math.log(1 - this.random()) * HOUR_MS) / this.settings.perHour));
  }
}
