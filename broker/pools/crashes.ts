/** How many processes of a pool may crash in a row; then the pool stops. */
export const MAXIMUM_CRASHES = 5;
const MAXIMUM_BACK_OFF_MS = 60_000;
/** A process that was in service for so long has crashed on its own, and not because of what it is. */
const SOUND_MS = 60_000;

/** Counts the processes that end without being asked, and says when the next one may be started. */
export class Crashes {
  /** Since the pool was started. */
  total = 0;
  /** When a process may be started again, epoch ms; undefined: now. */
  restartsAt: number | undefined;
  private inRow = 0;

  /**
   * @param servedMs how long the process was in service
   * @returns whether the pool may go on
   */
  note(servedMs: number, now: number): boolean {
    this.total++;
    this.inRow = servedMs >= SOUND_MS ? 1 : this.inRow + 1;
    if (this.inRow >= MAXIMUM_CRASHES) {
      this.restartsAt = undefined;
      return false;
    }
    this.restartsAt = now + Math.min(MAXIMUM_BACK_OFF_MS, 1000 * 2 ** (this.inRow - 1));
    return true;
  }
}
