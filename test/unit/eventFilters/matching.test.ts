import assert from 'node:assert/strict';
import type { FilterVerdict } from '../../../broker/eventFilters/matchRecord.ts';
import { matchesBody, matchRecord } from '../../support/filterHarness.ts';

describe('The fields of a filter', () => {
  const rows: readonly (readonly [name: string, pattern: unknown, body: unknown, matches: boolean])[] = [
    ['must all match', { a: [1], b: [2] }, { a: 1, b: 2, c: 3 }, true],
    ['must all match, and one does not', { a: [1], b: [2] }, { a: 1, b: 3 }, false],
    ['of an object match its members', { a: { b: { c: ['x'] } } }, { a: { b: { c: 'x' } } }, true],
    ['of an object do not match a value', { a: { b: ['x'] } }, { a: 'x' }, false],
    ['of an object do not match nothing', { a: { b: ['x'] } }, {}, false],
    ['of an object may be absent with it', { a: { b: [{ exists: false }] } }, {}, true],
    ['of an object may be absent where it is a value', { a: { b: [{ exists: false }] } }, { a: 1 }, true],
    ['may have names that objects inherit', { constructor: [{ exists: true }] }, {}, false],
    ['may have the name __proto__', '{"__proto__":["x"]}', '{"__proto__":"x"}', true],
    ['have the last value of a repeated name in the body', { a: [2] }, '{"a":1,"a":2}', true],
    ['have the last value of a repeated name in the pattern', '{"a":[1],"a":[2]}', { a: 1 }, false],
    ['match an element of a list', { a: ['x'] }, { a: ['w', 'x'] }, true],
    ['match an element of a list in a list', { a: ['x'] }, { a: [['w'], [['x']]] }, true],
    ['match no element of a list', { a: ['x'] }, { a: ['w', { x: 'x' }] }, false],
    ['match an object in a list', { a: { b: [1], c: [2] } }, { a: [{ b: 0 }, { b: 1, c: 2 }] }, true],
    ['match an object in lists of lists', { a: { b: [1] } }, { a: [[{ b: 0 }], [{ b: 1 }]] }, true],
    ['must match in the same element', { a: { b: [1], c: [2] } }, { a: [{ b: 1 }, { c: 2 }] }, false],
    [
      'must match in the same element, also deeper',
      { a: { b: { c: [1] }, d: [2] } },
      { a: [{ b: [{ c: 1 }], d: 3 }, { d: 2 }] },
      false,
    ],
    [
      'may match in different lists',
      { a: { x: [1] }, b: { x: [2] } },
      { a: [{ x: 1 }], b: [{}, { x: 2 }] },
      true,
    ],
    [
      'are absent from a list if they are from all objects',
      { a: { b: [{ exists: false }] } },
      { a: [{ b: 1 }, { c: 1 }] },
      false,
    ],
    [
      'are absent from a list of other objects',
      { a: { b: [{ exists: false }] } },
      { a: [{ c: 1 }, { c: 2 }] },
      true,
    ],
    [
      'are absent from the object that another field chose',
      { a: { b: [{ exists: false }], c: [1] } },
      { a: [{ b: 1 }, { c: 1 }] },
      true,
    ],
    ['are absent from an empty list', { a: { b: [{ exists: false }] } }, { a: [] }, true],
    ['exist in no empty list', { a: { b: [{ exists: true }] } }, { a: [] }, false],
    ['match a body that is a list', { b: [1] }, [{ b: 0 }, { b: 1 }], true],
  ];
  for (const [name, pattern, body, matches] of rows) {
    it(name, () => assert.equal(matchesBody(pattern, body), matches));
  }
});

