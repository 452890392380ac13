const END_RECORD = 0x06054b50;
const END_RECORD_BYTES = 22;
const ENTRY_HEADER_BYTES = 46;

/**
 * The names in a zip archive, read from its central directory (APPNOTE.TXT 4.3.12, 4.3.16). No ZIP64, no comment:
 * enough for a VSIX.
 */
export function listZipEntries(archive: Buffer): string[] {
  const end = archive.length - END_RECORD_BYTES;
  if (end < 0 || archive.readUInt32LE(end) !== END_RECORD)
    throw new Error('not a zip archive without a comment');
  const count = archive.readUInt16LE(end + 10);
  const names: string[] = [];
  for (let index = 0, at = archive.readUInt32LE(end + 16); index < count; index += 1) {
    const nameBytes = archive.readUInt16LE(at + 28);
    const nameAt = at + ENTRY_HEADER_BYTES;
    names.push(archive.toString('utf8', nameAt, nameAt + nameBytes));
    at = nameAt + nameBytes + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return names;
}
