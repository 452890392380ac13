import type { Extension } from '@codemirror/state';
import { highlightSpecialChars } from '@codemirror/view';
import { HIDDEN_CHARACTERS, splitHidden } from '../../broker/protocol/hiddenCharacters.ts';

/**
 * Writes characters that draw nothing as `SeenText` does, in an editor, and marks those with a mistake.
 * @param findProblem what is wrong with a character; undefined: nothing
 */
export function writeCharacters(findProblem: (character: string) => string | undefined): Extension {
  return highlightSpecialChars({
    specialChars: HIDDEN_CHARACTERS,
    render: (code) => {
      const character = String.fromCodePoint(code);
      const [piece] = splitHidden(character);
      const problem = findProblem(character);
      const element = document.createElement('span');
      element.className = problem === undefined ? 'hidden-character' : 'hidden-character cm-lintRange-error';
      element.textContent = piece?.text ?? character;
      element.title = problem ?? piece?.codePoints ?? '';
      return element;
    },
  });
}
