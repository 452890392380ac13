import type { ContentStore, MessageContent } from '../engine/base/content.ts';
import type { Engine } from '../engine/engine.ts';
import type { IdentityKey } from '../engine/base/identity.ts';
import { countUnreadable } from '../engine/operations/unreadable.ts';
import { Jumps } from '../engine/state/jumps.ts';
import type { CipherKeys } from './cipher/cipherKeys.ts';
import { ContentCipher } from './cipher/contentCipher.ts';
import type { FileSystem } from './disk/fileSystem.ts';
import { type CommitCallback, type Durability, GroupCommit } from './disk/groupCommit.ts';
import { skipNumbers } from './writing/counters.ts';
import { type Folder, countSetAside, nextSegment, writeFolderFile } from './disk/folder.ts';
import { FORMAT_VERSION } from './format/format.ts';
import { findEnded } from './starting/replayedEnded.ts';
import { FolderEncryption } from './cipher/folderEncryption.ts';
import { findRemovals } from './starting/replayedRemovals.ts';
import type { JournalOptions } from './journalOptions.ts';
import type { FolderLock } from './lock/heldLock.ts';
import { Log } from './disk/log.ts';
import { JumpUnderWay } from './writing/jumpUnderWay.ts';
import { readDamagedFile } from './disk/readDamagedFile.ts';
import { isReadFailure } from './writing/readFailure.ts';
import { JournalWriter } from './writing/journalWriter.ts';
import { RecordStore } from './writing/recordStore.ts';
import { type ScanReport, SegmentFiles } from './starting/recovery.ts';
import { type JournalRefusal, explainError } from './format/refusal.ts';
import { Reclaim } from './keeping/reclaim.ts';
import { ReclaimLoop } from './keeping/reclaimLoop.ts';
import { RecoveredState } from './starting/recoveredState.ts';
import { type RecoveryReport, reportStart } from './starting/report.ts';
import { restoreEngine } from './starting/restoreEngine.ts';
import { moveTimes } from './writing/rewriteTimes.ts';
import { dropReplaced } from './starting/replacedQueues.ts';
import { rescueFile } from './keeping/rescue.ts';
import { Undoing } from './keeping/undoing.ts';
import { finishReturns } from './keeping/undoAdvance.ts';
import { UnreadableNews } from './keeping/unreadableNews.ts';
import { writeStart } from './starting/writeStart.ts';

/** How the clock was moved, as `Jumps` saves it. */
const JUMPS_NOTE = 'jumps';
const SEGMENT_BYTES = 8 * 1024 * 1024;
const UNDO_MS = 5 * 60_000;
const DEFAULT_REUSE_MS = 300_000;

/** The journal of a running broker. Only `openJournal` makes one, and locks the folder for it. */
export class Journal {
  readonly ok = true;
  readonly identityKey: IdentityKey;
  readonly contents: ContentStore;
  private readonly options: JournalOptions;
  readonly fs: FileSystem;
  private readonly lock: FolderLock;
  private readonly log: Log;
  private readonly records: RecordStore;
  private readonly cipher: ContentCipher | undefined;
  readonly encryption: FolderEncryption;
  private readonly notes: Map<string, string>;
  /** How the clock was moved, by this broker and those before it; to be settled before {@link restore}. */
  readonly jumps: Jumps;
  private readonly openedAt: number;
  private recoveredState: RecoveredState | undefined;
  private readonly findings: ScanReport;
  private engine: Engine | undefined;
  private writer: JournalWriter | undefined;
  private reclaim: Reclaim | undefined;
  private loop: ReclaimLoop | undefined;
  private currentUndoing: Undoing | undefined;
  private readonly group: GroupCommit;
  private isClosed = false;
  private readonly unreadable = new UnreadableNews({
    onProblem: (error) => this.options.onProblem?.(error),
    after: (ms, run) => this.after(ms, run),
    onNews: () => this.failureListener(),
  });
  private failureListener: () => void = () => undefined;

