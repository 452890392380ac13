/** Where parts of the broker keep small values over restarts, each under a key of its own: the journal's notes. */
export interface NoteKeeper {
  readNote(key: string): string | undefined;
  writeNote(key: string, value: string): void;
}
