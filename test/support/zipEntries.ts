import { inflateRawSync } from 'node:zlib';

const END_RECORD = 0x06054b50;
const END_RECORD_BYTES = 22;
const ENTRY_HEADER_BYTES = 46;

const LOCAL_HEADER_BYTES = 30;
const DEFLATED = 8;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packedBytes: number;
  /** Of its local header, in the archive. */
  readonly at: number;
}

/** The names in a zip archive. */
export function listZipEntries(archive: Buffer): string[] {
  return readDirectory(archive).map(({ name }) => name);
}

/** The text of a file in a zip archive. */
export function readZipEntry(archive: Buffer, name: string): string {
  const entry = readDirectory(archive).find((each) => each.name === name);
  if (entry === undefined) throw new Error(`${name} is not in the archive`);
  const { at, method, packedBytes } = entry;
  const start = at + LOCAL_HEADER_BYTES + archive.readUInt16LE(at + 26) + archive.readUInt16LE(at + 28);
  const packed = archive.subarray(start, start + packedBytes);
  return (method === DEFLATED ? inflateRawSync(packed) : packed).toString('utf8');
}

/** The central directory (APPNOTE.TXT 4.3.7, 4.3.12, 4.3.16). No ZIP64, no comment: enough for a VSIX. */
function readDirectory(archive: Buffer): Entry[] {
  const end = archive.length - END_RECORD_BYTES;
  if (end < 0 || archive.readUInt32LE(end) !== END_RECORD)
    throw new Error('not a zip archive without a comment');
  const count = archive.readUInt16LE(end + 10);
  const entries: Entry[] = [];
  for (let index = 0, at = archive.readUInt32LE(end + 16); index < count; index += 1) {
    const nameBytes = archive.readUInt16LE(at + 28);
    const nameAt = at + ENTRY_HEADER_BYTES;
    entries.push({
      name: archive.toString('utf8', nameAt, nameAt + nameBytes),
      method: archive.readUInt16LE(at + 10),
      packedBytes: archive.readUInt32LE(at + 20),
      at: archive.readUInt32LE(at + 42),
    });
    at = nameAt + nameBytes + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return entries;
}
