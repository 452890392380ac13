import type { FileFault } from './fileSystem.ts';

/** The folder is gone, or another broker's. Has a code as what the file system throws. */
export class FolderLostError extends Error {
  override readonly name = 'FolderLostError';
  readonly code = 'ESTALE';
}

/** Why nothing may be acknowledged that is written to this file. */
export function explainFault(path: string, fault: FileFault | undefined): FolderLostError | undefined {
  return fault === undefined
    ? undefined
    : new FolderLostError(`the file ${path} was ${fault} while the broker ran; restart the broker`);
}
