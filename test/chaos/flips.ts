import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageIdOf } from '../../broker/engine/base/identity.ts';
import { ByteReader } from '../../broker/bytes/byteReader.ts';
import { CIPHER_KEYS_FILE } from '../../broker/storage/cipher/cipherKeys.ts';
import { FRAME_BYTES } from '../../broker/storage/format/format.ts';
import {
  SEGMENT_HEADER_BYTES,
  decodeSegmentHeader,
  nameSegment,
  readSegmentName,
} from '../../broker/storage/format/segmentHeader.ts';
import { type FoundRecord, type KindName, flipBit, listRecords } from '../support/journalFiles.ts';
import type { Allowance } from './allowance.ts';
import type { Random } from './random.ts';

/** What a bit can be flipped in: a kind of record, or what is no record. */
export type Target = KindName | 'header' | 'folder.json' | typeof CIPHER_KEYS_FILE;

export interface Flip {
  readonly target: Target;
  readonly file: string;
  /** In the file, or in the line of the key file. */
  readonly place: number;
  readonly bit: number;
}

interface Hit extends Flip {
  /** Ids of the messages that no later record has, or, without their contents, of those that it speaks of. */
  readonly messages: readonly string[];
  /** The file that the record says is about to be removed. */
  readonly removed: string | undefined;
}

const DELETIONS: ReadonlySet<Target> = new Set(['purge', 'queueGone']);

/** The files of a data folder, on a disk or in memory. */
export interface FolderFiles {
  list(): readonly string[];
  read(name: string): Buffer;
  write(name: string, bytes: Buffer): void;
}

export function filesIn(folder: string): FolderFiles {
  return {
    list: () => readdirSync(folder),
    read: (name) => readFileSync(join(folder, name)),
    write: (name, bytes) => writeFileSync(join(folder, name), bytes),
  };
}

/** Flips bits in the segments of a folder that no broker has, in several kinds of record. */
export class BitFlips {
  private readonly hits: Hit[] = [];

  constructor(files: FolderFiles, random: Random, count: number) {
    const targets = listTargets(files);
    for (const target of random.shuffle([...targets.keys()]).slice(0, count)) {
      const { start, end, file, messages, removed } = random.pick(targets.get(target) as Range[]);
      const hit = { target, file, place: start + random.below(end - start), bit: random.below(8) };
      this.hits.push({ ...hit, messages, removed });
      files.write(file, flipBit(files.read(file), hit.place, hit.bit));
    }
  }

  get flips(): readonly Flip[] {
    return this.hits;
  }

  /** Files that a report has to name. */
  get segments(): ReadonlySet<string> {
    return new Set(this.hits.map(({ file }) => file).filter((file) => readSegmentName(file) !== undefined));
  }

  /** Files whose removal is not known any more: a report may say that they are missing. */
  get removed(): ReadonlySet<string> {
    return new Set(this.hits.flatMap(({ removed }) => removed ?? []));
  }

  /** What may be gone, or come back, for these flips, and nothing else. */
  get allowance(): Allowance {
    const messagesOf = (...targets: readonly Target[]): string[] =>
      this.hits.filter(({ target }) => targets.includes(target)).flatMap(({ messages }) => messages);
    const isDeletionHit = this.hits.some(({ target }) => DELETIONS.has(target));
    // That a message came back from a purge is said by the undo and by its own state, and by nothing else.
    const isUndoHit = this.hits.some(({ target }) => target === 'undo');
    return {
      lost: new Set([...messagesOf('message', 'block'), ...(isUndoHit ? messagesOf('state') : [])]),
      returned: new Set(messagesOf('gone')),
      sweepsReturn: isDeletionHit,
      sweepsReturnLater: isDeletionHit && isUndoHit,
      isDamaged: true,
    };
  }
}

interface Range {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly messages: readonly string[];
  readonly removed?: string | undefined;
}

function listTargets(files: FolderFiles): ReadonlyMap<Target, Range[]> {
  const targets = new Map<Target, Range[]>();
  const add = (target: Target, range: Range): void => {
    targets.set(target, [...(targets.get(target) ?? []), range]);
  };
  const { length } = files.read('folder.json');
  add('folder.json', { file: 'folder.json', start: 0, end: length, messages: [] });
  const found = files
    .list()
    .filter((name) => readSegmentName(name) !== undefined)
    .sort()
    .flatMap((file) => readRecords(files, file));
  const newest = new Map<string, FoundRecord>();
  for (const { record, ids } of found) if (hasContents(record)) for (const id of ids) newest.set(id, record);
  for (const file of new Set(found.map((each) => each.file))) {
    add('header', { file, start: 0, end: SEGMENT_HEADER_BYTES, messages: [] });
  }
  for (const { file, record, ids } of found) {
    const { offset, length, kind } = record;
    const messages = hasContents(record) ? ids.filter((id) => newest.get(id) === record) : ids;
    const removed = kind === 'removed' ? nameSegment(removedBy(files.read(file), record)) : undefined;
    add(kind, { file, start: offset, end: offset + length, messages, removed });
  }
  return targets;
}

function removedBy(segment: Buffer, { offset }: FoundRecord): number {
  return new ByteReader(segment, offset + FRAME_BYTES).u32();
}

function hasContents({ kind }: FoundRecord): boolean {
  return kind === 'message' || kind === 'block';
}

function readRecords(
  files: FolderFiles,
  file: string,
): { readonly file: string; readonly record: FoundRecord; readonly ids: readonly string[] }[] {
  const bytes = files.read(file);
  const header = decodeSegmentHeader(bytes);
  // A crash while it was begun.
  if (header === undefined) return [];
  return listRecords(bytes).map((record) => ({
    file,
    record,
    ids: record.messages.map((number) => messageIdOf(header.identityKey, number)),
  }));
}

/** A bit that is flipped in the key file of an encrypted folder that no broker has. */
export class KeyFlip {
  private readonly path: string;
  private readonly whole: string;
  private readonly damaged: string;
  readonly flip: Flip;

  constructor(folder: string, random: Random) {
    this.path = join(folder, CIPHER_KEYS_FILE);
    const lines = readFileSync(this.path, 'latin1')
      .split('\n')
      .filter((line) => line !== '');
    this.whole = random.pick(lines);
    const bytes = Buffer.from(this.whole, 'latin1');
    const place = random.below(bytes.length);
    // The highest bit would make it another text.
    const bit = random.below(7);
    this.flip = { target: CIPHER_KEYS_FILE, file: CIPHER_KEYS_FILE, place, bit };
    this.damaged = flipBit(bytes, place, bit).toString('latin1');
    this.replace(this.whole, this.damaged);
  }

  /**
   * Puts the line back into the file, which may have got others meanwhile.
   * @param isNeeded messages wait for it; otherwise a broker may have created it again, or dropped it
   */
  takeBack(isNeeded: boolean): void {
    const isThere = readFileSync(this.path, 'latin1').includes(this.damaged);
    if (isThere || isNeeded) this.replace(this.damaged, this.whole);
  }

  private replace(before: string, after: string): void {
    const text = readFileSync(this.path, 'latin1');
    if (!text.includes(before)) throw new Error('The damaged line of the key file is gone.');
    writeFileSync(
      this.path,
      text.replace(before, () => after),
      'latin1',
    );
  }
}
