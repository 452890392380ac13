import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { chooseFormat, formatJson, looksLikeJson } from '../../../webview/composer/bodyFormat.ts';

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

  it('changes nothing but white space', () => {
    const formatted = formatJson('{"2":12345678901234567890,"1":"\\u00e9","1":1.0}');
    assert.equal(formatted, '{\n  "2": 12345678901234567890,\n  "1": "\\u00e9",\n  "1": 1.0\n}');
  });

  it('does not format what is not JSON', () => {
    for (const text of ['', '{', '{a:1}', '// no\n{}']) assert.equal(formatJson(text), undefined);
  });
});
