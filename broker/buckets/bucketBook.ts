import type { NoteKeeper } from '../engine/base/noteKeeper.ts';
import type { Engine } from '../engine/engine.ts';
import type { DefinitionProblem } from '../protocol/definitions.ts';
import type { Schedule } from '../time/schedule.ts';
import { Throttle } from '../time/throttle.ts';
import { type BucketPlace, isSameBucket, type PlacedBucket } from './bucket.ts';
import { OpenBucket } from './openBucket.ts';
import { loadBuckets, MAXIMUM_SAVED_BUCKETS, type SavedBucket, saveBuckets } from './savedBuckets.ts';

/** Time between two looks at the folders, ms. */
export const LOOK_MS = 250;
/** Looking takes at most this part of the time: large folders are looked at less often. */
const LOOK_SHARE = 1 / 10;
/** Shortest time between two writes of what was sent, ms. A crash in between sends the last events again. */
const SAVE_MS = 2_000;

export interface BucketPorts {
  readonly engine: Engine;
  readonly schedule: Schedule;
  /** A clock that only measures, ms. */
  readonly measure: () => number;
  /** Absent: what was sent is forgotten with the messages. */
  readonly notes: NoteKeeper | undefined;
  /** Messages were sent. */
  onSent(): void;
  /** What keeps the buckets of a file from working is something else now. */
  onWarnings(source: string, warnings: readonly DefinitionProblem[]): void;
  log(line: string): void;
}

/** The folders that act as buckets, and who looks at them. */
export class BucketBook {
  private readonly ports: BucketPorts;
  private readonly saving: Throttle;
  /** By the file that defines them. */
  private readonly sources = new Map<string, readonly OpenBucket[]>();
  /** What earlier brokers said of buckets that no file has defined yet. */
  private saved: SavedBucket[];
  /** Looks go one after the other. */
  private work: Promise<void> = Promise.resolve();
  private cancelLook: (() => void) | undefined;
  private isStopped = false;

  constructor(ports: BucketPorts) {
    this.ports = ports;
    this.saved = loadBuckets(ports.notes, (line) => ports.log(line));
    this.saving = new Throttle(ports.schedule, SAVE_MS, () => this.save());
  }

  /**
   * Replaces the buckets of a file. Those that it had already, and that are the same, go on. A new one sends the test
   * message, and takes the files that are there for known.
   */
  setAll(source: string, place: BucketPlace, buckets: readonly PlacedBucket[]): void {
    const before = this.sources.get(source) ?? [];
    const opened = buckets.map((bucket) => {
      const same = before.find(
        (each) => each.isAt(place) && isSameBucket(each.definition, bucket.definition),
      );
      if (same !== undefined) return same.moveTo(bucket);
      return this.open(source, place, bucket);
    });
    this.saved = this.saved.filter((each) => each.source !== source);
    if (opened.length === 0) this.sources.delete(source);
    else this.sources.set(source, opened);
    if (before.length === 0 && opened.length === 0) return;
    this.saving.notice();
    this.cancelLook?.();
    void this.look();
  }

  /** Resolves when the folders were looked at that have been set before. */
  async settle(): Promise<void> {
    await this.work;
  }

  /** What keeps buckets of a file from working now, at its lines. */
  warningsOf(source: string): readonly DefinitionProblem[] {
    return (this.sources.get(source) ?? []).flatMap(({ warning }) => warning ?? []);
  }

  /** The buckets of all files. */
  get all(): readonly { readonly source: string; readonly bucket: OpenBucket }[] {
    return [...this.sources].flatMap(([source, buckets]) => buckets.map((bucket) => ({ source, bucket })));
  }

  /** Looks at all folders, after the look that is under way. */
  async look(): Promise<void> {
    this.work = this.work.then(() => this.lookAtAll());
    await this.work;
  }

  stop(): void {
    this.isStopped = true;
    this.cancelLook?.();
    this.saving.stop();
    this.save();
  }

  private open(source: string, place: BucketPlace, bucket: PlacedBucket): OpenBucket {
    const { engine, notes } = this.ports;
    const known = this.saved.find(
      (each) => each.source === source && isSameBucket(each.definition, bucket.definition),
    );
    const opened = new OpenBucket(engine, place, bucket, known);
    // Without a memory, the queues are new as well.
    if (known === undefined || notes === undefined) opened.sendTest();
    this.ports.onSent();
    return opened;
  }

  private async lookAtAll(): Promise<void> {
    if (this.isStopped) return;
    const start = this.ports.measure();
    for (const source of this.sources.keys()) await this.lookAt(source);
    if (this.isStopped || this.sources.size === 0) return;
    const pauseMs = Math.max(LOOK_MS, (this.ports.measure() - start) / LOOK_SHARE);
    this.cancelLook?.();
    this.cancelLook = this.ports.schedule(pauseMs, () => void this.look());
  }

  private async lookAt(source: string): Promise<void> {
    const before = JSON.stringify(this.warningsOf(source));
    let hasSent = false;
    for (const bucket of this.sources.get(source) ?? []) {
      if (this.isStopped) return;
      if (await bucket.look()) hasSent = true;
    }
    if (this.isStopped) return;
    if (hasSent) {
      this.ports.onSent();
      this.saving.notice();
    }
    const warnings = this.warningsOf(source);
    if (JSON.stringify(warnings) !== before) this.ports.onWarnings(source, warnings);
  }

  private save(): void {
    const { notes } = this.ports;
    if (notes === undefined) return;
    const open = this.all.map(({ source, bucket }) => bucket.save(source));
    saveBuckets(notes, [...open, ...this.saved].slice(0, MAXIMUM_SAVED_BUCKETS));
  }
}
