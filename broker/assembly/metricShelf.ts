import { join } from 'node:path';
import {
  type Chunk,
  type ChunkOwner,
  type ChunkShelf,
  type ListedChunk,
  SERIES,
  type SeriesName,
} from '../metrics/chunkBook.ts';
import { endAfter } from '../metrics/periodHistory.ts';
import { codeOf, type FileSystem } from '../storage/disk/fileSystem.ts';
import { crc32 } from '../storage/format/crc32.ts';
import { MeasuredFiles, type MeasuredPlace } from '../storage/measured/measuredFiles.ts';

const MAXIMUM_BYTES: Readonly<Record<SeriesName, number>> = {
  minutes: 64 * 1_048_576,
  seconds: 32 * 1_048_576,
};
const OWN_FILE = 'own.metrics.jsonl';
const TOUCHED_FILE = 'touched.metrics.json';

/** Where a chunk's record is. */
interface Place {
  readonly series: SeriesName;
  readonly place: MeasuredPlace;
}

/** Keeps what was measured in files of the data folder. */
export class MetricShelf implements ChunkShelf {
  private readonly files: Readonly<Record<SeriesName, MeasuredFiles>>;
  private readonly fs: FileSystem;
  private readonly ownPath: string;
  private readonly touchedPath: string;
  private readonly onProblem: (error: Error) => void;

  constructor(fs: FileSystem, folder: string, onProblem: (error: Error) => void) {
    const open = (series: SeriesName): MeasuredFiles =>
      new MeasuredFiles({ fs, folder, suffix: `.${series}`, maximumBytes: MAXIMUM_BYTES[series], onProblem });
    this.files = { minutes: open('minutes'), seconds: open('seconds') };
    this.fs = fs;
    this.ownPath = join(folder, OWN_FILE);
    this.touchedPath = join(folder, TOUCHED_FILE);
    this.onProblem = onProblem;
  }

  write(
    { key, series }: Pick<ChunkOwner, 'key' | 'series'>,
    { start, end, bytes = new Uint8Array(0) }: Pick<Chunk, 'start' | 'end' | 'bytes'>,
  ): Place | undefined {
    const place = this.files[series].append({ key, start, end, bytes });
    return place === undefined ? undefined : { series, place };
  }

  read(shelved: object): Uint8Array | undefined {
    const { series, place } = shelved as Place;
    return this.files[series].read(place)?.bytes;
  }

  cut(at: number): void {
    for (const series of SERIES)
      this.files[series].append({ key: '', start: at, end: at, bytes: new Uint8Array(0) });
  }

  *list(): Generator<ListedChunk> {
    for (const series of SERIES) yield* this.listSeries(series);
  }

  removeBefore(series: SeriesName, at: number): void {
    this.files[series].removeBefore(at);
  }

  /** The metrics that programs put, as text; undefined if there are none, or the file is damaged. */
  readOwn(): string | undefined {
    return this.readFile(this.ownPath, 'the metrics in it are lost');
  }

  writeOwn(own: string): void {
    this.writeFile(this.ownPath, own);
  }

  readTouched(): string | undefined {
    return this.readFile(this.touchedPath, 'empty queues have no metrics until they are used again');
  }

  writeTouched(touched: string): void {
    this.writeFile(this.touchedPath, touched);
  }

  /** @param loss what it means that the file is damaged */
  private readFile(path: string, loss: string): string | undefined {
    try {
      const text = this.fs.readWhole(path).toString();
      const [check = '', ...lines] = text.split('\n');
      const content = lines.join('\n');
      if (Number(check) === crc32(Buffer.from(content), 0)) return content;
      this.onProblem(new Error(`${path} is damaged: ${loss}.`));
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') this.onProblem(error as Error);
    }
    return undefined;
  }

  /** Written beside and renamed, so that it exists whole or not at all. */
  private writeFile(path: string, content: string): void {
    try {
      this.fs.writeWhole(`${path}.new`, `${crc32(Buffer.from(content), 0)}\n${content}`, false);
      this.fs.rename(`${path}.new`, path);
    } catch (error) {
      this.onProblem(error as Error);
    }
  }

  gather(work: () => void): void {
    const { minutes, seconds } = this.files;
    minutes.gather(() => seconds.gather(work));
  }

  /** A record of a clock that was set back ends those before it. */
  private listSeries(series: SeriesName): ListedChunk[] {
    let listed: ListedChunk[] = [];
    for (const { record, place } of this.files[series].list()) {
      const { key, start, end } = record;
      if (key !== '')
        listed.push({
          key,
          series,
          start,
          end,
          bytes: undefined,
          shelved: { series, place },
          isForgotten: false,
        });
      else {
        const until = endAfter(start, series);
        listed = listed.filter((each) => each.start < until);
        for (const each of listed) each.end = Math.min(each.end, until);
      }
    }
    return listed;
  }
}
