import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { BucketDefinition, BucketMember } from './bucket.ts';
import { digestFile, isSameState } from './digestFile.ts';
import { BucketFolderError, type FileState, type Listing, listObjects } from './listObjects.ts';
import type { ObjectChange } from './s3Event.ts';

/** What was said of a file last. */
export interface KnownFile {
  readonly size: bigint;
  readonly mtimeNs: bigint;
  /** Undefined after a restart: some file systems number files again. */
  readonly ino: bigint | undefined;
}

export interface BucketFault {
  readonly member: BucketMember;
  readonly message: string;
}

/** Sends one event; returns why it could not be sent. */
export type SendChange = (change: ObjectChange) => BucketFault | undefined;

/** Looks in a row that must find a file the same before it counts as complete, and a missing one as deleted. */
export const QUIET_LOOKS = 2;
/** Events of one look; the rest follow at the next one. */
const MAXIMUM_EVENTS = 100;

interface Unsettled {
  readonly state: FileState;
  readonly looks: number;
  /** Of a file whose event could not be sent: it is not read again while it stays as it is. */
  eTag?: string | undefined;
}

/**
 * Finds out what happens to the files of one bucket by looking at its folder. Files that are found by the first look are
 * known already: as in Amazon S3, only what happens later sends events.
 */
export class BucketWatch {
  private readonly definition: BucketDefinition;
  private readonly baseFolder: string;
  private readonly send: SendChange;
  private readonly unsettled = new Map<string, Unsettled>();
  private readonly missing = new Map<string, number>();
  private files: Map<string, KnownFile> | undefined;
  /** Folders that no look could list yet: their keys, which end with `/`. */
  private unseenFolders: readonly string[] = [];

  /** @param files what was known of the files when the broker ended; undefined for a new bucket */
  constructor(
    definition: BucketDefinition,
    baseFolder: string,
    send: SendChange,
    files: ReadonlyMap<string, KnownFile> | undefined,
  ) {
    this.definition = definition;
    this.baseFolder = baseFolder;
    this.send = send;
    this.files = files === undefined ? undefined : new Map(files);
  }

  /** What was said of each file; undefined before the first look. */
  get known(): ReadonlyMap<string, KnownFile> | undefined {
    return this.files;
  }

  /** Looks once, and sends what is due. Returns what keeps the bucket from working, if anything does. */
  async look(): Promise<BucketFault | undefined> {
    let root: string;
    let listing: Listing;
    try {
      root = await this.findRoot();
      listing = await listObjects(root, this.definition);
    } catch (error) {
      // Of a folder that is not there now, nothing is said: a drive that comes back has its files.
      const fault = error as NodeJS.ErrnoException;
      // Only a new bucket without a folder has no files: one whose folder cannot be read may have some.
      if (fault.code === 'ENOENT') this.files ??= new Map();
      this.unsettled.clear();
      this.missing.clear();
      return { member: 'folder', message: this.describe(fault) };
    }
    if (this.files === undefined) {
      this.files = new Map(listing.files);
      this.unseenFolders = listing.unknownFolders;
      return undefined;
    }
    this.adoptUnseen(listing, this.files);
    return this.compare(root, listing, this.files);
  }

  /** Files of folders that can be read only now have been there since before the first look, as far as anyone knows. */
  private adoptUnseen({ files, unknownFolders }: Listing, known: Map<string, KnownFile>): void {
    const readable = this.unseenFolders.filter((folder) => !unknownFolders.includes(folder));
    if (readable.length === 0) return;
    for (const [key, state] of files) {
      if (readable.some((folder) => key.startsWith(folder))) known.set(key, state);
    }
    this.unseenFolders = unknownFolders.filter((folder) =>
      this.unseenFolders.some((unseen) => folder.startsWith(unseen)),
    );
  }

