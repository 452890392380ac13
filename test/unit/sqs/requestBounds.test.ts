import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { LIMITS } from '../../../broker/engine/base/limits.ts';
import { parseRedriveAllowPolicy, parseRedrivePolicy } from '../../../broker/engine/rules/redrivePolicy.ts';
import { refuseJson } from '../../../broker/calls/jsonBounds.ts';
import { SERVER_LIMITS } from '../../../broker/sqs/calls/config.ts';
import { parseParameters, readForm, readParameter } from '../../../broker/calls/form.ts';
import { refuseBody } from '../../../broker/sqs/calls/requestBounds.ts';
import { parseTaskHandle } from '../../../broker/sqs/actions/taskHandle.ts';

const BYTES = SERVER_LIMITS.bodyBytes - 100;
const MEBIBYTE = 1_048_576;

/** As often as it fits into the longest body that is read at all. */
function fill(piece: string): string {
  return piece.repeat(Math.floor(BYTES / piece.length));
}

/** Bodies that a parser takes seconds for, and what is said of them before it sees them. */
const COSTLY: Readonly<Record<string, string>> = {
  'opening brackets': fill('['),
  'objects in objects': fill('{"a":'),
  'brackets in brackets': '['.repeat(BYTES / 2) + ']'.repeat(BYTES / 2),
  commas: fill(','),
  numbers: `[${fill('1,')}1]`,
  'empty objects': `[${fill('{},')}{}]`,
  'empty lists': `[${fill('[],')}[]]`,
  'a million members': `{${Array.from({ length: 600_000 }, (_, index) => `"k${index}":1`).join(',')}}`,
  'entries of a batch': `{"Entries":[${fill('{"Id":"a"},')}{}]}`,
  'message attributes': `{"MessageAttributes":{${fill('"a":{"DataType":"String"},')}"b":{}}}`,
};
const LONG: Readonly<Record<string, string>> = {
  characters: `{"MessageBody":"${fill('a')}"}`,
  'line breaks': `{"MessageBody":"${fill(String.raw`\n`)}"}`,
  'quotation marks': `{"MessageBody":"${fill(String.raw`\"`)}"}`,
  spaces: fill(' '),
  digits: fill('1'),
};
/** What is legal, at its largest. */
const LEGAL: Readonly<Record<string, string>> = {
  'a message of 1 MiB': JSON.stringify({ MessageBody: 'a'.repeat(MEBIBYTE) }),
  'a message of 1 MiB with each letter escaped': `{"MessageBody":"${String.raw`\u0041`.repeat(MEBIBYTE)}"}`,
  'the longest body, with each letter escaped': `{"MessageBody":"${fill(String.raw`\u0041`)}"}`,
  'a message of 1 MiB of quotation marks': JSON.stringify({ MessageBody: '"'.repeat(MEBIBYTE) }),
  'a message that is too long by a byte': JSON.stringify({ MessageBody: 'a'.repeat(MEBIBYTE + 1) }),
  'brackets in a text': JSON.stringify({ MessageBody: '[{,:'.repeat(MEBIBYTE / 4) }),
  'a full batch with all attributes': JSON.stringify({
    Entries: Array.from({ length: 10 }, (_, entry) => ({
      Id: `${entry}`,
      MessageBody: 'a'.repeat(80_000),
      MessageAttributes: Object.fromEntries(
        Array.from({ length: 10 }, (__, index) => [`a${index}`, { DataType: 'String', StringValue: 'x' }]),
      ),
    })),
  }),
};

describe('A body before it is parsed', () => {
  for (const [title, body] of Object.entries(COSTLY)) {
    it(`is refused when it is made of ${title}`, () => {
      const refusal = refuseBody(Buffer.from(body), 'SendMessage', LIMITS.relaxed);
      assert.equal(refusal?.code, 'MalformedInput');
    });
  }

  for (const [title, body] of Object.entries(LONG)) {
    it(`is refused when it is a megabyte too long, of ${title}`, () => {
      const single = refuseBody(Buffer.from(body), 'SendMessage', LIMITS.strict);
      assert.equal(single?.code, 'InvalidParameterValue');
      assert.match(single.message, /Message must be shorter than 1048576 bytes\.$/);
      assert.equal(
        refuseBody(Buffer.from(body), 'SendMessageBatch', LIMITS.strict)?.code,
        'BatchRequestTooLong',
      );
      assert.equal(refuseBody(Buffer.from(body), 'SendMessage', LIMITS.relaxed), undefined);
    });
  }

  for (const [title, body] of Object.entries(LEGAL)) {
    it(`may be ${title}`, () => {
      assert.equal(refuseBody(Buffer.from(body), 'SendMessage', LIMITS.strict), undefined);
    });
  }

  it('is looked at once, and only as far as it takes to refuse it', () => {
    let reads = 0;
    const text = new Proxy(new Uint8Array(MEBIBYTE).fill(0x5b), {
      get: (bytes, key) => {
        reads++;
        return Reflect.get(bytes, key, bytes) as unknown;
      },
    });
    assert.equal(refuseJson(text, { members: 10, textBytes: MEBIBYTE }), 'tooComplex');
    assert.ok(reads < 100, `${reads} reads`);
  });
});

describe('A form', () => {
  it('is refused with too many parameters, and with names of too many parts', () => {
    assert.ok(!parseParameters([fill('a&')]).ok);
    const names = Array.from({ length: 9_000 }, (_, index) => `k${index}.1.2.3.4.5.6=v`);
    assert.ok(!parseParameters([names.join('&')]).ok);
  });

  it('may have ampersands without anything between, and spaces without end', () => {
    const parsed = parseParameters([`${fill('&')}Action=ListQueues`]);
    assert.ok(parsed.ok && readParameter(parsed.value, 'Action') === 'ListQueues');
    const form = readForm(Buffer.from(`MessageBody=a+b%2B${'+'.repeat(MEBIBYTE)}`));
    assert.ok(!form.includes('+'));
    const spaced = parseParameters([form]);
    assert.ok(spaced.ok);
    assert.equal(readParameter(spaced.value, 'MessageBody'), `a b+${' '.repeat(MEBIBYTE)}`);
  });
});

describe('A text inside a request that is parsed on its own', () => {
  const deep = fill('[');

  it('is refused when it is longer than any that is right, and not repeated in full', () => {
    for (const refused of [parseRedrivePolicy(deep), parseRedriveAllowPolicy(deep)]) {
      assert.ok(!refused.ok);
      assert.match(refused.message, /not a valid JSON map\.$|in an unsupported format\.$/);
      assert.ok(refused.message.length < 10_000);
    }
    assert.equal(parseTaskHandle(Buffer.from(deep).toString('base64')), undefined);
  });
});
