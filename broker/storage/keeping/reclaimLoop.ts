import type { GroupCommit } from '../disk/groupCommit.ts';
import type { Reclaim } from './reclaim.ts';
import type { RecordStore } from '../writing/recordStore.ts';
import type { Segment } from '../disk/segment.ts';

export interface ReclaimPorts {
  readonly records: RecordStore;
  readonly group: GroupCommit;
  /** Runs a function after a delay, without keeping the process alive. */
  readonly after: (ms: number, run: () => void) => void;
  readonly onProblem: (error: Error) => void;
}

const INTERVAL_MS = 1000;

/** Reclaims space in the background, a bounded piece in each turn of the event loop. */
export class ReclaimLoop {
  private readonly reclaim: Reclaim;
  private readonly ports: ReclaimPorts;
  private isRunning = false;
  private isStopped = false;
  /** The timer for delayed work: one for the whole journal, and none if nothing waits. */
  private isWaiting = false;

  constructor(reclaim: Reclaim, ports: ReclaimPorts) {
    this.reclaim = reclaim;
    this.ports = ports;
  }

  /** There may be space to reclaim. */
  soon(): void {
    if (this.isRunning) return;
    this.isRunning = true;
    this.ports.after(INTERVAL_MS, () => {
      this.reclaim.beginPass();
      this.step();
    });
  }

  stop(): void {
    this.isStopped = true;
  }

  private step(): void {
    if (this.isStopped) return;
    const { reclaim } = this;
    const { records, group, after } = this.ports;
    const hasMore = group.failure === undefined && reclaim.step();
    if (records.hasUnwritten) group.schedule();
    const emptied = reclaim.takeEmptied();
    if (emptied.length > 0) group.commit((error) => this.remove(emptied, error));
    if (hasMore) after(0, () => this.step());
    else {
      this.isRunning = false;
      this.wait();
    }
  }

  /** Purged messages are kept for an undo for some time; then they are removed, even if nothing is written. */
  private wait(): void {
    const ms = this.isWaiting ? undefined : this.reclaim.measureWait();
    if (ms === undefined) return;
    this.isWaiting = true;
    this.ports.after(ms, () => {
      this.isWaiting = false;
      if (!this.isStopped) this.soon();
    });
  }

  /** What was moved must survive a loss of power before its old place goes, whatever the durability. */
  private remove(segments: readonly Segment[], error: Error | undefined): void {
    const { reclaim, ports } = this;
    if (error !== undefined) reclaim.keepEmptied(segments);
    if (error !== undefined || this.isStopped) return;
    ports.records.log.syncLater((problem) => {
      if (this.isStopped) return;
      if (problem === undefined) {
        reclaim.removeEmptied(segments);
        return;
      }
      reclaim.keepEmptied(segments);
      ports.onProblem(problem);
    });
  }
}