  private async compare(
    root: string,
    { files, unknownFolders }: Listing,
    known: Map<string, KnownFile>,
  ): Promise<BucketFault | undefined> {
    let fault: BucketFault | undefined;
    let eventCount = 0;
    for (const key of this.unsettled.keys()) if (!files.has(key)) this.unsettled.delete(key);
    for (const [key, state] of files) {
      this.missing.delete(key);
      const before = known.get(key);
      if (before !== undefined && isKnown(before, state)) {
        this.unsettled.delete(key);
        if (before.ino === undefined) known.set(key, state);
        continue;
      }
      if (!this.isSettled(key, state) || eventCount >= MAXIMUM_EVENTS) continue;
      const said = await this.sendPut(root, key, state);
      if (said === 'changed') this.unsettled.delete(key);
      else if (said === 'sent') {
        eventCount++;
        known.set(key, state);
        this.unsettled.delete(key);
      } else {
        fault ??= said;
        // A queue that rejects one event rejects all: the other files are not read for nothing.
        if (said.member !== 'folder') eventCount = MAXIMUM_EVENTS;
      }
    }
    for (const key of known.keys()) {
      if (files.has(key) || unknownFolders.some((folder) => key.startsWith(folder))) continue;
      const looks = (this.missing.get(key) ?? 0) + 1;
      this.missing.set(key, looks);
      if (looks < QUIET_LOOKS || eventCount >= MAXIMUM_EVENTS) continue;
      const refused = this.send({ kind: 'deleted', key });
      if (refused !== undefined) {
        fault ??= refused;
        continue;
      }
      eventCount++;
      known.delete(key);
      this.missing.delete(key);
    }
    return fault;
  }

  /** Whether a changed file is complete: programs write in pieces. */
  private isSettled(key: string, state: FileState): boolean {
    const before = this.unsettled.get(key);
    const isSame = before !== undefined && isSameState(before.state, state);
    const looks = isSame ? before.looks + 1 : 0;
    this.unsettled.set(key, { state, looks, eTag: isSame ? before.eTag : undefined });
    return looks >= QUIET_LOOKS;
  }

  private async sendPut(
    root: string,
    key: string,
    state: FileState,
  ): Promise<'sent' | 'changed' | BucketFault> {
    const unsettled = this.unsettled.get(key);
    let eTag = unsettled?.eTag;
    try {
      eTag ??= await digestFile(join(root, key), state);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ELOOP') return 'changed';
      return { member: 'folder', message: l10n.t('The file {0} cannot be read: {1}', key, message) };
    }
    if (eTag === undefined) return 'changed';
    if (unsettled !== undefined) unsettled.eTag = eTag;
    return this.send({ kind: 'put', key, size: Number(state.size), eTag }) ?? 'sent';
  }

  /** The folder without links. Throws when it is out of the folder of the file: a link must not lead there. */
  private async findRoot(): Promise<string> {
    const base = await realpath(this.baseFolder);
    const root = await realpath(join(base, this.definition.folder));
    if (root === base || root.startsWith(base.endsWith(sep) ? base : base + sep)) return root;
    throw new BucketFolderError(
      l10n.t('This folder is a link out of the folder of this file. Choose a folder inside it.'),
    );
  }

  private describe(error: NodeJS.ErrnoException): string {
    if (error instanceof BucketFolderError) return error.message;
    const { folder } = this.definition;
    if (error.code === 'ENOENT')
      return l10n.t('The folder {0} does not exist. Create it, or change the path.', JSON.stringify(folder));
    if (error.code === 'ENOTDIR')
      return l10n.t('{0} is a file. Name the folder that it is in.', JSON.stringify(folder));
    return l10n.t('The folder {0} cannot be read: {1}', JSON.stringify(folder), error.message);
  }
}

function isKnown(before: KnownFile, { size, mtimeNs, ino }: FileState): boolean {
  return (
    before.size === size && before.mtimeNs === mtimeNs && (before.ino === undefined || before.ino === ino)
  );
}
