import { join } from 'node:path';
import { codeOf, type FileSystem, readFully } from '../disk/fileSystem.ts';
import { decodeMeasured, encodeMeasured, MEASURED_MAGIC, type MeasuredRecord } from './measuredRecord.ts';

/** A new file is begun when one is this long. */
const FILE_BYTES = 4 * 1_048_576;

/** Where a record is. */
export interface MeasuredPlace {
  readonly file: number;
  readonly offset: number;
  readonly length: number;
}

export interface PlacedRecord {
  readonly record: MeasuredRecord;
  readonly place: MeasuredPlace;
}

export interface MeasuredFilesOptions {
  readonly fs: FileSystem;
  readonly folder: string;
  /** What the names of the files end with. */
  readonly suffix: string;
  /** The oldest files are removed when all together are longer. */
  readonly maximumBytes: number;
  readonly onProblem: (error: Error) => void;
}

interface OpenFile {
  readonly number: number;
  readonly handle: number;
  bytes: number;
}

/**
 * Files of the data folder that records are added to, the oldest first. Nothing waits for the disk, and nothing depends on
 * them: what is damaged or cannot be written is reported, and missing.
 */
export class MeasuredFiles {
  private readonly options: MeasuredFilesOptions;
  private current: OpenFile | undefined;
  /** The first file of this start. */
  private firstNumber = Infinity;
  private isFailing = false;
  private isGathering = false;
  private gathered: { readonly position: number; readonly records: Buffer[] } | undefined;

  constructor(options: MeasuredFilesOptions) {
    this.options = options;
  }

  /** Appends many records with one write, at the end of what the work does. */
  gather(work: () => void): void {
    this.isGathering = true;
    work();
    this.close();
    this.isGathering = false;
  }

  /** Undefined if it cannot be written. */
  append(record: MeasuredRecord): MeasuredPlace | undefined {
    try {
      const bytes = encodeMeasured(record);
      const file = this.openCurrent(bytes.length);
      if (this.isGathering) {
        this.gathered ??= { position: file.bytes, records: [] };
        this.gathered.records.push(bytes);
      } else this.write(file.handle, bytes, file.bytes);
      const place = { file: file.number, offset: file.bytes, length: bytes.length };
      file.bytes += bytes.length;
      this.isFailing = false;
      return place;
    } catch (error) {
      this.noteFailure(error);
      return undefined;
    }
  }

  /** Undefined if it is no longer there, or cannot be read. */
  read({ file, offset, length }: MeasuredPlace): MeasuredRecord | undefined {
    const { fs } = this.options;
    try {
      const opened = fs.openForReading(this.pathOf(file));
      try {
        const bytes = Buffer.alloc(length);
        readFully(fs, opened, bytes, offset);
        return decodeMeasured(bytes, 0)?.record;
      } finally {
        fs.close(opened);
      }
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') this.noteFailure(error);
      return undefined;
    }
  }

  /** What earlier brokers have written, in that order. A file is read as far as it is whole. */
  *list(): Generator<PlacedRecord> {
    for (const number of this.listNumbers()) if (number < this.firstNumber) yield* this.listFile(number);
  }

  /** Removes files that have nothing else than records that ended before this time, epoch ms, except the newest file. */
  removeBefore(at: number): void {
    for (const number of this.listNumbers().slice(0, -1)) {
      const isOld = [...this.listFile(number)].every(({ record }) => record.end <= at);
      if (isOld) this.remove(number);
    }
  }

  private *listFile(number: number): Generator<PlacedRecord> {
    const path = this.pathOf(number);
    let file: Buffer;
    try {
      file = this.options.fs.readWhole(path);
    } catch (error) {
      this.noteFailure(error);
      return;
    }
    const isOurs = file.subarray(0, MEASURED_MAGIC.length).equals(MEASURED_MAGIC);
    let offset = isOurs ? MEASURED_MAGIC.length : 0;
    let found = isOurs ? decodeMeasured(file, offset) : undefined;
    while (found !== undefined) {
      yield { record: found.record, place: { file: number, offset, length: found.length } };
      offset += found.length;
      found = decodeMeasured(file, offset);
    }
    if (offset < file.length)
      this.options.onProblem(
        new Error(`${path} is damaged: what it has from byte ${offset} on is not shown.`),
      );
  }

  /** A file of this start that has room; what an earlier broker was writing may end in the middle of a record. */
  private openCurrent(bytes: number): OpenFile {
    const { current } = this;
    const file = current !== undefined && current.bytes + bytes <= FILE_BYTES ? current : this.beginFile();
    if (file.bytes === 0) {
      this.write(file.handle, MEASURED_MAGIC, 0);
      file.bytes = MEASURED_MAGIC.length;
    }
    return file;
  }

  private beginFile(): OpenFile {
    this.close();
    const numbers = this.listNumbers();
    this.makeRoom(numbers);
    const number = (numbers.at(-1) ?? 0) + 1;
    const handle = this.options.fs.create(this.pathOf(number));
    this.current = { number, handle, bytes: 0 };
    this.firstNumber = Math.min(this.firstNumber, number);
    return this.current;
  }

  /** Writes what was gathered. What is appended afterwards is in a new file. */
  close(): void {
    const { current, gathered } = this;
    this.current = undefined;
    this.gathered = undefined;
    if (current === undefined) return;
    try {
      if (gathered !== undefined)
        this.write(current.handle, Buffer.concat(gathered.records), gathered.position);
    } catch (error) {
      this.noteFailure(error);
    }
    this.options.fs.close(current.handle);
  }

  private makeRoom(numbers: readonly number[]): void {
    const { fs, maximumBytes } = this.options;
    const sizes = numbers.map((number) => fs.sizeOf(this.pathOf(number)));
    let total = sizes.reduce((sum, size) => sum + size, FILE_BYTES);
    for (const [index, number] of numbers.entries()) {
      if (total <= maximumBytes) return;
      this.remove(number);
      total -= sizes[index] ?? 0;
    }
  }

  private remove(number: number): void {
    try {
      this.options.fs.unlink(this.pathOf(number));
    } catch (error) {
      this.noteFailure(error);
    }
  }

  private write(handle: number, bytes: Uint8Array, position: number): void {
    for (let written = 0; written < bytes.length; ) {
      const count = this.options.fs.write(handle, [bytes.subarray(written)], position + written);
      if (count === 0) throw new Error('The file of metrics takes no more bytes.');
      written += count;
    }
  }

  private listNumbers(): number[] {
    const { fs, folder, suffix } = this.options;
    return fs
      .list(folder)
      .filter((name) => name.endsWith(suffix))
      .map((name) => name.slice(0, -suffix.length))
      .filter((name) => /^[0-9a-f]{8}$/.test(name))
      .map((name) => Number.parseInt(name, 16))
      .sort((one, other) => one - other);
  }

  private pathOf(number: number): string {
    const { folder, suffix } = this.options;
    return join(folder, `${number.toString(16).padStart(8, '0')}${suffix}`);
  }

  /** One report for a disk that fails for a while. */
  private noteFailure(error: unknown): void {
    if (!this.isFailing) this.options.onProblem(error as Error);
    this.isFailing = true;
  }
}
