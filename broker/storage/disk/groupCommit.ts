import * as l10n from '@vscode/l10n';
import type { Log } from './log.ts';

/**
 * How safe an answer is: `process` survives the end of the broker, `power` the end of the machine's power, `none` the
 * end of nothing.
 */
export type Durability = 'none' | 'process' | 'power';

/** Called once what was done before is safe, or with why it could not be made safe. */
export type CommitCallback = (error?: Error) => void;

export interface CommitPorts {
  /** Runs a function at the end of this turn of the event loop. */
  readonly defer: (run: () => void) => void;
  /** Runs a function after a delay, without keeping the process alive. */
  readonly after: (ms: number, run: () => void) => void;
  /** Before every commit and write: appends what changed without an event. */
  readonly onCommit: () => void;
  /** Before every write: appends what is still collected. */
  readonly onBeforeWrite: () => void;
  readonly onWritten: () => void;
  /** Why nothing may be acknowledged although the disk stored it: the folder no longer exists, or belongs to another broker. */
  readonly verify: () => Error | undefined;
  /** Sorts out what could not be written. */
  readonly onFailed: () => FailedCommit;
  /** Storing begins to fail, or works again. */
  readonly onFailureChange: () => void;
  /** `power`: a sync begins, of everything that is written. */
  readonly onSyncBegin: () => void;
  readonly onSynced: () => void;
  /** The written data could not be made safe: takes back its sends, whose responses have not been sent yet. */
  readonly onUnsafe: () => void;
}

/**
 * What could not be written: `harmless`: nothing that an answer promises; `refused`: sends, which are taken back;
 * `owed`: effects that are in memory and must reach the disk before any later response.
 */
export type FailureKind = 'harmless' | 'refused' | 'owed';

/** What a failed write has led to. */
export interface FailedCommit {
  readonly kind: FailureKind;
  /** Segments were removed, and the next write may fit. */
  readonly hasMadeRoom: boolean;
}

/** How long until the next try after the disk rejected a write, if no call asks sooner, ms. */
const RETRY_MS = 500;

/**
 * Writes once per turn of the event loop what was appended in it, then lets the answers go. With `power` they wait for
 * the disk too; while it is busy, the next turns gather.
 */
export class GroupCommit {
  private currentFailure: Error | undefined;
  private readonly log: Log;
  private readonly ports: CommitPorts;
  private readonly isPowerSafe: boolean;
  private waiting: CommitCallback[] = [];
  private isScheduled = false;
  private unsynced: CommitCallback[] = [];
  private isSyncWanted = false;
  private isSyncing = false;

  constructor(log: Log, isPowerSafe: boolean, ports: CommitPorts) {
    this.log = log;
    this.isPowerSafe = isPowerSafe;
    this.ports = ports;
  }

  /** Why nothing can be stored at the moment. */
  get failure(): Error | undefined {
    return this.currentFailure;
  }

  private set failure(failure: Error | undefined) {
    const isChange = (failure === undefined) !== (this.currentFailure === undefined);
    this.currentFailure = failure;
    if (isChange) this.ports.onFailureChange();
  }

  /** Something was appended, or is about to be. */
  schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    this.ports.defer(() => this.flush());
  }

  /** Calls back at once when there is nothing to wait for. */
  commit(done: CommitCallback): void {
    this.ports.onCommit();
    if (!this.isScheduled && this.log.unwrittenBytes === 0 && !this.isSyncing && !this.isSyncWanted) {
      done(this.review(this.ports.verify()));
      return;
    }
    this.waiting.push(done);
    this.schedule();
  }

  /** Writes what was appended. */
  flush(): void {
    this.isScheduled = false;
    const { ports, log } = this;
    ports.onCommit();
    ports.onBeforeWrite();
    const hadBytes = log.unwrittenBytes > 0;
    // What is known to be lost takes no more bytes.
    const known = this.closedBy ?? (this.failure === undefined ? undefined : ports.verify());
    const error = hadBytes ? (known ?? log.write() ?? this.closedBy) : undefined;
    const waiting = this.waiting;
    this.waiting = [];
    if (error !== undefined) this.fail(error, waiting);
    else {
      // After the write: a broker that took the folder over before has not read this write.
      const loss = ports.verify();
      this.failure = this.closedBy ?? loss;
      ports.onWritten();
      if (hadBytes) this.isSyncWanted = this.isPowerSafe;
      if (loss !== undefined) {
        this.tryLater();
        answer(waiting, loss);
      } else if (this.isPowerSafe) this.sync(waiting);
      else answer(waiting);
    }
  }

  /** To be called when the folder was found lost while there was nothing to write. Returns the same. */
  review(loss: Error | undefined): Error | undefined {
    if (loss !== undefined && this.failure === undefined) {
      this.failure = loss;
      this.tryLater();
    }
    return loss;
  }

  /**
   * A disk that has failed to sync may have lost what was written before, whatever it says later: with `power`, nothing
   * is stored anymore until another broker has read what is really there.
   */
  private get closedBy(): Error | undefined {
    const { syncFailure } = this.log;
    if (!this.isPowerSafe || syncFailure === undefined) return undefined;
    const text = l10n.t('the disk lost written data; nothing is stored until you restart the broker');
    return new Error(`${text} (${syncFailure.message})`, { cause: syncFailure });
  }

  private fail(error: Error, waiting: CommitCallback[]): void {
    this.failure = error;
    const isClosed = this.closedBy !== undefined;
    if (isClosed) this.ports.onUnsafe();
    const { kind, hasMadeRoom } = this.ports.onFailed();
    answer(waiting, kind === 'harmless' ? undefined : error);
    // At once: if a broker ends before it has written which segments it removed, the next one reports them as missing.
    if (hasMadeRoom && !isClosed) this.flush();
    else if (!isClosed) this.tryLater();
  }

  private tryLater(): void {
    this.ports.after(RETRY_MS, () => {
      if (this.failure !== undefined) this.schedule();
    });
  }

  private sync(waiting: CommitCallback[]): void {
    this.unsynced.push(...waiting);
    if (this.isSyncing) return;
    const callbacks = this.unsynced;
    this.unsynced = [];
    if (!this.isSyncWanted) {
      answer(callbacks);
      return;
    }
    this.isSyncing = true;
    this.isSyncWanted = false;
    this.ports.onSyncBegin();
    this.log.syncLater((error) => {
      this.isSyncing = false;
      let loss: Error | undefined;
      if (error === undefined) {
        this.ports.onSynced();
        loss = this.review(this.ports.verify());
      } else {
        this.failure = this.closedBy ?? error;
        this.ports.onUnsafe();
        // What waits was written behind what is lost.
        callbacks.push(...this.unsynced.splice(0));
      }
      answer(callbacks, error === undefined ? loss : this.failure);
      if (this.unsynced.length > 0 && !this.isScheduled) this.sync([]);
    });
  }
}

function answer(callbacks: readonly CommitCallback[], error?: Error): void {
  for (const done of callbacks) done(error);
}
