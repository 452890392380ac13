import type { Engine } from '../../engine/engine.ts';
import { DEDUPLICATION_WINDOW_MS } from '../../engine/base/limits.ts';
import type { Message } from '../../engine/state/message.ts';
import { ByteReader } from '../../bytes/byteReader.ts';
import { FRAME_BYTES } from '../format/format.ts';
import { KIND } from '../format/recordKinds.ts';
import { readGone } from '../writing/goneCodec.ts';
import type { Log } from '../disk/log.ts';
import type { JournalWriter } from '../writing/journalWriter.ts';
import type { DamagedBytes } from '../disk/readDamagedFile.ts';
import { isReadFailure } from '../writing/readFailure.ts';
import type { RecordStore } from '../writing/recordStore.ts';
import { scanRecords } from '../disk/scan.ts';
import type { Segment } from '../disk/segment.ts';
import { SEGMENT_HEADER_BYTES } from '../format/segmentHeader.ts';
import { writeRemoved } from '../disk/segmentList.ts';

/** A segment with less than this share of useful bytes is rewritten. */
const SPARSE_SHARE = 0.4;
/** Bytes rewritten in one turn of the event loop: well under a millisecond of copying. */
const STEP_BYTES = 128 * 1024;
/** What a state, a void, or another small record takes, roughly. */
const STATE_BYTES = 110;
const VOID_BYTES = 28;
const META_BYTES = 500;
/** A queue's name stays blocked for a minute after its queue's deletion. */
const BLOCKED_MS = 60_000;

/** Messages of one segment that are on their way to the end of the journal. */
interface Move {
  readonly segment: Segment;
  readonly live: readonly number[];
  place: number;
}

/** Frees the space of deleted messages: dead segments at once, sparse ones after their remaining messages were moved. */
export class Reclaim {
  private readonly engine: Engine;
  private readonly records: RecordStore;
  private readonly writer: JournalWriter;
  private readonly readFile: (segment: Segment) => DamagedBytes;
  private readonly onError: (error: Error) => void;
  private readonly segmentBytes: number;
  private move: Move | undefined;
  private lastOfPass = 0;
  /** Segments whose move is finished but that are not removed yet, and those of them that are not claimed. */
  private readonly emptied = new Set<Segment>();
  private readonly finished: Segment[] = [];

  constructor(
    engine: Engine,
    records: RecordStore,
    writer: JournalWriter,
    readFile: (segment: Segment) => DamagedBytes,
    onError: (error: Error) => void,
    segmentBytes: number,
  ) {
    this.segmentBytes = segmentBytes;
    this.engine = engine;
    this.records = records;
    this.writer = writer;
    this.readFile = readFile;
    this.onError = onError;
  }

  /** Begins a pass over the segments that are complete now; what the pass writes is left to the next one. */
  beginPass(): void {
    this.lastOfPass = this.log.current.number - 1;
  }

  /** Does a bounded piece of work. Returns whether there is more to do in this pass. */
  step(): boolean {
    if (this.move === undefined) {
      const segment = this.choose();
      if (segment === undefined) return false;
      this.move = { segment, live: this.findLive(segment), place: 0 };
    }
    if (!this.moveSome(this.move)) return true;
    if (this.move.segment.claims > 0) this.move = undefined;
    if (this.move === undefined) return true;
    const { segment } = this.move;
    this.move = undefined;
    if (!segment.isPinned) this.finish(segment);
    if (segment.isPinned) return true;
    writeRemoved(this.log, segment);
    this.emptied.add(segment);
    this.finished.push(segment);
    return true;
  }

  /**
   * Moves all that is alive out of a segment, at once and safely. False: something of it cannot be read now, and may be
   * readable to a later start; the segment is to stay. Throws Node's errors.
   */
  rescue(segment: Segment): boolean {
    const move: Move = { segment, live: this.findLive(segment), place: 0 };
    while (!this.moveSome(move));
    if (segment.isPinned) return false;
    this.finish(segment);
    writeRemoved(this.log, segment);
    this.records.closeBlocks();
    const error = this.log.write();
    if (error !== undefined) throw error;
    this.log.syncNow();
    return true;
  }

  /** The file of a segment does not exist. */
  forget(segment: Segment): void {
    this.log.forget(segment);
  }

  /**
   * Segments whose move was finished since the last call. What was appended for that must be safe before
   * {@link removeEmptied} is called, or {@link keepEmptied} if it cannot be made safe.
   */
  takeEmptied(): readonly Segment[] {
    return this.finished.splice(0);
  }

