import type { EditorState } from '@codemirror/state';

/** The body that a paste over the selection makes, with the line breaks that the editor gives all that goes through it. */
export function joinPaste(state: EditorState, pasted: string): string {
  const { from, to } = state.selection.main;
  return state.sliceDoc(0, from) + pasted.replaceAll(/\r\n?/g, '\n') + state.sliceDoc(to);
}
