import type { PoolInterruptions } from '../protocol/pools.ts';
import type { ManagedProcess } from './managedProcess.ts';
import type { PoolProcesses } from './poolProcesses.ts';

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

  /** Kills a process if its time has come: one with messages in flight, if there is one. */
  wake(processes: PoolProcesses, now: number): void {
    if (this.nextAt > now) return;
    this.nextAt = now + this.drawPause();
    const chosen = this.pick(processes.all);
    if (chosen !== undefined) processes.kill(chosen);
  }

  private pick(processes: readonly ManagedProcess[]): ManagedProcess | undefined {
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