  constructor(options: JournalOptions, fs: FileSystem, opened: Folder, keys: CipherKeys | undefined) {
    const { folder, durability, bodyBudgetBytes, now = Date.now, segmentBytes = SEGMENT_BYTES } = options;
    this.openedAt = performance.now();
    this.options = options;
    this.fs = fs;
    this.lock = options.lock;
    const { identityKey } = opened;
    this.identityKey = identityKey;
    const isPowerSafe = durability === 'power';
    this.log = new Log({
      fs,
      folder,
      identityKey,
      segmentBytes,
      tailBytes: bodyBudgetBytes,
      isPowerSafe,
      beginSegment: () => {
        this.records.writeOpening();
        this.loop?.soon();
      },
      onOpened: (newest) => this.describeFolder({ newest }),
    });
    this.cipher =
      keys === undefined
        ? undefined
        : new ContentCipher(keys, {
            now,
            reuseMs: (queueNumber) => this.readReuseMs(queueNumber),
            isSynced: isPowerSafe,
            onRepaired: (text) => options.onProblem?.(new Error(text)),
          });
    this.encryption = new FolderEncryption(this.cipher, this.log);
    this.records = new RecordStore(this.log, this.cipher);
    this.contents = {
      keep: (content) => this.records.keepContent(content),
      read: (handle) => this.readContent(handle as number),
      drop: (handle) => this.records.dropContent(handle as number),
    };
    this.recoveredState = new RecoveredState(this.records);
    this.notes = this.recoveredState.notes;
    this.findings = new SegmentFiles(fs, this.log, this.recoveredState, opened).read();
    this.jumps = new Jumps(this.notes.get(JUMPS_NOTE));
    if (this.findings.damaged.length > 0 || this.findings.missing.length > 0)
      skipNumbers(this.records.counters);
    this.group = new GroupCommit(this.log, isPowerSafe, {
      defer: options.defer ?? setImmediate,
      after: (ms, run) => this.after(ms, run),
      onCommit: () => {
        if (this.writer?.writeTasks()) this.group.schedule();
      },
      onBeforeWrite: () => this.records.closeBlocks(),
      onWritten: () => {
        if (this.records.endTurn()) this.loop?.soon();
      },
      verify: () => (this.isClosed ? undefined : (this.lock.verify() ?? this.findFileFault())),
      onFailureChange: () => this.failureListener(),
      onSyncBegin: () => this.writer?.beginSync(),
      onSynced: () => this.writer?.endSync(),
      onUnsafe: () => this.writer?.rollBackUnsynced(),
      onFailed: () => {
        const failure = this.writer?.rollBackFailedWrite();
        if (failure === undefined) return { kind: 'harmless', hasMadeRoom: false };
        return { kind: failure.kind, hasMadeRoom: this.reclaim?.removeDead(failure.replacedIn) === true };
      },
    });
    this.log.openNext(nextSegment(opened, this.log.segments));
    // The list of segments that this start writes has it too.
    this.log.removedMarks.note(opened.removed);
    this.lock.onBeat((error) => this.group.review(error ?? this.findFileFault()));
  }

  /** Why the next start would not find the stored data. */
  private findFileFault(): Error | undefined {
    return this.log.verify() ?? this.cipher?.verify();
  }

  get folder(): string {
    return this.options.folder;
  }

  get durability(): Exclude<Durability, 'none'> {
    return this.options.durability;
  }

  /** Undefined when it cannot be read now, which is reported as failures are. */
  private readContent(slot: number): MessageContent | undefined {
    try {
      return this.records.readContent(slot);
    } catch (error) {
      if (!isReadFailure(error)) throw error;
      this.unreadable.note(this.records.placeOf(slot).segment, error);
      return undefined;
    }
  }

  /** Messages that were set aside because they cannot be read. */
  get unreadableCount(): number {
    return this.engine === undefined ? 0 : countUnreadable(this.engine);
  }

  /** Calls back when storing begins to fail, when it works again, and when messages cannot be read. */
  onFailureChange(listener: () => void): void {
    this.failureListener = listener;
  }

  /** Why nothing can be stored at the moment; undefined while all is well. */
  get failure(): Error | undefined {
    return this.group.failure;
  }

  /**
   * Puts what was read into an engine without queues, and writes down from now on what happens in it. To be called
   * once, before anything else listens to the engine. Returns an error if the disk rejects the write; the folder is
   * released then.
   */
  restore(engine: Engine): RecoveryReport | JournalRefusal {
    try {
      return this.restoreInto(engine);
    } catch (error) {
      // Node's disk errors have a code; anything else is a defect.
      if (!(error instanceof Error && 'code' in error)) throw error;
      this.isClosed = true;
      this.log.close();
      this.lock.release();
      return explainError(this.options.folder, error);
    }
  }