describe('$or', () => {
  const either = { $or: [{ a: [1] }, { b: [2], c: [3] }] };
  const rows: readonly (readonly [name: string, pattern: unknown, body: unknown, matches: boolean])[] = [
    ['matches by its first object', either, { a: 1 }, true],
    ['matches by its second object', either, { b: 2, c: 3 }, true],
    ['does not match by a part of an object', either, { b: 2 }, false],
    ['does not match nothing', either, {}, false],
    ['needs the fields beside it', { d: [4], ...either }, { a: 1 }, false],
    ['matches with the fields beside it', { d: [4], ...either }, { a: 1, d: 4 }, true],
    ['matches inside an object', { e: either }, { e: { a: 1 } }, true],
    [
      'matches inside an object of a list',
      { e: { f: [5], ...either } },
      { e: [{ f: 5 }, { a: 1, f: 5 }] },
      true,
    ],
    [
      'matches in the element of the fields beside it',
      { e: { f: [5], ...either } },
      { e: [{ f: 5 }, { a: 1 }] },
      false,
    ],
    ['may be nested', { $or: [{ x: [0] }, { d: [4], ...either }] }, { d: 4, b: 2, c: 3 }, true],
    ['may be nested, and not match', { $or: [{ x: [0] }, { d: [4], ...either }] }, { d: 4, b: 2 }, false],
    ['may be about absence', { $or: [{ a: [{ exists: false }] }, { b: [2] }] }, { a: 1, b: 2 }, true],
    [
      'may be about absence, and not match',
      { $or: [{ a: [{ exists: false }] }, { b: [2] }] },
      { a: 1 },
      false,
    ],
  ];
  for (const [name, pattern, body, matches] of rows) {
    it(name, () => assert.equal(matchesBody(pattern, body), matches));
  }
});

describe('The filters of a mapping', () => {
  it('match every record when there are none', () => {
    assert.deepEqual(matchRecord({}), { matches: true, filter: undefined });
  });

  it('match when one of them does, and say which', () => {
    const filters = ['A', 'ORDER-17 paid', 'B'].map((text) => ({ body: [text] }));
    assert.deepEqual(matchRecord({}, ...filters), { matches: true, filter: 1 });
  });

  it('do not match when none of them does', () => {
    assert.deepEqual(matchRecord({}, { body: ['A'] }, { body: ['B'] }), {
      matches: false,
      reason: 'noMatch',
    });
  });

  const fields: readonly (readonly [name: string, hit: unknown, miss: unknown])[] = [
    ['messageId', { messageId: [{ prefix: '059f' }] }, { messageId: [{ prefix: '159f' }] }],
    ['receiptHandle', { receiptHandle: [{ prefix: 'AQEB' }] }, { receiptHandle: ['AQEB'] }],
    [
      'attributes',
      { attributes: { ApproximateReceiveCount: ['1'] } },
      { attributes: { ApproximateReceiveCount: [1] } },
    ],
    [
      'messageAttributes',
      { messageAttributes: { kind: { stringValue: ['new'] } } },
      { messageAttributes: { kind: { stringValue: ['old'] } } },
    ],
    [
      'messageAttributes that are absent',
      { messageAttributes: { other: { dataType: [{ exists: false }] } } },
      { messageAttributes: { photo: { binaryValue: [{ exists: false }] } } },
    ],
    ['md5OfBody', { md5OfBody: [{ prefix: 'e4e6' }] }, { md5OfBody: [{ exists: false }] }],
    [
      'eventSource, which the mapping adds',
      { eventSource: [{ exists: false }] },
      { eventSource: ['aws:sqs'] },
    ],
    [
      'eventSourceARN, which the mapping adds',
      { eventSourceARN: [{ exists: false }] },
      { eventSourceARN: [{ prefix: 'arn' }] },
    ],
    [
      'awsRegion, which the mapping adds',
      { awsRegion: [{ exists: false }] },
      { awsRegion: [{ exists: true }] },
    ],
  ];
  for (const [name, hit, miss] of fields) {
    it(`look at ${name}`, () => {
      assert.deepEqual(matchRecord({}, hit), { matches: true, filter: 0 });
      const [field, isAdded] = name.split(', which the mapping adds');
      assert.deepEqual(
        matchRecord({}, miss),
        isAdded === undefined
          ? { matches: false, reason: 'noMatch' }
          : { matches: false, reason: 'absentField', filter: 0, field, isElsewhere: false },
      );
    });
  }
});

