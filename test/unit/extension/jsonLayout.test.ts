import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { checkJson, formatBody, layOutJson } from '../../../extension/queues/messages/bodyText.ts';
import { JsonLayout, type LaidOut, STEP_CHARACTERS } from '../../../broker/protocol/jsonLayout.ts';
import { LARGEST_BODY, makeLargeBodies } from '../../support/largeBodies.ts';

/** Of one line start: an indent in the deepest text that is still laid out. */
const LONGEST_LINE_START = 8 * 1024;
const LONGEST_NUMBER = 16 * 1024;

function layOut(text: string): { readonly outcome: LaidOut; readonly work: readonly number[] } {
  const layout = new JsonLayout(text);
  const work: number[] = [];
  while (layout.outcome === undefined) work.push(layout.step());
  return { outcome: layout.outcome, work };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((left, right) => left + right, 0);

describe('JSON laid out for reading', () => {
  const LAID_OUT: Readonly<Record<string, string>> = {
    '{}': '{}',
    ' [ ] ': '[]',
    '7': '7',
    '"a"': '"a"',
    '[1,2]': '[\n  1,\n  2\n]',
    '[[],{}]': '[\n  [],\n  {}\n]',
    '{"a":{"b":[true,null]}}': '{\n  "a": {\n    "b": [\n      true,\n      null\n    ]\n  }\n}',
    '{\r\n\t"a" :\n1 }': '{\n  "a": 1\n}',
    // Nothing but white space changes.
    '{"2":12345678901234567890,"1":"\\u00e9","1":1.0}':
      '{\n  "2": 12345678901234567890,\n  "1": "\\u00e9",\n  "1": 1.0\n}',
    '["a  \\" b\\\\",-0.0e+5]': '[\n  "a  \\" b\\\\",\n  -0.0e+5\n]',
    '["\u2028 \uD83D\uDE00 \uD800"]': '[\n  "\u2028 \uD83D\uDE00 \uD800"\n]',
  };
  for (const [text, expected] of Object.entries(LAID_OUT)) {
    it(`lays out ${JSON.stringify(text)}`, () => {
      assert.deepEqual(layOut(text).outcome, { kind: 'done', text: expected });
    });
  }

  const NOT_JSON: Readonly<Record<string, number>> = {
    '': 0,
    '{': 0,
    '{a:1}': 1,
    '// no\n{}': 0,
    '[1,]': 3,
    '{"a":1,}': 7,
    '{"a" 1}': 5,
    '[1 2]': 3,
    '[1}': 2,
    '1 2': 2,
    '[01]': 1,
    '[1.]': 1,
    '[+1]': 1,
    '[NaN]': 1,
    "['a']": 1,
    '"a': 1,
    '"\\x"': 2,
    '"\\u12g4"': 5,
    '"a\nb"': 2,
    '\uFEFF{}': 0,
    '[1]]': 3,
  };
  for (const [text, at] of Object.entries(NOT_JSON)) {
    it(`says where ${JSON.stringify(text)} stops being JSON`, () => {
      assert.deepEqual(layOut(text).outcome, { kind: 'notJson', at });
    });
  }

  for (const [name, body] of Object.entries(makeLargeBodies())) {
    it(`takes ${name} of 1 MiB in short steps`, () => {
      const { work } = layOut(body);
      const longest = Math.max(...work);
      assert.ok(longest <= STEP_CHARACTERS + LONGEST_LINE_START + LONGEST_NUMBER, String(longest));
    });
  }

  it('needs ten times the work for ten times the body', () => {
    const small = makeLargeBodies(100_000);
    for (const [name, body] of Object.entries(makeLargeBodies(1_000_000))) {
      const growth = sum(layOut(body).work) / sum(layOut(small[name] ?? '').work);
      // What cannot be laid out is given up at the same place, whatever its length.
      assert.ok(growth <= 10.5, `${name}: ${growth}`);
    }
  });

  it('leaves 8,000 nested brackets as text', async () => {
    const nested = '['.repeat(8_000) + ']'.repeat(8_000);
    assert.deepEqual(await layOutJson(nested), { kind: 'tooLong' });
    assert.equal(await formatBody(nested), nested);
  });

  it('lays out what is nested less deeply', async () => {
    const nested = '['.repeat(500) + ']'.repeat(500);
    assert.equal((await formatBody(nested)).replaceAll(/\s/g, ''), nested);
  });

  it('says of a text whether it is JSON, and where not', async () => {
    assert.deepEqual(await checkJson('[1]'), { kind: 'json' });
    assert.deepEqual(await checkJson('[1,]'), { kind: 'notJson', at: 3 });
    assert.deepEqual(await checkJson('['.repeat(8_000) + ']'.repeat(8_000)), { kind: 'unclear' });
  });

  it('gives others their turn while it works on a body of 1 MiB', async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    const body = makeLargeBodies()['a list of numbers on one line'] ?? '';
    try {
      assert.equal(body.length, LARGEST_BODY - 1);
      assert.equal((await formatBody(body)).replaceAll(/\s/g, ''), body);
    } finally {
      clearInterval(timer);
    }
    assert.ok(turns > 1, String(turns));
  });
});
