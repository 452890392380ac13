import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { describeBlank } from '../../../../webview/shared/blankText.ts';

describe('a text of which nothing can be seen', () => {
  for (const [text, words] of [
    ['', 'Empty'],
    [' ', '1 space'],
    ['   ', '3 spaces'],
    ['\t', '1 white-space character'],
    [' \r\n', '3 white-space characters'],
    [' a ', undefined],
    ['0', undefined],
  ] as const) {
    it(`${JSON.stringify(text)} is ${words ?? 'none'}`, () => assert.equal(describeBlank(text), words));
  }
});
