import type { NoteKeeper } from '../engine/base/noteKeeper.ts';

/** The note that has all mappings. */
export const MAPPING_NOTE = 'eventSourceMappings';

/** Whether there is anything to restore: without it, the code of mappings need not be loaded. */
export function hasMappings(notes: NoteKeeper | undefined): boolean {
  const text = notes?.readNote(MAPPING_NOTE);
  return text !== undefined && !text.endsWith('"mappings":[]}');
}
