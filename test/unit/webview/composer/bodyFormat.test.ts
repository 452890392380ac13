import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { chooseFormat, looksLikeJson } from '../../../../webview/composer/bodyFormat.ts';

describe('body format', () => {
  for (const text of ['{}', ' {"a":1}', '[1', '{', '{ "', '[]']) {
    it(`takes ${text} for JSON`, () => assert.equal(looksLikeJson(text), true));
  }
  for (const text of ['', 'hello', '{{name}}', '{name}', '"text"', '42', 'true']) {
    it(`takes "${text}" for text`, () => assert.equal(looksLikeJson(text), false));
  }

  it('lets the choice of the user win', () => {
    assert.equal(chooseFormat('auto', '{}'), 'json');
    assert.equal(chooseFormat('text', '{}'), 'text');
    assert.equal(chooseFormat('json', 'hello'), 'json');
  });
});
