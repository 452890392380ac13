import type { TimeSource } from '../../broker/time/clock.ts';
import type { BootCounters } from '../../broker/time/bootTime.ts';
import { ManualSchedule } from './manualSchedule.ts';

const START = 1_700_000_000_000;

/** A machine whose time moves only when told to: it runs, sleeps, is started again, and has its wall clock set. */
export class ManualMachine implements TimeSource, BootCounters {
  /** The timers of a process, and its monotonic clock: they stop while the machine sleeps. */
  readonly timers = new ManualSchedule();
  readonly after = this.timers.after;
  namesItsBoots = true;
  private wall = START;
  private sleptMs = 0;
  private bootedAtTimer = 0;
  private boots = 1;
  private seenTimer = 0;

  wallMs(): number {
    this.follow();
    return this.wall;
  }

  bootMs(): number {
    return this.uptimeMs();
  }

  uptimeMs(): number {
    return this.timers.now() - this.bootedAtTimer + this.sleptMs;
  }

  monotonicMs(): number {
    return this.timers.now();
  }

  bootId(): string | undefined {
    return this.namesItsBoots ? `boot ${this.boots}` : undefined;
  }

  /** Time passes while the machine runs. */
  run(ms: number): void {
    this.timers.advance(ms);
  }

  sleep(ms: number): void {
    this.sleptMs += ms;
    this.wall += ms;
  }

  /** The wall clock is set; no machine's is before 1970. */
  setWall(byMs: number): void {
    this.wall = Math.max(0, this.wall + byMs);
  }

  /** The machine is off for so long, and counts from the beginning then. */
  reboot(offMs: number): void {
    this.follow();
    this.boots++;
    this.wall += offMs;
    this.sleptMs = 0;
    this.bootedAtTimer = this.timers.now();
  }

  /** The wall clock goes with the timers. */
  private follow(): void {
    this.wall += this.timers.now() - this.seenTimer;
    this.seenTimer = this.timers.now();
  }
}
