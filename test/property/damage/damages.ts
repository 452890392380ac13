import { SEGMENT_HEADER_BYTES, nameSegment } from '../../../broker/storage/format/segmentHeader.ts';
import { type FoundRecord, clearRange, flipBit } from '../../support/journalFiles.ts';
import type { MemoryFileSystem } from '../../support/memoryFileSystem.ts';
import type { Story } from './story.ts';

/** Every bit instead of a few of each record: minutes instead of seconds. */
export const isThorough = process.env['QUEUESIDE_DAMAGE'] === 'all';

const MAX_SAMPLES = 80;

/** What is done to the files, and which of their bytes are not what they were. */
export interface Damage {
  readonly name: string;
  readonly apply: (fs: MemoryFileSystem) => void;
  /** File names with the ranges that are lost; a file that keeps its bytes under another name has none. */
  readonly lost: readonly { readonly file: string; readonly start: number; readonly end: number }[];
  /** The change is one that need not be reported. */
  readonly isSilent?: boolean;
}

const replaceFile = (folder: string, file: string, bytes: Buffer) => (fs: MemoryFileSystem) => {
  fs.files.set(`${folder}/${file}`, { bytes, length: bytes.length });
};

/** Evenly chosen, so that a run takes seconds. */
export function sample(damages: readonly Damage[]): readonly Damage[] {
  const step = isThorough ? 1 : Math.max(1, damages.length / MAX_SAMPLES);
  return Array.from(
    { length: Math.floor(damages.length / step) },
    (_, index) => damages[Math.floor(index * step)] as Damage,
  );
}

/** Bytes of a record that are flipped: all of its frame, and some of what follows. */
function placesIn({ offset, length }: FoundRecord): number[] {
  const end = offset + length;
  const step = isThorough ? 1 : Math.ceil(length / 6);
  const places = [0, 4, 5, 8, 9, 10].map((place) => offset + place);
  for (let place = offset + 12; place < end; place += step) places.push(place);
  places.push(end - 1);
  return places;
}

export const DAMAGES: readonly { readonly name: string; readonly list: (story: Story) => Damage[] }[] = [
  {
    name: 'a flipped bit',
    list: ({ folder, files, records }) =>
      [...files].flatMap(([file, bytes]) => {
        const inHeader = Array.from({ length: SEGMENT_HEADER_BYTES }, (_, place) => place);
        const places = [...inHeader, ...(records.get(file) ?? []).flatMap(placesIn)];
        return places.map((place) => ({
          name: `byte ${place} of ${file}`,
          apply: replaceFile(folder, file, flipBit(bytes, place, place % 8)),
          lost: [{ file, start: place, end: place + 1 }],
        }));
      }),
  },
  {
    name: 'a removed segment',
    list: ({ folder, files }) =>
      [...files].map(([file, bytes]) => ({
        name: `without ${file}`,
        apply: (fs) => fs.unlink(`${folder}/${file}`),
        lost: [{ file, start: 0, end: bytes.length }],
      })),
  },
  {
    name: 'a shortened segment, cut at and beside every record',
    list: ({ folder, files, records }) =>
      [...files].flatMap(([file, bytes]) => {
        const ends = (records.get(file) ?? []).flatMap(({ offset }) => [offset - 1, offset, offset + 1]);
        return [0, 1, 35, ...ends].map((end) => ({
          name: `${file} of ${end} bytes`,
          apply: replaceFile(folder, file, Buffer.from(bytes.subarray(0, end))),
          lost: [{ file, start: end, end: bytes.length }],
        }));
      }),
  },
  {
    name: 'a copy of a segment under another number',
    list: ({ folder, files }) =>
      [...files].map(([file, bytes]) => ({
        name: `a copy of ${file}`,
        apply: replaceFile(folder, nameSegment(0xffff), bytes),
        lost: [],
      })),
  },
  {
    name: 'a segment in the place of another',
    list: ({ folder, files }) =>
      [...files].slice(1).map(([file, bytes], index) => {
        const [other, before] = [...files][index] as [string, Buffer];
        return {
          name: `${file} over ${other}`,
          apply: replaceFile(folder, other, bytes),
          lost: [{ file: other, start: 0, end: before.length }],
        };
      }),
  },
  {
    name: 'two segments that changed their names',
    list: ({ folder, files }) =>
      [...files].slice(1).map(([file, bytes], index) => {
        const [other, before] = [...files][index] as [string, Buffer];
        return {
          name: `${file} and ${other}`,
          apply: (fs) => {
            replaceFile(folder, other, bytes)(fs);
            replaceFile(folder, file, before)(fs);
          },
          lost: [],
        };
      }),
  },
  {
    name: 'zeros in the place of records',
    list: ({ folder, files, records }) =>
      [...files].flatMap(([file, bytes]) => {
        const all = records.get(file) ?? [];
        return all.flatMap(({ offset }, index) =>
          [1, 3, all.length].map((count) => {
            const last = all[Math.min(all.length, index + count) - 1] as FoundRecord;
            const end = last.offset + last.length;
            return {
              name: `${file} from ${offset} to ${end}`,
              apply: replaceFile(folder, file, clearRange(bytes, offset, end)),
              lost: [{ file, start: offset, end }],
            };
          }),
        );
      }),
  },
  {
    name: 'a changed description of the folder',
    list: ({ folder, fs }) => {
      const bytes = Buffer.from(fs.contentOf(`${folder}/folder.json`));
      return Array.from(bytes, (_, place) => ({
        name: `byte ${place} of folder.json`,
        apply: replaceFile(folder, 'folder.json', flipBit(bytes, place, place % 7)),
        lost: [],
        isSilent: true,
      }));
    },
  },
];