  private restoreInto(engine: Engine): RecoveryReport {
    const { recoveredState: state, records, findings, options } = this;
    if (state === undefined) throw new Error('The journal was restored already.');
    this.recoveredState = undefined;
    const { undoMs } = this;
    this.engine = engine;
    const now = engine.ports.clock.now();
    const replaced = dropReplaced(state, records);
    const { jumps } = this;
    const removals = findRemovals(state, records.table, this.log.segments, jumps, now, undoMs);
    const { ended, returning } = findEnded(state, records.table, this.log.segments, jumps, now, undoMs);
    const { recovered, hadFutureTimes } = restoreEngine(engine, records, state, undoMs);
    const unreadable = this.unreadableCount;
    const writer = new JournalWriter(engine, records, this.notes, undoMs, options.durability === 'power');
    for (const removal of removals) writer.removals.add(removal);
    writer.ended.add(ended);
    this.writer = writer;
    const onProblem = (problem: Error): void => options.onProblem?.(problem);
    const reclaim = new Reclaim(
      engine,
      records,
      writer,
      ({ path, bytes }) => readDamagedFile(this.fs, path, Buffer.allocUnsafe(bytes)),
      onProblem,
      options.segmentBytes ?? SEGMENT_BYTES,
    );
    this.reclaim = reclaim;
    const after = (ms: number, run: () => void): void => this.after(ms, run);
    this.currentUndoing = new Undoing({ engine, records, writer, group: this.group, jumps, after });
    this.loop = new ReclaimLoop(reclaim, { records, group: this.group, after, onProblem });
    writeStart(engine, records, writer, state, { replaced, recovered, hadFutureTimes });
    jumps.onChange = (saved) => this.writeNote(JUMPS_NOTE, saved);
    finishReturns(returning, ended, records, writer, jumps);
    const damaged = findings.damaged.map((file) => rescueFile(this.fs, this.options.folder, reclaim, file));
    records.closeBlocks();
    const error = this.log.write();
    if (error !== undefined) throw error;
    records.endTurn();
    engine.onEvent((event) => {
      if (writer.record(event)) this.group.schedule();
    });
    engine.settle();
    this.loop?.soon();
    return {
      ...reportStart(engine, findings, damaged, recovered),
      segments: this.log.segments.size,
      durationMs: performance.now() - this.openedAt,
      unreadable,
      unreadableKeys: this.cipher?.unreadableKeys ?? 0,
    };
  }

  /** Calls back once everything that the engine has done so far is as safe as the durability says; see CommitCallback. */
  readonly commit = (done: CommitCallback): void => {
    this.group.commit(done);
  };

  /** A small value that another part of the broker keeps here under a key of its own. */
  readNote(key: string): string | undefined {
    return this.notes.get(key);
  }

  writeNote(key: string, value: string): void {
    if (this.writer === undefined) this.notes.set(key, value);
    else this.writer.writeNote(key, value);
    this.group.schedule();
  }

  /** Whether something is not in its file yet. */
  get hasUnwritten(): boolean {
    return this.records.hasUnwritten;
  }

  /** To be called when the engine's times were moved by `byMs` (`shiftTimes`), which is no event. */
  rewriteTimes(byMs: number): void {
    const { engine, writer } = this;
    if (engine === undefined || writer === undefined) return;
    moveTimes(engine, this.records, writer, byMs);
    this.group.schedule();
  }

  /** @param aim how far the clock is moved at the end of the jump, ms */
  beginJump(aim: number): JumpUnderWay {
    const { jumps, records, writer, group } = this;
    // Above those of all jumps that a record names, and of those that ended nothing, which only the jumps know.
    const nextNumber = (): number => Math.max(records.nextArrival(), jumps.nextNumber);
    return new JumpUnderWay({ jumps, nextNumber, writer, onSlice: () => group.schedule() }, aim);
  }

  /** How long, at least, lost messages can be restored, ms. */
  get undoMs(): number {
    return this.options.undoMs ?? UNDO_MS;
  }

  /** What can be undone; available once the journal is restored. */
  get undoing(): Undoing {
    if (this.currentUndoing === undefined) throw new Error('The journal is not restored yet.');
    return this.currentUndoing;
  }

  /** By the queue's attribute; asked once for every data key. */
  private readReuseMs(queueNumber: number): number {
    for (const { number, settings } of this.engine?.allQueues() ?? []) {
      if (number === queueNumber) return settings.kmsReuseSeconds * 1000;
    }
    return DEFAULT_REUSE_MS;
  }

  /** The folder's size on the disk. */
  measure(): { readonly segments: number; readonly bytes: number; readonly setAside: number } {
    const { segments } = this.log;
    let bytes = 0;
    for (const segment of segments.values()) bytes += segment.bytes;
    return { segments: segments.size, bytes, setAside: countSetAside(this.fs, this.options.folder) };
  }

  /** Writes the remaining data and releases the folder. */
  close(): void {
    if (this.isClosed) return;
    this.group.flush();
    this.isClosed = true;
    this.loop?.stop();
    // How long the last segment is, no later one says. What could not be written is not in it.
    const { number, bytes } = this.log.current;
    this.describeFolder({ newest: number, newestBytes: bytes - this.log.unwrittenBytes });
    this.log.close();
    this.lock.release();
  }

  /** A description that cannot be written is no reason to stop: the next start only knows less of what was lost. */
  private describeFolder(newest: { readonly newest: number; readonly newestBytes?: number }): void {
    try {
      const { identityKey } = this;
      writeFolderFile(this.fs, this.options.folder, { format: FORMAT_VERSION, identityKey, ...newest });
    } catch (error) {
      this.options.onProblem?.(error as Error);
    }
  }

  private after(ms: number, run: () => void): void {
    const { after } = this.options;
    if (after !== undefined) after(ms, run);
    else setTimeout(run, ms).unref();
  }
}
