import type { FileFault, FileIdentity, FileSystem } from '../../broker/storage/disk/fileSystem.ts';

interface MemoryFile {
  bytes: Buffer;
  length: number;
}

/** An error as Node's file system throws it. */
export function nodeError(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}

/** Thrown by everything once the machine is off. */
export class PowerOff extends Error {}

/**
 * A file system in memory that can be told to fail. A crash takes effect in the middle of a write: the bytes up to
 * `powerOffAfter` are there, the rest is not, and nothing works any more until {@link MemoryFileSystem.restart}.
 */
export class MemoryFileSystem implements FileSystem {
  readonly files = new Map<string, MemoryFile>();
  private readonly open = new Map<number, string>();
  private nextFile = 3;
  /** Bytes written to segments so far. */
  writtenBytes = 0;
  writeCalls = 0;
  syncCalls = 0;
  /** Bytes of segments after which the power goes; undefined: never. */
  powerOffAfter: number | undefined;
  isOff = false;
  /** Changes of the disk so far: writes, and everything that makes, renames, cuts or removes a file. */
  changes = 0;
  /** The change at which the power goes, before it takes effect; undefined: never. */
  powerOffAtChange: number | undefined;
  /** Asked before each write of a segment: an error, or how many bytes to take at most. */
  onWrite: ((path: string, bytes: number) => Error | number | undefined) | undefined;
  /** Asked before each read of an open file. */
  onRead: ((path: string, position: number, bytes: number) => Error | undefined) | undefined;
  onTruncate: (() => Error | undefined) | undefined;
  onRename: (() => Error | undefined) | undefined;
  onCreate: (() => Error | undefined) | undefined;
  onSync: (() => Error | undefined) | undefined;

  /** Another start of the machine with the same disk. */
  restart(): MemoryFileSystem {
    const next = new MemoryFileSystem();
    for (const [path, { bytes, length }] of this.files) {
      next.files.set(path, { bytes: Buffer.from(bytes.subarray(0, length)), length });
    }
    return next;
  }

  contentOf(path: string): Buffer {
    const file = this.file(path);
    return file.bytes.subarray(0, file.length);
  }

  makeFolder(): void {
    this.check();
  }

  list(folder: string): readonly string[] {
    this.check();
    return [...this.files.keys()]
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1));
  }

  sizeOf(path: string): number {
    this.check();
    return this.file(path).length;
  }

  readWhole(path: string): Buffer {
    this.check();
    return Buffer.from(this.contentOf(path));
  }

  writeWhole(path: string, text: string, exclusive: boolean): void {
    this.change();
    if (exclusive && this.files.has(path)) throw nodeError('EEXIST');
    this.files.set(path, { bytes: Buffer.from(text), length: Buffer.byteLength(text) });
  }

  copy(from: string, to: string): void {
    this.change();
    if (this.files.has(to)) throw nodeError('EEXIST');
    const { bytes, length } = this.file(from);
    this.files.set(to, { bytes: Buffer.from(bytes), length });
  }

  rename(from: string, to: string): void {
    this.change();
    const error = this.onRename?.();
    if (error !== undefined) throw error;
    this.files.set(to, this.file(from));
    this.files.delete(from);
  }

  unlink(path: string): void {
    this.change();
    this.file(path);
    this.files.delete(path);
  }

  create(path: string): number {
    this.change();
    const error = this.onCreate?.();
    if (error !== undefined) throw error;
    if (this.files.has(path)) throw nodeError('EEXIST');
    this.files.set(path, { bytes: Buffer.alloc(1024), length: 0 });
    return this.openForWriting(path);
  }

  openForReading(path: string): number {
    return this.openForWriting(path);
  }

  openForWriting(path: string): number {
    this.check();
    this.file(path);
    this.open.set(this.nextFile, path);
    return this.nextFile++;
  }

  write(file: number, buffers: readonly Uint8Array[], position: number): number {
    this.change();
    this.writeCalls++;
    const path = this.open.get(file) as string;
    const bytes = Buffer.concat(buffers);
    const answer = this.onWrite?.(path, bytes.length);
    if (answer instanceof Error) throw answer;
    const count = Math.min(bytes.length, answer ?? bytes.length);
    const left = this.powerOffAfter === undefined ? count : this.powerOffAfter - this.writtenBytes;
    this.put(path, bytes.subarray(0, Math.min(count, left)), position);
    this.writtenBytes += Math.min(count, left);
    if (left < count) {
      this.isOff = true;
      throw new PowerOff();
    }
    return count;
  }

  read(file: number, into: Uint8Array, position: number): number {
    this.check();
    const path = this.open.get(file) as string;
    const error = this.onRead?.(path, position, into.byteLength);
    if (error !== undefined) throw error;
    const { bytes, length } = this.file(path);
    const part = bytes.subarray(position, Math.min(length, position + into.byteLength));
    into.set(part);
    return part.length;
  }

  truncate(file: number, bytes: number): void {
    this.change();
    const error = this.onTruncate?.();
    if (error !== undefined) throw error;
    const found = this.file(this.open.get(file) as string);
    found.length = Math.min(found.length, bytes);
  }

  identify(file: number): FileIdentity {
    return { dev: 0n, ino: BigInt(file) };
  }

  lengthOf(file: number): number {
    this.check();
    return this.files.get(this.open.get(file) as string)?.length ?? Infinity;
  }

  findFault(_identity: FileIdentity, path: string, bytes: number): FileFault | undefined {
    const found = this.files.get(path);
    if (found === undefined) return 'deleted or moved';
    return found.length < bytes ? 'shortened' : undefined;
  }

  sync(): void {
    this.check();
    this.syncCalls++;
    const error = this.onSync?.();
    if (error !== undefined) throw error;
  }

  syncLater(_file: number, done: (error: Error | undefined) => void): void {
    this.syncCalls++;
    setImmediate(() => done(this.isOff ? new PowerOff() : this.onSync?.()));
  }

  syncFolder(): void {
    this.check();
  }

  close(file: number): void {
    this.open.delete(file);
  }

  private put(path: string, bytes: Buffer, position: number): void {
    const file = this.file(path);
    const end = position + bytes.length;
    if (end > file.bytes.length) {
      const grown = Buffer.alloc(Math.max(end, file.bytes.length * 2));
      file.bytes.copy(grown, 0, 0, file.length);
      file.bytes = grown;
    }
    bytes.copy(file.bytes, position);
    file.length = Math.max(file.length, end);
  }

  private file(path: string): MemoryFile {
    const file = this.files.get(path);
    if (file === undefined) throw nodeError('ENOENT');
    return file;
  }

  private change(): void {
    this.check();
    if (this.changes === this.powerOffAtChange) {
      this.isOff = true;
      throw new PowerOff();
    }
    this.changes++;
  }

  private check(): void {
    if (this.isOff) throw new PowerOff();
  }
}
