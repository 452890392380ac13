import assert from 'node:assert/strict';
import { readPattern, readRefusal } from '../../support/filterHarness.ts';

/** An object in so many objects. */
function nest(depth: number, innermost = '["x"]'): string {
  return `${'{"a":'.repeat(depth)}${innermost}${'}'.repeat(depth)}`;
}

const OPERATORS = 'prefix, suffix, equals-ignore-case, wildcard, anything-but, numeric, exists, cidr';
const NUMERIC = 'must be like ["=", 5], [">", 0] or [">=", 0, "<", 5].';

describe('A pattern of a filter is not valid:', () => {
  const rows: readonly (readonly [pattern: string, detail: string])[] = [
    ['null', 'The pattern must be an object.'],
    ['"body"', 'The pattern must be an object.'],
    ['[]', 'The pattern must be an object.'],
    ['5', 'The pattern must be an object.'],
    ['', 'The pattern is not JSON from character 1 on.'],
    ['{"body":["x"]', 'The pattern is not JSON from character 14 on.'],
    ["{'body':['x']}", 'The pattern is not JSON from character 2 on.'],
    ['{}', 'The pattern has no fields.'],
    ['{"body":{}}', 'body has no fields.'],
    ['{"body":"x"}', 'body must be a list of values, or an object with fields.'],
    ['{"body":{"price":5}}', 'body.price must be a list of values, or an object with fields.'],
    ['{"body":null}', 'body must be a list of values, or an object with fields.'],
    ['{"body":[]}', 'body is an empty list.'],
    ['{"body":["x",["y"]]}', 'body[1] must be a string, a number, true, false, null or an operator.'],
    ['{"body":[{}]}', 'body[0] must have exactly one operator.'],
    ['{"body":[{"prefix":"a","suffix":"b"}]}', 'body[0] must have exactly one operator.'],
    ['{"body":[{"regex":"a"}]}', `body[0] has no operator "regex"; use one of these: ${OPERATORS}.`],
    [
      '{"body":[{"constructor":"a"}]}',
      `body[0] has no operator "constructor"; use one of these: ${OPERATORS}.`,
    ],
    ['{"body":[{"prefix":5}]}', 'body[0].prefix must be a string.'],
    ['{"body":[{"suffix":{"prefix":"a"}}]}', 'body[0].suffix must be a string.'],
    ['{"body":[{"equals-ignore-case":["a"]}]}', 'body[0].equals-ignore-case must be a string.'],
    ['{"body":[{"wildcard":null}]}', 'body[0].wildcard must be a string.'],
    ...['a**', '\\\\a', 'a\\\\'].map(
      (wildcard) =>
        [
          `{"body":[{"wildcard":"${wildcard}"}]}`,
          'body[0].wildcard must not have two asterisks in a row, and a backslash only before an asterisk or a backslash.',
        ] as const,
    ),
    ['{"body":[{"exists":"true"}]}', 'body[0].exists must be true or false.'],
    ...['"10.0.0.1"', '"10.0.0.0/33"', '"a/8"', '5'].map(
      (range) =>
        [
          `{"body":[{"cidr":${range}}]}`,
          'body[0].cidr must be a range of addresses, such as "10.0.0.0/24".',
        ] as const,
    ),
    ...[
      '5',
      '[]',
      '[5]',
      '["="]',
      '["=","5"]',
      '["!=",5]',
      '[">",0,"<"]',
      '["=",0,"<",5]',
      '["<",5,">",0]',
      '[">",0,">",5]',
      '[">",5,"<",0]',
      '[">",0,"<",5,"<",6]',
      '["constructor",5]',
    ].map((terms) => [`{"body":{"a":[{"numeric":${terms}}]}}`, `body.a[0].numeric ${NUMERIC}`] as const),
    ...['[]', 'null', 'true', '["a",5]', '[["a"]]'].map(
      (operand) =>
        [
          `{"body":[{"anything-but":${operand}}]}`,
          'body[0].anything-but must be a string, a number, or a list of either strings or numbers.',
        ] as const,
    ),
    ['{"body":[{"anything-but":{}}]}', 'body[0].anything-but must have exactly one operator.'],
    ['{"body":[{"anything-but":{"prefix":""}}]}', 'body[0].anything-but.prefix must not be empty.'],
    ['{"body":[{"anything-but":{"prefix":[]}}]}', 'body[0].anything-but.prefix must not be empty.'],
    ['{"body":[{"anything-but":{"prefix":5}}]}', 'body[0].anything-but.prefix must be a string.'],
    [
      '{"body":[{"anything-but":{"numeric":["=",5]}}]}',
      'body[0].anything-but has no operator "numeric"; use one of these: prefix, suffix, equals-ignore-case, wildcard.',
    ],
    ['{"$or":{"a":["x"]}}', '$or must be a list of at least two objects.'],
    ['{"$or":[{"a":["x"]}]}', '$or must be a list of at least two objects.'],
    ['{"$or":[{"a":["x"]},"b"]}', '$or[1] must be an object.'],
    ['{"$or":[{"a":["x"]},{}]}', '$or[1] has no fields.'],
    [
      '{"$or":[{"prefix":["a"]},{"suffix":["b"]}]}',
      '$or[0].prefix has the name of an operator, which no field of $or may have.',
    ],
    ['{"body":{"$or":[{"a":["x"]},{"b":[]}]}}', 'body.$or[1].b is an empty list.'],
    [nest(101), `${Array.from({ length: 100 }, () => 'a').join('.')} is nested in more than 100 objects.`],
    [`{"a":["${'x'.repeat(4087)}"]}`, 'The pattern must have at most 4,096 characters.'],
  ];
  for (const [pattern, detail] of rows) {
    const name = pattern.length > 80 ? `${pattern.slice(0, 40)}…` : pattern;
    it(name, () => assert.equal(readRefusal(pattern), detail));
  }
});

describe('A pattern of a filter is valid:', () => {
  const rows = [
    nest(100),
    `{"a":["${'x'.repeat(4086)}"]}`,
    '{"prefix":["a field outside of $or"]}',
    '{"body":[{"prefix":""}]}',
    '{"body":[{"anything-but":[""]}]}',
    '{"unknown":["x"]}',
    ' {"body" : [ null , true,-1.5E+3 ] }\n',
  ];
  for (const pattern of rows) {
    it(pattern.length > 80 ? `${pattern.slice(0, 40)}…` : pattern, () => {
      assert.equal(readPattern(pattern).text, pattern);
    });
  }
});
