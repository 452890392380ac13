import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { describePlace, findJsonProblem } from '../../../../webview/shared/jsonProblem.ts';

/** The mistake is at the mark `¦`, which is not part of the text. */
const MISTAKES: readonly [what: string, marked: string, text: RegExp][] = [
  ['a word without quotes', '{"id":1,\n"name": ¦bob,\n"a":[1]}', /not a JSON value/],
  ['a property without quotes', '{"id":1,\n  ¦name: 1}', /not a JSON value|property name/],
  ['single quotes', '{\n"a": ¦\'b\'}', /not a JSON value/],
  ['a missing comma', '{"a": 1\n¦"b": 2}', /comma/i],
  ['a missing colon', '{"a" ¦1}', /colon/],
  ['a comma too many', '{"a": 1,\n¦}', /property name|value/i],
  ['a comma too many in an array', '[1,\n¦]', /value/],
  ['a comment', '{\n¦// no\n"a": 1}', /comments/],
  ['a string that does not end', '{"a": ¦"b\n}', /no closing quote/],
  ['an escape that does not exist', '["¦\\x"]', /escape/],
  ['text after the value', '{"a": 1}\n¦{"b": 2}', /Unexpected text/],
  ['an object that does not end', '{"a": [1, 2]¦', /brace/],
  ['an array that does not end', '[1, 2¦', /bracket/],
  ['a number with a leading zero', '[0¦1]', /./],
];

describe('the first mistake of a body in JSON', () => {
  for (const [what, marked, text] of MISTAKES) {
    it(`is found at ${what}`, () => {
      const body = marked.replace('¦', '');
      const problem = findJsonProblem(body);
      assert.ok(problem);
      const start = marked.indexOf('¦');
      // A string or an escape is marked from where it begins, or where it goes wrong.
      assert.ok(problem.offset <= start && problem.offset + problem.length >= start, JSON.stringify(problem));
      assert.equal(
        describePlace(body, problem.offset).split(',')[0],
        `Line ${marked.slice(0, start).split('\n').length}`,
      );
      assert.match(problem.text, text);
    });
  }

  for (const valid of ['{}', '[1, "a", null]', '"text"', ' 1 ', '{"a":{"b":[]}}']) {
    it(`is not found in ${valid}`, () => assert.equal(findJsonProblem(valid), undefined));
  }

  it('is found in bodies that are nested deeply, or long', () => {
    const deep = '['.repeat(500_000);
    assert.ok((findJsonProblem(deep)?.offset ?? -1) >= 0);
    const long = `[${'1,'.repeat(400_000)}x]`;
    assert.equal(findJsonProblem(long)?.offset, long.indexOf('x'));
    assert.equal(findJsonProblem(`${'['.repeat(500_000)}${']'.repeat(500_000)}`), undefined);
  });

  it('is named by line and column', () => {
    const body = '{"id":1,\n"name": bob}';
    assert.equal(describePlace(body, findJsonProblem(body)?.offset ?? 0), 'Line 2, column 9');
  });
});
