import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, extname, isAbsolute, join, resolve } from 'node:path';
import { IS_WINDOWS } from './processGroup.ts';

/** A program with its arguments, or a line for the system's shell (`/bin/sh`, on Windows `cmd.exe`). */
export type ProgramCommand = readonly [program: string, ...args: string[]] | string;

/** Where a command is looked for. */
export interface CommandPlace {
  /** In which it runs; absolute. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
}

const DEFAULT_PATH_EXTENSIONS = '.COM;.EXE;.BAT;.CMD';

/**
 * Finds the file of a program as the system does: a name by PATH, a path from the folder. `spawn` would report a missing
 * program in the same way as a missing folder.
 * @returns undefined when there is no such file, or it cannot be executed
 */
export function findExecutable(program: string, { folder, environment }: CommandPlace): string | undefined {
  const isPath = program.includes('/') || (IS_WINDOWS && program.includes('\\')) || isAbsolute(program);
  const folders = isPath ? [folder] : listPathFolders(environment).map((each) => resolve(folder, each));
  return folders
    .flatMap((each) => listSpellings(isPath ? resolve(each, program) : join(each, program), environment))
    .find(isExecutable);
}

function listPathFolders(environment: NodeJS.ProcessEnv): readonly string[] {
  // Windows spells it `Path`.
  const [, path = ''] = Object.entries(environment).find(([name]) => name.toUpperCase() === 'PATH') ?? [];
  return path.split(delimiter).filter((folder) => folder !== '');
}

/** On Windows, a program may be named without its extension. */
function listSpellings(file: string, environment: NodeJS.ProcessEnv): readonly string[] {
  if (!IS_WINDOWS) return [file];
  const extensions = (environment.PATHEXT ?? DEFAULT_PATH_EXTENSIONS).split(';');
  return extname(file) === '' ? extensions.map((extension) => `${file}${extension}`) : [file];
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Also no: a path that cannot be looked at, as one that is too long or without permission. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Whether only a shell can run the file: Windows has no safe way to pass arguments to a batch file. */
export function isBatchFile(file: string): boolean {
  return IS_WINDOWS && /\.(?:bat|cmd)$/i.test(file);
}
