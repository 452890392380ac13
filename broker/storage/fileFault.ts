import type { FileFault } from './fileSystem.ts';
import { FolderLostError } from './lock/heldLock.ts';

/** Why nothing may be acknowledged that is written to this file. */
export function explainFault(path: string, fault: FileFault | undefined): FolderLostError | undefined {
  return fault === undefined
    ? undefined
    : new FolderLostError(`the file ${path} was ${fault} while the broker ran; restart the broker`);
}
