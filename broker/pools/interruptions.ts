import type { PoolInterruptions } from '../protocol/pools.ts';
import type { ManagedProcess } from './managedProcess.ts';
import type { PoolProcesses } from './poolProcesses.ts';

const HOUR_MS = 3_600_000;
/** A broker that is held up for less makes up for each interruption. */
const MAXIMUM_LAG_MS = 10_000;

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

  /**
   * Kills a process for each time that has come: one with messages in flight, if there is one. What comes next does not depend on how
   * late this is. Of the times that a machine slept through, only the last one counts.
   */
  wake(processes: PoolProcesses, now: number): void {
    while (this.nextAt <= now) {
      const at = this.nextAt;
      const place = this.random();
      this.nextAt += this.drawPause();
      if (this.nextAt <= now && now - at > MAXIMUM_LAG_MS) continue;
      const chosen = this.pick(processes.all, place);
      if (chosen !== undefined) processes.kill(chosen);
    }
  }

  private pick(processes: readonly ManagedProcess[], place: number): ManagedProcess | undefined {
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
