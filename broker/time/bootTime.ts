import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const UPTIME_FILE = '/proc/uptime';
const BOOT_ID_FILE = '/proc/sys/kernel/random/boot_id';
/** Where `sysctl` is on macOS: PATH is not used. */
const SYSCTL = '/usr/sbin/sysctl';
/** The kernel counts its uptime in hundredths of a second; what differs by less is the same time, ms. */
const UPTIME_TOLERANCE_MS = 50;
/** How far the wall clock may move against the monotonic one before the uptime is looked at, ms. */
const SUSPICIOUS_MS = 20;
/** The uptime is looked at this often in any case, ms. */
const LOOK_EVERY_MS = 1000;

/** What {@link BootTime} reads; tests bring their own. All in ms. */
export interface BootCounters {
  /** A clock that never goes back. It may stop while the machine sleeps. */
  monotonicMs(): number;
  /** The machine's wall clock, which may step. */
  wallMs(): number;
  /** Time since boot with the time asleep; undefined where {@link monotonicMs} has that in it. */
  uptimeMs(): number | undefined;
}

/**
 * Time since boot, with the time that the machine was asleep. On macOS and Windows the monotonic clock of Node.js has
 * that. On Linux it stops, so the kernel's uptime says how long the machine slept: a file, too slow to be read for every
 * message. It is read when the wall clock has moved against the monotonic one, as it does over a sleep, and every second.
 */
export class BootTime {
  private readonly counters: BootCounters;
  /** What is added to the monotonic clock: the time asleep. */
  private asleepMs = 0;
  private wallAheadMs: number;
  private lookedAt: number;
  private latest = 0;

  constructor(counters: BootCounters) {
    this.counters = counters;
    const monotonicMs = counters.monotonicMs();
    this.wallAheadMs = counters.wallMs() - monotonicMs;
    this.lookedAt = monotonicMs;
    this.look(monotonicMs);
  }

  /** ms since boot; never goes back. */
  now(): number {
    const monotonicMs = this.counters.monotonicMs();
    const wallAheadMs = this.counters.wallMs() - monotonicMs;
    if (
      Math.abs(wallAheadMs - this.wallAheadMs) > SUSPICIOUS_MS ||
      monotonicMs - this.lookedAt > LOOK_EVERY_MS
    ) {
      this.wallAheadMs = wallAheadMs;
      this.look(monotonicMs);
    }
    this.latest = Math.max(this.latest, monotonicMs + this.asleepMs);
    return this.latest;
  }

  private look(monotonicMs: number): void {
    this.lookedAt = monotonicMs;
    const uptimeMs = this.counters.uptimeMs();
    if (uptimeMs === undefined) return;
    const asleepMs = uptimeMs - monotonicMs;
    if (Math.abs(asleepMs - this.asleepMs) > UPTIME_TOLERANCE_MS) this.asleepMs = asleepMs;
  }
}

/** `performance.now` begins with the process; this makes it begin with the boot. */
const processStartedAt = Number(process.hrtime.bigint()) / 1e6 - performance.now();

export const systemCounters: BootCounters = {
  monotonicMs: () => processStartedAt + performance.now(),
  wallMs: () => Date.now(),
  uptimeMs: readUptime,
};

function readUptime(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const seconds = Number(readFileSync(UPTIME_FILE, 'utf8').split(' ', 1)[0]);
    return Number.isFinite(seconds) ? seconds * 1000 : undefined;
  } catch {
    // A container without /proc: time asleep is not seen there.
    return undefined;
  }
}

/** A name that the machine gives to each of its boots; undefined where it gives none. */
export function readBootId(): string | undefined {
  try {
    switch (process.platform) {
      case 'linux':
        return readFileSync(BOOT_ID_FILE, 'utf8').trim();
      case 'darwin':
        return execFileSync(SYSCTL, ['-n', 'kern.bootsessionuuid'], { encoding: 'utf8' }).trim();
      default:
        return undefined;
    }
  } catch {
    return undefined;
  }
}
