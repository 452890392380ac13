import assert from 'node:assert/strict';
import { history, isolateHistory, undo } from '@codemirror/commands';
import { EditorState } from '@codemirror/state';
import {
  adaptBreaks,
  findLineBreak,
  keptLineBreaks,
  setLineBreak,
  splitLines,
} from '../../../../webview/composer/lineBreaks.ts';

const BODIES: readonly (readonly [body: string, lineBreak: string])[] = [
  ['', '\n'],
  ['one line', '\n'],
  ['one\ntwo\n', '\n'],
  ['one\r\ntwo\r\n', '\r\n'],
  ['one\rtwo', '\r'],
  ['one\r\ntwo\nthree', '\n'],
  ['one\r\ntwo\rthree', '\n'],
  ['\r\r\n\n\r', '\n'],
  ['\n\r\n', '\n'],
  ['\r\n\r\n', '\r\n'],
];

/** Shows a body in place of what is there, as the composer does. */
function show(state: EditorState, body: string): EditorState {
  const lineBreak = findLineBreak(body);
  const changes = { from: 0, to: state.doc.length, insert: splitLines(body, lineBreak) };
  const annotations = isolateHistory.of('full');
  return state.update({ changes, effects: setLineBreak.of(lineBreak), annotations }).state;
}

describe('the line breaks of a body in the composer', () => {
  const empty = EditorState.create({ extensions: [history(), keptLineBreaks] });

  for (const [body, lineBreak] of BODIES) {
    it(`are found and kept through a keystroke: ${JSON.stringify(body)}`, () => {
      assert.equal(findLineBreak(body), lineBreak);
      const shown = show(show(empty, 'a\r\nb'), body);
      assert.equal(shown.sliceDoc(), body);
      const typed = shown.update({ changes: { from: 0, insert: 'x' } }).state;
      assert.equal(typed.sliceDoc(), `x${body}`);
    });
  }

  for (const [before] of BODIES)
    for (const [after] of BODIES)
      it(`come back with undo: ${JSON.stringify(before)}, then ${JSON.stringify(after)}`, () => {
        let state = show(show(empty, before), after);
        undo({ state, dispatch: (transaction) => (state = transaction.state) });
        assert.equal(state.sliceDoc(), before);
      });

  it('are given to what is pasted', () => {
    for (const pasted of ['a\nb\nc', 'a\r\nb\r\nc', 'a\rb\rc', 'a\r\nb\nc']) {
      assert.equal(adaptBreaks(pasted, '\r\n'), 'a\r\nb\r\nc');
      assert.equal(adaptBreaks(pasted, '\n'), 'a\nb\nc');
    }
  });
});
