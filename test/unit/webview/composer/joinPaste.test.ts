import assert from 'node:assert/strict';
import { EditorState } from '@codemirror/state';
import { joinPaste } from '../../../../webview/composer/joinPaste.ts';

describe('the body that a large paste makes', () => {
  for (const pasted of ['one', 'one\ntwo', 'one\r\ntwo\r\n', 'one\rtwo', '\r\n\r\r\n\n\r']) {
    it(`is the one that the editor makes of a small paste: ${JSON.stringify(pasted)}`, () => {
      const state = EditorState.create({
        doc: 'before\r\nselected\nafter',
        selection: { anchor: 7, head: 15 },
      });
      const { newDoc } = state.update(state.replaceSelection(pasted));
      assert.equal(joinPaste(state, pasted), newDoc.toString());
      assert.equal(joinPaste(state, pasted).includes('\r'), false);
    });
  }
});
