/** A boot of the machine, identified as well as possible. */
export interface Boot {
  /** ms since boot, with the time asleep. */
  readonly bootMs: number;
  /** Epoch ms of the boot by the wall clock, which may have been set since. */
  readonly bootedAt: number;
  /** A name of the boot, where the machine gives one. */
  readonly bootId?: string | undefined;
}

/** Where a broker's clock stood. */
export interface ClockMark extends Boot {
  /** Epoch ms on the broker's clock. */
  readonly at: number;
  /** How far the clock had been moved, in ms. */
  readonly advancedMs: number;
}

/** How long no broker ran. */
export interface Absence {
  readonly ms: number;
  /** What says so: the time since boot, or over a reboot the wall clock. */
  readonly by: 'boot' | 'wall';
}

/** What two readings of the time since boot may differ by, ms. */
const BOOT_TOLERANCE_MS = 1000;
/** What two boot times may differ by that were worked out from the wall clock, ms. */
const BOOTED_AT_TOLERANCE_MS = 60_000;
/** The last time that JavaScript's dates know, epoch ms. */
const MAXIMUM_TIME = 8.64e15;

/** Whether the machine was not started again between an earlier reading and one of now. */
export function isSameBoot(earlier: Boot, now: Boot): boolean {
  // A container may keep its host's name of the boot and count its own time.
  if (now.bootMs < earlier.bootMs - BOOT_TOLERANCE_MS) return false;
  if (earlier.bootId !== undefined && now.bootId !== undefined) return earlier.bootId === now.bootId;
  return Math.abs(now.bootedAt - earlier.bootedAt) <= BOOTED_AT_TOLERANCE_MS;
}

/** Reads a mark that was kept as JSON; undefined when it makes no sense. */
export function parseClockMark(text: string | undefined): ClockMark | undefined {
  if (text === undefined) return undefined;
  try {
    const { at, advancedMs, bootMs, bootedAt, bootId } = JSON.parse(text) as Partial<ClockMark>;
    if (!isTime(at) || !isTime(advancedMs) || !isTime(bootMs) || !Number.isFinite(bootedAt)) return undefined;
    return { at, advancedMs, bootMs, bootedAt: bootedAt as number, bootId };
  } catch {
    return undefined;
  }
}

/** How far a clock was moved, as it was kept; 0 when that makes no sense. */
export function parseAdvanced(text: string | undefined): number {
  const advancedMs = Number(text ?? 0);
  return isTime(advancedMs) ? advancedMs : 0;
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= MAXIMUM_TIME;
}
