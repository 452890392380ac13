import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  findAttributeProblems,
  findNameProblem,
  findNumberProblem,
  findValueProblem,
} from '../../../../webview/composer/attributeRules.ts';
import { isBase64 } from '../../../../webview/composer/base64.ts';
import type { DraftAttribute } from '../../../../webview/protocol.ts';

const GOOD_NAMES = ['a', 'color', 'A-b_c.d', '9', 'x'.repeat(256), 'attr.1øßä', 'myAWS.x', 'awsome', 'aws'];
const BAD_NAMES = [
  '',
  'a b',
  'x'.repeat(257),
  '.a',
  'a.',
  'a..b',
  'AWS.x',
  'aws.x',
  'Amazon.y',
  'a/b',
  'été!',
  '名',
];
const GOOD_NUMBERS = [
  '0',
  '-0',
  '+1',
  '3',
  '3.14',
  '.5',
  '5.',
  '1e126',
  '1E-128',
  '-1.5e3',
  '9'.repeat(38),
  '0.000',
  '0001',
  '1' + '0'.repeat(126),
];
const BAD_NUMBERS = [
  '',
  '.',
  'e5',
  '1e',
  'abc',
  '0x10',
  '1,5',
  ' 1',
  '1 ',
  'NaN',
  'Infinity',
  '9'.repeat(39),
  '1e127',
  '1e-129',
  '0.' + '0'.repeat(128) + '1',
  '12345e125',
];

describe('attribute rules of the composer', () => {
  for (const name of GOOD_NAMES) {
    it(`takes the name ${name.slice(0, 20)}`, () => assert.equal(findNameProblem(name), undefined));
  }
  for (const name of BAD_NAMES) {
    it(`refuses the name "${name.slice(0, 20)}" of ${name.length}`, () => assert.ok(findNameProblem(name)));
  }
  for (const number of GOOD_NUMBERS) {
    it(`takes the number ${number.slice(0, 20)}`, () => assert.equal(findNumberProblem(number), undefined));
  }
  for (const number of BAD_NUMBERS) {
    it(`refuses the number "${number.slice(0, 20)}" of ${number.length}`, () =>
      assert.ok(findNumberProblem(number)));
  }

  it('requires values that are not empty, legal text, and base64 for binary', () => {
    assert.ok(findValueProblem({ type: 'String', value: '' }));
    assert.ok(findValueProblem({ type: 'String', value: 'a\u0000' }));
    assert.equal(findValueProblem({ type: 'String', value: 'a\n\u007f😀' }), undefined);
    assert.equal(findValueProblem({ type: 'Binary', value: 'AQID' }), undefined);
    assert.equal(findValueProblem({ type: 'Binary', value: 'AQ\nID AQ==' }), undefined);
    for (const value of ['AQI', 'A===', '=', 'A-_D', '****'])
      assert.ok(findValueProblem({ type: 'Binary', value }), value);
  });

  it('takes for white space in base64 what a pattern does', () => {
    for (let unit = 0; unit <= 0xffff; unit += 1) {
      const isSpace = /\s/u.test(String.fromCharCode(unit));
      if (isSpace || unit > 0x7f)
        assert.equal(isBase64(`AQ${String.fromCharCode(unit)}ID`), isSpace, `U+${unit.toString(16)}`);
    }
  });

  it('checks a value of 1 MiB in linear time', () => {
    const zeros = `1${'0'.repeat(1_048_574)}1`;
    assert.match(findNumberProblem(zeros) ?? '', /significant digits/);
    for (const value of [' '.repeat(1_048_576), '\n'.repeat(1_048_576), '='.repeat(1_048_576)])
      assert.ok(findValueProblem({ type: 'Binary', value }));
    assert.equal(findValueProblem({ type: 'Binary', value: 'AQID '.repeat(200_000) }), undefined);
  });

  it('points at both of two rows with one name, and leaves blank rows alone', () => {
    const row = (key: number, name: string, value = 'v'): DraftAttribute => ({
      key,
      name,
      type: 'String',
      label: '',
      value,
    });
    const [first, second, other, blank] = findAttributeProblems([
      row(1, 'a'),
      row(2, 'a'),
      row(3, 'A'),
      row(4, '', ''),
    ]);
    assert.match(first?.name ?? '', /Another attribute/);
    assert.match(second?.name ?? '', /Another attribute/);
    assert.deepEqual(other, {});
    assert.deepEqual(blank, {});
  });
});
