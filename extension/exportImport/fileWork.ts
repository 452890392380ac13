import { setLanguage } from '../ground/language.ts';
import { importFile } from './importFile.ts';
import { saveMessages } from './saveMessages.ts';

// Begins a bundle of its own: see loadFileWork.ts.

/** What is done once it is known which messages, and which queue. */
export interface FileWork {
  readonly importFile: typeof importFile;
  readonly saveMessages: typeof saveMessages;
}

/** @param language of numbers: the bundle has its own copy of what remembers it */
export function createFileWork(language: string): FileWork {
  setLanguage(language);
  return { importFile, saveMessages };
}
