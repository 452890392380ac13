import assert from 'node:assert/strict';
import type { MarkdownString } from 'vscode';
import { appendSentence } from '../../../extension/ground/appendSentence.ts';

/** Writes spaces as VS Code does. */
function createTooltip(): MarkdownString {
  const tooltip = {
    value: '**Queueside** ',
    appendText(text: string) {
      tooltip.value += text.replaceAll(/[ \t]/g, '&nbsp;').replaceAll('\n', '\n\n');
      return tooltip;
    },
  };
  return tooltip as unknown as MarkdownString;
}

describe('A text in a tooltip', () => {
  for (const [what, text, written] of [
    ['has spaces at which its lines break', 'Running for 3 min', 'Running for 3 min'],
    ['does not begin code with several spaces', 'a\n      b', 'a\n\n b'],
    ['does not begin a list with a number', '1. Look\n 2. Mend', '1\\. Look\n\n 2\\. Mend'],
    ['keeps a number in a sentence', 'It took 3. Then it ended', 'It took 3. Then it ended'],
    ['may be empty', '', ''],
  ] as const) {
    it(what, () => {
      assert.equal(appendSentence(createTooltip(), text).value, `**Queueside** ${written}`);
    });
  }
});
