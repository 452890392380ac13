import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { QueueRef } from '../../connections/queueRef.ts';
import type { TransferJournal } from './ports.ts';
import type { TransferMode } from './transfer.ts';
import { UnsureMessages } from './unsureMessages.ts';

/** A queue of a transfer. */
export interface JournalEnd extends QueueRef {
  /** For people. */
  readonly label: string;
}

/** What a transfer is, so that another window can resume it. */
export interface TransferHeader {
  /** As `TransferJournal.id`. */
  readonly id: string;
  readonly mode: TransferMode;
  readonly from: JournalEnd;
  readonly to: JournalEnd;
  /** Messages. */
  readonly maximum: number;
  /** About so many were in the source. */
  readonly expected: number;
  /** Of the source, if some of its messages were chosen. */
  readonly messageIds?: readonly string[];
  /** Of the process that runs it. */
  readonly processId: number;
}

type Line =
  /** Another process has taken it over. */
  | { readonly processId: number }
  | { readonly sending: readonly string[] }
  | { readonly stored: readonly string[] }
  | { readonly deleted: readonly string[] };

/** Of the journals of a folder: older ones are forgotten. */
const MAXIMUM_JOURNALS = 20;
/** Messages are retained no longer. */
const MAXIMUM_AGE_MS = 14 * 86_400_000;
/** A transfer writes more often than that, or says that it is alive. */
const ALIVE_MS = 60_000;
const SUFFIX = '.jsonl';

/** Keeps in a file what a transfer has done, a line for each batch: message IDs and no bodies. At most 10,000 messages, so about 1 MB. */
export class JournalFile implements TransferJournal {
  readonly path: string;
  header: TransferHeader;
  readonly stored = new Set<string>();
  readonly deleted = new Set<string>();
  readonly #unsure = new UnsureMessages();

  constructor(path: string, header: TransferHeader) {
    this.path = path;
    this.header = header;
  }

  static async create(folder: string, transfer: Omit<TransferHeader, 'id'>): Promise<JournalFile> {
    await mkdir(folder, { recursive: true });
    const header = { id: randomUUID(), ...transfer };
    const path = join(folder, `${randomUUID()}${SUFFIX}`);
    await writeFile(path, `${JSON.stringify(header)}\n`, { mode: 0o600, flag: 'wx' });
    return new JournalFile(path, header);
  }

  /** Takes over what an interrupted transfer has left. @returns undefined if it cannot be read, or is gone */
  static async open(path: string): Promise<JournalFile | undefined> {
    try {
      const [first = '', ...lines] = (await readFile(path, 'utf8')).split('\n');
      const header = JSON.parse(first) as TransferHeader;
      if (typeof header.id !== 'string') return undefined;
      const journal = new JournalFile(path, header);
      for (const line of lines) journal.#apply(line);
      return journal;
    } catch {
      return undefined;
    }
  }

  get id(): string {
    return this.header.id;
  }

  get unsure(): ReadonlySet<string> {
    return this.#unsure.ids;
  }

  noteSending(messageIds: readonly string[]): Promise<void> {
    return this.#write({ sending: messageIds });
  }

  noteStored(messageIds: readonly string[]): Promise<void> {
    return this.#write({ stored: messageIds });
  }

  noteDeleted(messageIds: readonly string[]): Promise<void> {
    return this.#write({ deleted: messageIds });
  }

  /** Takes it over for a process. @returns undefined if another window was faster */
  async claim(processId: number): Promise<JournalFile | undefined> {
    const path = join(dirname(this.path), `${randomUUID()}${SUFFIX}`);
    try {
      await rename(this.path, path);
    } catch {
      return undefined;
    }
    const claimed = await JournalFile.open(path);
    if (claimed !== undefined) await claimed.#write({ processId });
    return claimed;
  }

  /** So that no other window takes it for interrupted. */
  async keepAlive(): Promise<void> {
    const now = new Date();
    await utimes(this.path, now, now).catch(() => undefined);
  }

  async remove(): Promise<void> {
    await rm(this.path, { force: true });
  }

  async #write(line: Line): Promise<void> {
    // Not created: another window may have taken it over, or discarded it. Two must not transfer the same messages.
    const file = await open(this.path, constants.O_WRONLY | constants.O_APPEND);
    try {
      await file.writeFile(`${JSON.stringify(line)}\n`);
    } finally {
      await file.close();
    }
    this.#note(line);
  }

  /** The last line may be cut: its batch counts as being on its way. */
  #apply(text: string): void {
    if (text === '') return;
    let line: Line;
    try {
      line = JSON.parse(text) as Line;
    } catch {
      return;
    }
    this.#note(line);
  }

  #note(line: Line): void {
    if ('sending' in line) this.#unsure.noteSending(line.sending);
    else if ('stored' in line) {
      for (const messageId of line.stored) this.stored.add(messageId);
      this.#unsure.noteStored(line.stored);
    } else if ('processId' in line) this.header = { ...this.header, processId: line.processId };
    else for (const messageId of line.deleted) this.deleted.add(messageId);
  }
}

/** What a folder has of transfers that no window runs any more. */
export interface InterruptedJournals {
  /** The newest first. */
  readonly journals: readonly { readonly journal: JournalFile; readonly lastMs: number }[];
  /** Others may still be run by another process, which may be about to end. */
  readonly areOthersRunning: boolean;
}

/**
 * Journals of this process are none of them: it knows about them. Removes those that are too old, those beyond 20, and those that cannot be read
 * and are not new.
 * @param now epoch ms
 */
export async function listInterrupted(
  folder: string,
  now: number,
  isRunning: (processId: number) => boolean,
): Promise<InterruptedJournals> {
  const names = await readdir(folder).catch(() => []);
  const found: { readonly journal: JournalFile; readonly lastMs: number }[] = [];
  let areOthersRunning = false;
  for (const name of names) {
    if (!name.endsWith(SUFFIX)) continue;
    const path = join(folder, name);
    const lastMs = (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
    const journal = await JournalFile.open(path);
    // One that cannot be read may be a new one, whose first line is on its way.
    const keptMs = journal === undefined ? ALIVE_MS : MAXIMUM_AGE_MS;
    if (now - lastMs > keptMs) await rm(path, { force: true });
    else if (journal === undefined || journal.header.processId === process.pid) continue;
    else if (now - lastMs > ALIVE_MS || !isRunning(journal.header.processId)) found.push({ journal, lastMs });
    else areOthersRunning = true;
  }
  const sorted = found.toSorted((one, other) => other.lastMs - one.lastMs);
  for (const { journal } of sorted.slice(MAXIMUM_JOURNALS)) await journal.remove();
  return { journals: sorted.slice(0, MAXIMUM_JOURNALS), areOthersRunning };
}
