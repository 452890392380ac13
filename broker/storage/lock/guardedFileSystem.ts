import type { FileSystem } from '../disk/fileSystem.ts';
import type { FolderLock } from './heldLock.ts';

/**
 * A file system in which nothing is made, moved or removed once the folder is lost: an owner that was paused must not touch
 * what another broker works with now. Writing is not asked about here; who acknowledges it asks afterwards.
 */
export function guardFileSystem(fs: FileSystem, lock: FolderLock): FileSystem {
  const check = (): void => {
    const error = lock.renew();
    if (error !== undefined) throw error;
  };
  return {
    makeFolder: (path) => fs.makeFolder(path),
    list: (folder) => fs.list(folder),
    sizeOf: (path) => fs.sizeOf(path),
    readWhole: (path) => fs.readWhole(path),
    openForReading: (path) => {
      // Reading a large journal takes longer than an owner may be silent.
      lock.verify();
      return fs.openForReading(path);
    },
    write: (file, buffers, position) => fs.write(file, buffers, position),
    read: (file, into, position) => fs.read(file, into, position),
    truncate: (file, bytes) => fs.truncate(file, bytes),
    identify: (file) => fs.identify(file),
    lengthOf: (file) => fs.lengthOf(file),
    findFault: (identity, path, bytes) => fs.findFault(identity, path, bytes),
    sync: (file) => fs.sync(file),
    syncLater: (file, done) => fs.syncLater(file, done),
    syncFolder: (folder) => fs.syncFolder(folder),
    close: (file) => fs.close(file),
    writeWhole: (path, text, exclusive) => {
      check();
      fs.writeWhole(path, text, exclusive);
    },
    copy: (from, to) => {
      check();
      fs.copy(from, to);
    },
    rename: (from, to) => {
      check();
      fs.rename(from, to);
    },
    unlink: (path) => {
      check();
      fs.unlink(path);
    },
    create: (path) => {
      check();
      return fs.create(path);
    },
    openForWriting: (path) => {
      check();
      return fs.openForWriting(path);
    },
  };
}
