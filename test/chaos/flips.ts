import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageIdOf } from '../../broker/engine/base/identity.ts';
import { CIPHER_KEYS_FILE } from '../../broker/storage/cipherKeys.ts';
import {
  SEGMENT_HEADER_BYTES,
  decodeSegmentHeader,
  readSegmentName,
} from '../../broker/storage/segmentHeader.ts';
import { type FoundRecord, type KindName, flipBit, listRecords } from '../support/journalFiles.ts';
import type { Allowance } from './ledger.ts';
import type { Random } from './random.ts';

/** What a bit can be flipped in: a kind of record, or what is no record. */
export type Target = KindName | 'header' | 'folder.json';

export interface Flip {
  readonly target: Target;
  readonly file: string;
  readonly place: number;
  readonly bit: number;
}

interface Hit extends Flip {
  /** Ids of the messages that the record has or speaks of. */
  readonly messages: readonly string[];
  /** No later record has these messages. */
  readonly isNewest: boolean;
}

const DELETIONS: ReadonlySet<Target> = new Set(['purge', 'queueGone']);

/** Flips bits in the segments of a folder that no broker has, in several kinds of record. */
export class BitFlips {
  private readonly hits: Hit[] = [];

  constructor(folder: string, random: Random, count: number) {
    const targets = listTargets(folder);
    for (const target of random.shuffle([...targets.keys()]).slice(0, count)) {
      const { start, end, file, messages, isNewest } = random.pick(targets.get(target) as Range[]);
      const hit = { target, file, place: start + random.below(end - start), bit: random.below(8) };
      this.hits.push({ ...hit, messages, isNewest });
      const path = join(folder, file);
      writeFileSync(path, flipBit(readFileSync(path), hit.place, hit.bit));
    }
  }

  get flips(): readonly Flip[] {
    return this.hits;
  }

  /** Files that a report has to name. */
  get segments(): ReadonlySet<string> {
    return new Set(this.hits.map(({ file }) => file).filter((file) => readSegmentName(file) !== undefined));
  }

  /** What may be gone, or come back, for these flips, and nothing else. */
  get allowance(): Allowance {
    const own = this.hits.filter(
      ({ target, isNewest }) => (target === 'message' || target === 'block') && isNewest,
    );
    return {
      lost: new Set(own.flatMap(({ messages }) => messages)),
      returned: new Set(
        this.hits.filter(({ target }) => target === 'gone').flatMap(({ messages }) => messages),
      ),
      sweepsReturn: this.hits.some(({ target }) => DELETIONS.has(target)),
      isDamaged: true,
    };
  }
}

interface Range {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly messages: readonly string[];
  readonly isNewest: boolean;
}

function listTargets(folder: string): ReadonlyMap<Target, Range[]> {
  const targets = new Map<Target, Range[]>();
  const add = (target: Target, range: Range): void => {
    targets.set(target, [...(targets.get(target) ?? []), range]);
  };
  const noMessages = { messages: [], isNewest: false };
  const { size } = statSync(join(folder, 'folder.json'));
  add('folder.json', { file: 'folder.json', start: 0, end: size, ...noMessages });
  const found = readdirSync(folder)
    .filter((name) => readSegmentName(name) !== undefined)
    .sort()
    .flatMap((file) => readRecords(folder, file));
  const newest = new Map<string, FoundRecord>();
  for (const { record, ids } of found) {
    if (record.kind === 'message' || record.kind === 'block') for (const id of ids) newest.set(id, record);
  }
  const files = new Set(found.map(({ file }) => file));
  for (const file of files) add('header', { file, start: 0, end: SEGMENT_HEADER_BYTES, ...noMessages });
  for (const { file, record, ids } of found) {
    const { offset, length } = record;
    const messages = ids.filter((id) => newest.get(id) === record || record.kind === 'gone');
    add(record.kind, { file, start: offset, end: offset + length, messages, isNewest: messages.length > 0 });
  }
  return targets;
}

function readRecords(
  folder: string,
  file: string,
): { readonly file: string; readonly record: FoundRecord; readonly ids: readonly string[] }[] {
  const bytes = readFileSync(join(folder, file));
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

  constructor(folder: string, random: Random) {
    this.path = join(folder, CIPHER_KEYS_FILE);
    const lines = readFileSync(this.path, 'latin1')
      .split('\n')
      .filter((line) => line !== '');
    this.whole = random.pick(lines);
    const bytes = Buffer.from(this.whole, 'latin1');
    this.damaged = flipBit(bytes, random.below(bytes.length), random.below(7)).toString('latin1');
    this.replace(this.whole, this.damaged);
  }

  /** Puts the line back into the file, which may have got others meanwhile. */
  takeBack(): void {
    this.replace(this.damaged, this.whole);
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
