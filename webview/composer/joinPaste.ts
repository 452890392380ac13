import type { EditorState } from '@codemirror/state';
import { adaptBreaks } from './lineBreaks.ts';

/** The body that a paste over the selection makes, with the line breaks that the body has. */
export function joinPaste(state: EditorState, pasted: string): string {
  const { from, to } = state.selection.main;
  return state.sliceDoc(0, from) + adaptBreaks(pasted, state.lineBreak) + state.sliceDoc(to);
}
