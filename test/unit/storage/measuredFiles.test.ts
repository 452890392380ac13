import assert from 'node:assert/strict';
import { MeasuredFiles } from '../../../broker/storage/measured/measuredFiles.ts';
import type { MeasuredRecord } from '../../../broker/storage/measured/measuredRecord.ts';
import { MemoryFileSystem, nodeError } from '../../support/memoryFileSystem.ts';

const FOLDER = '/data';
const MEBIBYTE = 1_048_576;

function makeRecord(number: number, length = 100): MeasuredRecord {
  return {
    key: `queue ${number} ü`,
    start: number * 1000,
    end: number * 1000 + 500,
    bytes: new Uint8Array(length).fill(number),
  };
}

class Disk {
  readonly fs = new MemoryFileSystem();
  readonly problems: string[] = [];

  open(maximumBytes = 64 * MEBIBYTE): MeasuredFiles {
    return new MeasuredFiles({
      fs: this.fs,
      folder: FOLDER,
      suffix: '.minutes',
      maximumBytes,
      onProblem: ({ message }) => this.problems.push(message),
    });
  }

  /** The starts of the records that the next broker finds. */
  listStarts(): number[] {
    return [...this.open().list()].map(({ record }) => record.start);
  }
}

describe('the files of what was measured', () => {
  it('give the next broker what was written, and read each record at its place', () => {
    const disk = new Disk();
    const records = [1, 2, 3].map((number) => makeRecord(number));
    for (const one of records) assert.ok(disk.open().append(one));
    const files = disk.open();
    const listed = [...files.list()];
    assert.deepEqual(
      listed.map(({ record }) => ({ ...record, bytes: Uint8Array.from(record.bytes) })),
      records,
    );
    assert.deepEqual(
      listed.map(({ place }) => files.read(place)?.key),
      records.map(({ key }) => key),
    );
    // What it writes itself is known to who wrote it.
    files.append(makeRecord(4));
    assert.equal([...files.list()].length, 3);
    assert.deepEqual(disk.problems, []);
  });

  it('are read up to the damage, which is reported', () => {
    const disk = new Disk();
    const files = disk.open();
    const places = [1, 2, 3].map((number) => files.append(makeRecord(number)));
    disk.open().append(makeRecord(9));
    const [path = ''] = disk.fs.files.keys();
    const bytes = disk.fs.contentOf(path);
    const at = (places[1]?.offset ?? 0) + 40;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    assert.deepEqual(disk.listStarts(), [1000, 9000]);
    assert.equal(disk.problems.length, 1);
    assert.match(disk.problems[0] ?? '', /00000001\.minutes is damaged/);
    assert.deepEqual(
      places.map((place) => place && files.read(place)?.start),
      [1000, undefined, 3000],
    );
  });

  it('survive a broker that was killed in the middle of a record', () => {
    const disk = new Disk();
    const files = disk.open();
    files.append(makeRecord(1));
    files.append(makeRecord(2));
    const [path = ''] = disk.fs.files.keys();
    const file = disk.fs.openForWriting(path);
    disk.fs.truncate(file, disk.fs.sizeOf(path) - 10);
    disk.open().append(makeRecord(3));
    assert.deepEqual(disk.listStarts(), [1000, 3000]);
  });

  it('report a full disk once, and go on when there is room again', () => {
    const disk = new Disk();
    const files = disk.open();
    files.append(makeRecord(1));
    disk.fs.onWrite = () => nodeError('ENOSPC');
    assert.equal(files.append(makeRecord(2)), undefined);
    assert.equal(files.append(makeRecord(3)), undefined);
    assert.deepEqual(disk.problems, ['ENOSPC: injected']);
    disk.fs.onWrite = undefined;
    assert.ok(files.append(makeRecord(4)));
    assert.deepEqual(disk.listStarts(), [1000, 4000]);
  });

  it('begin one file only while a disk is full', () => {
    const disk = new Disk();
    const files = disk.open();
    disk.fs.onWrite = () => nodeError('ENOSPC');
    for (let number = 1; number <= 3; number++) assert.equal(files.append(makeRecord(number)), undefined);
    disk.fs.onWrite = undefined;
    files.append(makeRecord(4));
    assert.deepEqual([...disk.fs.files.keys()], [`${FOLDER}/00000001.minutes`]);
    assert.deepEqual(disk.listStarts(), [4000]);
  });

  it('are written at once where many records are gathered, in files of the usual length', () => {
    const disk = new Disk();
    const files = disk.open();
    files.append(makeRecord(1));
    disk.fs.writeCalls = 0;
    files.gather(() => {
      for (let number = 2; number <= 100; number++) files.append(makeRecord(number, 100_000));
    });
    files.append(makeRecord(101));
    assert.ok(disk.fs.writeCalls < 12, `${disk.fs.writeCalls} writes`);
    assert.deepEqual(
      disk.listStarts(),
      Array.from({ length: 101 }, (_, index) => (index + 1) * 1000),
    );
    assert.deepEqual(disk.problems, []);
  });

  it('take no more than their bound: the oldest go', () => {
    const disk = new Disk();
    const files = disk.open(12 * MEBIBYTE);
    for (let number = 1; number <= 30; number++) files.append(makeRecord(number, MEBIBYTE));
    const bytes = [...disk.fs.files.keys()].reduce((sum, path) => sum + disk.fs.sizeOf(path), 0);
    assert.ok(bytes <= 12 * MEBIBYTE, `${bytes} bytes`);
    const starts = disk.listStarts();
    assert.equal(starts.at(-1), 30_000);
    assert.ok(starts.length >= 6, `${starts.length} records`);
  });

  it('are removed when all in them is too old', () => {
    const disk = new Disk();
    for (let number = 1; number <= 5; number++) disk.open().append(makeRecord(number));
    disk.open().removeBefore(3500);
    assert.deepEqual(disk.listStarts(), [4000, 5000]);
    disk.open().removeBefore(Infinity);
    // The number of the newest file must not come again.
    assert.deepEqual(disk.listStarts(), [5000]);
  });
});