describe('A body and a rule about it:', () => {
  const text = { body: [{ prefix: 'ORDER-' }] };
  const json = { body: { kind: ['order'] } };
  const none = { messageAttributes: { kind: { stringValue: ['new'] } } };
  const noForm = (bodyForm: 'json' | 'text', filter = 0): FilterVerdict => ({
    matches: false,
    reason: 'bodyForm',
    filter,
    bodyForm,
  });
  const matched: FilterVerdict = { matches: true, filter: 0 };
  const noMatch: FilterVerdict = { matches: false, reason: 'noMatch' };
  const rows: readonly (readonly [
    name: string,
    body: string,
    patterns: readonly unknown[],
    verdict: FilterVerdict,
  ])[] = [
    ['text and a rule about text', 'ORDER-1', [text], matched],
    ['text and a rule about text that does not match', 'order-1', [text], noMatch],
    ['text and a rule about JSON', 'ORDER-1', [json], noForm('text')],
    ['JSON and a rule about text', '{"kind":"order"}', [text], noForm('json')],
    ['JSON and a rule about JSON', '{"kind":"order"}', [json], matched],
    ['JSON and a rule about JSON that does not match', '{"kind":"other"}', [json], noMatch],
    ['text and no rule about the body', 'ORDER-1', [none], matched],
    ['JSON and no rule about the body', '{"kind":"order"}', [none], matched],
    ['JSON and a rule that text exists', '{}', [{ body: [{ exists: true }] }], noForm('json')],
    ['JSON and a rule that no text exists', '{}', [{ body: [{ exists: false }] }], noForm('json')],
    ['text and a rule that a field is absent', 'a', [{ body: { a: [{ exists: false }] } }], noForm('text')],
    ['a number, which counts as text', '42', [{ body: ['42'] }], matched],
    ['a quoted text, which counts as text with its quotes', '"a"', [{ body: ['"a"'] }], matched],
    ['a list, which counts as JSON', ' [{"kind":"order"}]\n', [json], matched],
    ['broken JSON, which counts as text', '{"kind":"order"', [json], noForm('text')],
    ['JSON behind a byte order mark, which counts as text', '\uFEFF{}', [json], noForm('text')],
    [
      'the empty object',
      '{}',
      [json],
      { matches: false, reason: 'absentField', filter: 0, field: 'body.kind', isElsewhere: false },
    ],
    ['another field that does not match either', 'ORDER-1', [{ ...json, messageId: ['x'] }], noMatch],
    [
      'several rules, of which the second is about the other form',
      '{"kind":"other"}',
      [json, text],
      noForm('json', 1),
    ],
    ['several rules, of which one matches', '{"kind":"order"}', [text, json], { matches: true, filter: 1 }],
    ['rules about both forms in $or', 'ORDER-1', [{ $or: [text, json] }], matched],
    [
      'rules about both forms in $or that do not match',
      '{"kind":"other"}',
      [{ $or: [text, json] }],
      noForm('json'),
    ],
  ];
  for (const [name, body, patterns, verdict] of rows) {
    it(name, () => assert.deepEqual(matchRecord({ body }, ...patterns), verdict));
  }
});

describe('A field that a filter is about, and a message does not have', () => {
  const JSON_BODY = '{"price":3,"inner":{"kind":"order"},"text":"{\\"name\\":1}"}';
  const rows: readonly (readonly [
    what: string,
    patterns: readonly unknown[],
    field: string | undefined,
    isElsewhere?: boolean,
  ])[] = [
    ['is none if it has them', [{ body: { price: [4] } }], undefined],
    ['is one beside the body', [{ price: [3] }], 'price', true],
    ['is one of the body', [{ body: { color: ['red'] } }], 'body.color', false],
    ['is one that is deeper in the body', [{ body: { kind: ['order'] } }], 'body.kind', true],
    ['is one in a text of the body', [{ body: { name: [1] } }], 'body.name', true],
    [
      'is that of the first filter, if all have one',
      [{ body: { kind: [1] } }, { color: [1] }],
      'body.kind',
      true,
    ],
    [
      'is none if another filter has its fields',
      [{ body: { kind: [1] } }, { body: { price: [4] } }],
      undefined,
    ],
    ['is none that may be absent', [{ body: { color: [{ exists: false }], price: [4] } }], undefined],
    ['is none of an attribute', [{ messageAttributes: { color: { stringValue: ['x'] } } }], undefined],
  ];
  for (const [what, patterns, field, isElsewhere] of rows) {
    it(what, () => {
      const verdict = matchRecord({ body: JSON_BODY }, ...patterns);
      assert.deepEqual(
        verdict,
        field === undefined
          ? { matches: false, reason: 'noMatch' }
          : { matches: false, reason: 'absentField', filter: 0, field, isElsewhere },
      );
    });
  }
});