  /** They are to be taken again. */
  keepEmptied(segments: readonly Segment[]): void {
    this.finished.push(...segments);
  }

  private get log(): Log {
    return this.records.log;
  }

  /** Removes the files of segments whose move is safe. */
  removeEmptied(segments: readonly Segment[]): void {
    for (const segment of segments) {
      this.emptied.delete(segment);
      this.tryTo(() => this.log.remove(segment));
    }
    this.forgetKeys();
  }

  /** A data key is kept as long as a segment has contents encrypted with it. */
  private forgetKeys(): void {
    // What is collected to be sealed needs its keys too.
    this.records.closeBlocks();
    const segments = [...this.log.segments.values()];
    try {
      this.records.cipher?.forgetKeys((key) => segments.some(({ keys }) => keys.has(key)));
    } catch (error) {
      this.onError(error as Error);
    }
  }

  private choose(): Segment | undefined {
    const now = this.engine.ports.clock.now();
    let best: Segment | undefined;
    let bestShare = SPARSE_SHARE;
    for (const segment of this.log.segments.values()) {
      if (this.isPlainByMistake(segment)) return segment;
      if (segment.number > this.lastOfPass || segment.keptUntil > now || this.emptied.has(segment)) continue;
      if (segment.isPinned || segment.claims > 0) continue;
      // Deduplication ids are over in minutes; the segment waits for that.
      if (segment.deduplicationUntil > now) continue;
      const share = this.shareOf(segment);
      if (share >= bestShare) continue;
      best = segment;
      bestShare = share;
    }
    return best;
  }

  /** In how many ms there will be something to reclaim that has to wait; undefined: nothing waits. */
  measureWait(): number | undefined {
    const now = this.engine.ports.clock.now();
    let wait: number | undefined;
    for (const segment of this.log.segments.values()) {
      if (segment === this.log.current || segment.isPinned || this.emptied.has(segment)) continue;
      const until = Math.max(segment.keptUntil, segment.deduplicationUntil) - now;
      if (until <= 0 || until >= (wait ?? Number.POSITIVE_INFINITY)) continue;
      if (this.shareOf(segment) < SPARSE_SHARE) wait = until;
    }
    return wait;
  }

  /** Measured against half a segment, so that the short ones of many starts come together in one. */
  private shareOf(segment: Segment): number {
    return this.measureUse(segment) / Math.max(segment.bytes, this.segmentBytes / 2);
  }

  /** Written before the folder was encrypted. It goes before all others; that an undo would need it does not keep it. */
  private isPlainByMistake(segment: Segment): boolean {
    if (this.records.cipher === undefined || segment.plainCount === 0) return false;
    if (segment.isPinned || segment.claims > 0) return false;
    return segment.number <= this.lastOfPass && !this.emptied.has(segment);
  }

  /** Bytes that would have to be written again to be rid of a segment, roughly. */
  private measureUse(segment: Segment): number {
    let bytes = segment.liveBytes + segment.stateCount * STATE_BYTES + segment.metaCount * META_BYTES;
    for (const [target, count] of segment.voids) {
      if (target !== segment.number && this.log.segments.has(target)) bytes += count * VOID_BYTES;
    }
    return bytes;
  }

  /**
   * Removes the segments that are not needed, even those for an undo: the disk is full. What was moved out of
   * a segment may not be written.
   * @param replacedIn segments that are needed though the books say otherwise
   * @returns whether any was removed
   */
  removeDead(replacedIn: ReadonlySet<number>): boolean {
    let hasRemoved = false;
    for (const segment of this.log.segments.values()) {
      if (segment === this.log.current || segment === this.move?.segment) continue;
      if (segment.isPinned || segment.claims > 0) continue;
      if (this.emptied.has(segment) || replacedIn.has(segment.number)) continue;
      // What its records void may still have a copy in a segment whose move is not safe yet.
      if (this.emptied.size > 0 && segment.voids.size > 0) continue;
      const isNeeded =
        this.measureUse(segment) > 0 ||
        segment.deduplicationUntil > this.engine.ports.clock.now() ||
        [...segment.sweeps, ...segment.undos].some(({ upTo }) => this.hasOlder(segment, upTo));
      if (isNeeded) continue;
      // Nothing can be recorded before.
      if (!this.tryTo(() => this.log.removedMarks.replace(segment))) continue;
      this.log.forget(segment);
      writeRemoved(this.log, segment);
      this.log.removedMarks.note([segment.number]);
      hasRemoved = true;
    }
    return hasRemoved;
  }

