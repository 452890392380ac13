import type { NoteKeeper } from '../engine/base/noteKeeper.ts';
import { FUNCTION_DEFINITION, type FunctionDefinition } from '../protocol/functionDefinition.ts';
import { checkFunction } from './checkFunction.ts';

/** A function as it is kept: its environments end with the broker. */
export interface SavedFunction {
  readonly definition: FunctionDefinition;
  readonly source?: string | undefined;
  readonly folder?: string | undefined;
}

interface SavedFunctions {
  readonly version: 1;
  readonly functions: readonly SavedFunction[];
}

const NOTE = 'functions';

/** Reads what {@link saveFunctions} wrote. What is damaged is left out and reported: the broker starts without it. */
export function loadFunctions(notes: NoteKeeper | undefined): {
  readonly functions: readonly SavedFunction[];
  readonly problems: readonly string[];
} {
  const text = notes?.readNote(NOTE);
  if (text === undefined) return { functions: [], problems: [] };
  try {
    const { functions } = JSON.parse(text) as SavedFunctions;
    const sound = functions.filter(isSound);
    // A command or a variable may be a secret: the log only gets the names.
    const problems = functions
      .filter((saved) => !sound.includes(saved))
      .map((saved) => JSON.stringify(saved?.definition?.name ?? null).slice(0, 100))
      .map((name) => `the function ${name} cannot be restored`);
    return { functions: sound, problems };
  } catch (error) {
    return { functions: [], problems: [`the note ${NOTE} cannot be read: ${(error as Error).message}`] };
  }
}

function isSound(saved: SavedFunction): boolean {
  const { definition, source, folder } = saved ?? {};
  return (
    FUNCTION_DEFINITION.check(definition) === undefined &&
    checkFunction(definition).length === 0 &&
    [source, folder].every((path) => path === undefined || typeof path === 'string')
  );
}

export function saveFunctions(notes: NoteKeeper, functions: readonly SavedFunction[]): void {
  const saved: SavedFunctions = { version: 1, functions };
  const text = JSON.stringify(saved);
  const before = notes.readNote(NOTE);
  // Most brokers have no function, and no note of it.
  if (before === text || (before === undefined && functions.length === 0)) return;
  notes.writeNote(NOTE, text);
}
