import assert from 'node:assert/strict';
import { matchesBody } from '../../support/filterHarness.ts';

/** Of a field: the values of the pattern, values of the body that match, and others; undefined: no such field. */
const OPERATORS: readonly (readonly [
  name: string,
  values: string,
  hits: readonly (string | undefined)[],
  misses: readonly (string | undefined)[],
])[] = [
  ['a text', '["us"]', ['"us"', '"\\u0075s"'], ['"US"', '"us "', '""', '{"us":1}', undefined]],
  ['one of several values', '["us", 5, null]', ['"us"', '5', 'null'], ['"5"', '"null"', '6', 'false']],
  ['a number', '[300]', ['300'], ['300.0', '3.0e2', '3e2', '"300"', '-300', undefined]],
  ['a number of another text', '[3.0e2]', ['3.0e2'], ['300', '3.0E2', '300.0']],
  ['a number that no double is', '[9007199254740993]', ['9007199254740993'], ['9007199254740992']],
  ['true', '[true]', ['true'], ['false', '"true"', '1', 'null', undefined]],
  ['false', '[false]', ['false'], ['true', '"false"', '0', 'null', undefined]],
  ['null', '[null]', ['null'], ['"null"', '""', '0', 'false', '{}', undefined]],
  ['the empty text', '[""]', ['""'], ['" "', 'null', undefined]],
  ['numeric =', '[{"numeric":["=",300]}]', ['300', '300.0', '3.0e2'], ['299.9', '"300"', 'null', undefined]],
  ['numeric <', '[{"numeric":["<",5]}]', ['4.99', '-1e9'], ['5', '5.0', '6', '"4"', undefined]],
  ['numeric <=', '[{"numeric":["<=",5]}]', ['5', '5.0', '0'], ['5.01', '"5"', undefined]],
  ['numeric >', '[{"numeric":[">",-5]}]', ['-4.99', '0'], ['-5', '-6', '"0"', undefined]],
  ['numeric >=', '[{"numeric":[">=",5]}]', ['5', '0.5e1', '6'], ['4.99', '"5"', undefined]],
  ['a range of numbers', '[{"numeric":[">",0,"<=",5]}]', ['0.1', '5'], ['0', '5.1', '"3"', undefined]],
  [
    'exists: true',
    '[{"exists":true}]',
    ['""', '0', 'null', 'false', '["a"]'],
    ['{"a":1}', '[]', '[{"a":1}]', undefined],
  ],
  [
    'exists: false',
    '[{"exists":false}]',
    [undefined, '{"a":1}', '{}', '[]', '[{"a":1}]'],
    ['""', '0', 'null', 'false', '["a"]'],
  ],
  ['exists: false, or a text', '[{"exists":false},"a"]', [undefined, '"a"', '["b","a"]'], ['"b"', 'null']],
  [
    'prefix',
    '[{"prefix":"us-"}]',
    ['"us-east-1"', '"us-"'],
    ['"US-east-1"', '"eu-us-"', '"us"', '5', undefined],
  ],
  ['the empty prefix', '[{"prefix":""}]', ['""', '"a"'], ['5', 'null', undefined]],
  ['suffix', '[{"suffix":".png"}]', ['"a.png"', '".png"'], ['"a.PNG"', '"a.png "', '"png"', '5', undefined]],
  [
    'prefix, whatever the case',
    '[{"prefix":{"equals-ignore-case":"Us-"}}]',
    ['"US-east"', '"us-"'],
    ['"eu-"', '"u"'],
  ],
  [
    'suffix, whatever the case',
    '[{"suffix":{"equals-ignore-case":".PNG"}}]',
    ['"a.png"', '".Png"'],
    ['"a.jpg"', '"g"'],
  ],
  [
    'equals-ignore-case',
    '[{"equals-ignore-case":"Alice"}]',
    ['"alice"', '"ALICE"'],
    ['"alic"', '"alicen"', '5', undefined],
  ],
  ['equals-ignore-case beyond ASCII', '[{"equals-ignore-case":"ÄRGER"}]', ['"ärger"'], ['"arger"']],
  [
    'wildcard',
    '[{"wildcard":"a*b*c"}]',
    ['"abc"', '"a--b--c"', '"abbc"'],
    ['"ab"', '"ac"', '"abcd"', '5', undefined],
  ],
  ['wildcard at both ends', '[{"wildcard":"*b*"}]', ['"b"', '"abc"'], ['""', '"ac"']],
  ['wildcard that overlaps', '[{"wildcard":"aa*aa"}]', ['"aaaa"', '"aabaa"'], ['"aaa"', '"aa"']],
  ['wildcard of anything', '[{"wildcard":"*"}]', ['""', '"a"'], ['5', 'null', undefined]],
  ['wildcard without one', '[{"wildcard":"abc"}]', ['"abc"'], ['"abcd"']],
  [
    'wildcard with escapes',
    '[{"wildcard":"a\\\\*\\\\\\\\*"}]',
    ['"a*\\\\"', '"a*\\\\b"'],
    ['"ab\\\\"', '"a*"', '"a\\\\*"'],
  ],
  [
    'cidr',
    '[{"cidr":"10.0.0.0/24"}]',
    ['"10.0.0.0"', '"10.0.0.255"'],
    ['"10.0.1.0"', '"a"', '"::a00:0"', '5', undefined],
  ],
  [
    'cidr of IPv6',
    '[{"cidr":"2001:db8::/32"}]',
    ['"2001:db8::1"', '"2001:0DB8:0::1"'],
    ['"2001:db9::1"', '"10.0.0.1"'],
  ],
  [
    'anything-but a text',
    '[{"anything-but":"x"}]',
    ['"y"', '""', '5', 'null', '["x","y"]'],
    ['"x"', '["x"]', '{"a":1}', undefined],
  ],
  ['anything-but texts', '[{"anything-but":["x","y"]}]', ['"z"', 'true'], ['"x"', '"y"', '[]', undefined]],
  ['anything-but a number', '[{"anything-but":5}]', ['6', '"5"', 'null'], ['5', '5.0', '0.5e1', undefined]],
  ['anything-but numbers', '[{"anything-but":[1,2]}]', ['3', '"1"'], ['1', '2.0', undefined]],
  [
    'anything-but a prefix',
    '[{"anything-but":{"prefix":"us-"}}]',
    ['"eu-"', '5'],
    ['"us-east-1"', undefined],
  ],
  [
    'anything-but prefixes',
    '[{"anything-but":{"prefix":["us-","eu-"]}}]',
    ['"ap-"'],
    ['"us-1"', '"eu-1"', undefined],
  ],
  ['anything-but a suffix', '[{"anything-but":{"suffix":".png"}}]', ['"a.jpg"', '5'], ['"a.png"', undefined]],
  [
    'anything-but a text, whatever the case',
    '[{"anything-but":{"equals-ignore-case":"ab"}}]',
    ['"a"', '5'],
    ['"AB"', undefined],
  ],
  ['anything-but a wildcard', '[{"anything-but":{"wildcard":"a*c"}}]', ['"ab"', '5'], ['"abc"', undefined]],
];

describe('An operator of a filter:', () => {
  for (const [name, values, hits, misses] of OPERATORS) {
    const matches = (value: string | undefined) =>
      matchesBody(`{"field":${values}}`, value === undefined ? '{"other":1}' : `{"field":${value}}`);
    for (const hit of hits) it(`${name} matches ${hit ?? 'no field'}`, () => assert.ok(matches(hit)));
    for (const miss of misses)
      it(`${name} does not match ${miss ?? 'no field'}`, () => assert.ok(!matches(miss)));
  }
});