  private findLive(segment: Segment): number[] {
    const { table } = this.records;
    const live: number[] = [];
    for (let slot = 0; slot < table.count; slot++) {
      if (table.segment[slot] !== segment.number && table.stateSegment[slot] !== segment.number) continue;
      if (table.owners[slot] !== undefined) live.push(slot);
    }
    return live.sort((one, other) => (table.offset[one] as number) - (table.offset[other] as number));
  }

  /** Returns true when nothing is left to move. */
  private moveSome(move: Move): boolean {
    const { table } = this.records;
    const { number } = move.segment;
    let bytes = 0;
    while (move.place < move.live.length && bytes < STEP_BYTES) {
      const slot = move.live[move.place++] as number;
      const message: Message | undefined = table.owners[slot];
      // Meanwhile the message may have been deleted, and its row reused.
      if (message === undefined) continue;
      if (table.segment[slot] === number) {
        bytes += table.bytes[slot] as number;
        this.moveMessage(move.segment, slot, message);
      } else if (table.stateSegment[slot] === number) {
        bytes += FRAME_BYTES;
        this.writer.rewriteState(slot, message);
      }
    }
    return move.place >= move.live.length;
  }

  /** What cannot be read stays where it is: another start, or another key, may be able to. */
  private moveMessage(segment: Segment, slot: number, message: Message): void {
    try {
      this.writer.moveMessage(slot, message);
    } catch (error) {
      if (!isReadFailure(error)) throw error;
      if (!segment.isPinned) this.onError(error);
      segment.isPinned = true;
    }
  }

  /** Moves what is not a message: small things that still count. Then the segment may go, unless it is pinned now. */
  private finish(segment: Segment): void {
    this.writer.rewriteMeta(segment.number);
    this.moveSweeps(segment);
    for (const undo of segment.undos) {
      if (this.hasOlder(segment, undo.upTo)) this.records.writeUndo(undo);
    }
    try {
      this.moveVoids(segment);
    } catch (error) {
      if (!isReadFailure(error)) throw error;
      this.onError(error);
      segment.isPinned = true;
    }
    this.moveDeduplication(segment);
  }

  private moveSweeps(segment: Segment): void {
    const now = this.engine.ports.clock.now();
    const keptMs = Math.max(BLOCKED_MS, this.writer.undoMs);
    for (const sweep of segment.sweeps) {
      const isKept = sweep.lastArrival === undefined && now - sweep.at < keptMs;
      if (isKept || this.hasOlder(segment, sweep.upTo)) this.records.writeSweep(sweep);
    }
  }

  private hasOlder(segment: Segment, upTo: number): boolean {
    for (const number of this.log.segments.keys()) {
      if (number <= upTo && number !== segment.number) return true;
    }
    return false;
  }

  private moveVoids(segment: Segment): void {
    const { segments } = this.log;
    const isNeeded = (target: number): boolean => target !== segment.number && segments.has(target);
    if (![...segment.voids.keys()].some((target) => isNeeded(target))) return;
    const { bytes, unreadable } = this.readFile(segment);
    if (unreadable.length > 0) segment.isPinned = true;
    scanRecords(bytes, SEGMENT_HEADER_BYTES, this.log.salt, segment.number, (kind, flags, offset) => {
      if (kind !== KIND.gone) return;
      const gone = readGone(new ByteReader(bytes, offset + FRAME_BYTES), flags);
      if (isNeeded(gone.segment)) {
        this.records.writeGone(gone.messageNumber, gone.segment, gone.offset, gone.jump);
      }
    });
  }

  private moveDeduplication(segment: Segment): void {
    const now = this.engine.ports.clock.now();
    if (segment.deduplicationUntil <= now) return;
    for (const queue of this.engine.allQueues()) {
      for (const [key, entry] of queue.deduplication.all()) {
        if (entry.firstSentAt > segment.deduplicationUntil - DEDUPLICATION_WINDOW_MS) break;
        if (now - entry.firstSentAt >= DEDUPLICATION_WINDOW_MS) continue;
        this.records.writeDeduplication({ queueNumber: queue.number, key, ...entry });
      }
    }
  }

  /** Returns whether the disk did it. */
  private tryTo(act: () => void): boolean {
    try {
      act();
      return true;
    } catch (error) {
      this.onError(error as Error);
      return false;
    }
  }
}
