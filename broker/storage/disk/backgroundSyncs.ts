import type { FileSystem } from './fileSystem.ts';

/** Syncs of open files in the background. A file that is to be closed meanwhile is closed after the last of its syncs. */
export class BackgroundSyncs {
  private readonly fs: FileSystem;
  /** How many syncs work on each file. */
  private readonly counts = new Map<number, number>();
  private readonly retired = new Set<number>();

  constructor(fs: FileSystem) {
    this.fs = fs;
  }

  start(file: number, done: (error: Error | undefined) => void): void {
    this.counts.set(file, (this.counts.get(file) ?? 0) + 1);
    this.fs.syncLater(file, (error) => {
      const left = (this.counts.get(file) ?? 1) - 1;
      if (left > 0) this.counts.set(file, left);
      else this.counts.delete(file);
      if (left === 0 && this.retired.delete(file)) this.fs.close(file);
      done(error);
    });
  }

  /** Closes a file once nothing works on it. */
  close(file: number): void {
    if (this.counts.has(file)) this.retired.add(file);
    else this.fs.close(file);
  }
}
