import * as l10n from '@vscode/l10n';
import { highlightSpecialChars } from '@codemirror/view';
import type { Extension } from '@codemirror/state';
import { HIDDEN_CHARACTERS, revealHidden } from '../../broker/protocol/hiddenCharacters.ts';
import { findIllegalCharacters, writeCodePoint } from './characterRules.ts';

/** Writes characters that draw nothing as the editor of a message does, and marks those that cannot be sent. */
export const writtenCharacters: Extension = highlightSpecialChars({
  specialChars: HIDDEN_CHARACTERS,
  render: (code) => {
    const character = String.fromCodePoint(code);
    const isIllegal = findIllegalCharacters(character) !== undefined;
    const element = document.createElement('span');
    element.className = isIllegal ? 'hidden-character cm-lintRange-error' : 'hidden-character';
    element.textContent = revealHidden(character);
    const name = writeCodePoint(code);
    element.title = isIllegal ? l10n.t('{0} cannot be sent.', name) : name;
    return element;
  },
});
