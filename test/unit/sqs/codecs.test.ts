import assert from 'node:assert/strict';
import type { Result } from '../../../broker/engine/base/result.ts';
import { decodeJson } from '../../../broker/sqs/wire/json.ts';
import { parseParameters } from '../../../broker/calls/form.ts';
import { escapeXml } from '../../../broker/calls/xmlText.ts';
import { decodeQuery } from '../../../broker/sqs/wire/query.ts';
import { blob, integer, list, namedMap, string, structure } from '../../../broker/api/shapes.ts';
import { encodeMembers } from '../../../broker/sqs/wire/xml.ts';

const SHAPE = structure({
  Text: string,
  Count: integer,
  Bytes: blob,
  Names: list('Name', string),
  Values: namedMap('Value', structure({ DataType: string, Bytes: blob })),
  Attributes: namedMap('Attribute', string),
  Entries: list('Entry', structure({ Id: string, Names: list('Name', string) })),
});

const readJson = (text: string | Buffer) => plain(decodeJson(Buffer.from(text as string), SHAPE));

function readQuery(...texts: string[]) {
  const parameters = parseParameters(texts);
  return plain(parameters.ok ? decodeQuery(parameters.value, SHAPE) : parameters);
}

/** Without the missing prototypes of maps, for comparing. */
function plain(result: Result<unknown>): unknown {
  return result.ok ? structuredClone(result.value) : `${result.code}: ${result.message}`;
}

describe('The JSON codec', () => {
  it('reads every kind of member', () => {
    const input = {
      Text: 'é✓😀',
      Count: -3,
      Bytes: 'AQID',
      Names: ['a', 'b'],
      Values: { x: { DataType: 'Binary', Bytes: '' } },
      Entries: [{ Id: '1', Names: [] }],
    };
    assert.deepEqual(readJson(JSON.stringify(input)), {
      ...input,
      Bytes: Uint8Array.of(1, 2, 3),
      Values: { x: { DataType: 'Binary', Bytes: new Uint8Array() } },
    });
  });

  it('takes null as absent and ignores unknown members', () => {
    assert.deepEqual(readJson('{"Text":null,"Other":[1,{}],"Count":null}'), {});
  });

  it('keeps keys that are special in JavaScript as plain keys', () => {
    const decoded = decodeJson(Buffer.from('{"Attributes":{"__proto__":"1","constructor":"2"}}'), SHAPE);
    assert.ok(decoded.ok);
    assert.deepEqual(Object.entries(decoded.value.Attributes ?? {}), [
      ['__proto__', '1'],
      ['constructor', '2'],
    ]);
  });

  for (const [body, message] of [
    ['', 'not valid JSON'],
    ['{', 'not valid JSON'],
    ['[]', 'structure or map'],
    ['"text"', 'structure or map'],
    ['null', 'structure or map'],
    ['{"Text":1}', 'NUMBER_VALUE can not be converted to a String'],
    ['{"Text":true}', 'TRUE_VALUE can not be converted to a String'],
    ['{"Text":{}}', 'Start of structure or map found where not expected.'],
    ['{"Text":[]}', 'Start of list found where not expected'],
    ['{"Count":"1"}', 'STRING_VALUE can not be converted to an Integer'],
    ['{"Count":1.5}', 'NUMBER_VALUE can not be converted to an Integer'],
    ['{"Count":1e400}', 'NUMBER_VALUE can not be converted to an Integer'],
    ['{"Bytes":"A"}', 'base64'],
    ['{"Bytes":"A_-="}', 'base64'],
    ['{"Names":"a"}', 'Expected list'],
    ['{"Names":[null]}', 'Null value'],
    ['{"Names":{}}', 'Expected list'],
    ['{"Attributes":[]}', 'structure or map'],
    ['{"Attributes":{"a":1}}', 'NUMBER_VALUE can not be converted to a String'],
    ['{"Entries":[1]}', 'structure or map'],
    ['['.repeat(100_000), 'not valid JSON'],
  ] as const) {
    it(`refuses ${body.slice(0, 30)}`, () => {
      const result = String(readJson(body));
      assert.ok(result.startsWith('MalformedInput: ') && result.includes(message), result);
    });
  }

  it('refuses bytes that are not UTF-8', () => {
    assert.match(String(readJson(Buffer.from([0x22, 0xff, 0x22]))), /^MalformedInput: .*UTF-8/);
  });
});

describe('The Query codec', () => {
  it('reads every kind of member, in the order of the numbers and over gaps', () => {
    assert.deepEqual(
      readQuery(
        'Text=a+b%20c%C3%A9&Count=7&Bytes=AQID&Name.10=c&Name.2=b&Name.1=a',
        'Value.3.Name=x&Value.3.Value.DataType=String&Attribute.1.Name=A&Attribute.1.Value=1',
        'Entry.5.Id=second&Entry.1.Id=first&Entry.1.Name.1=n',
      ),
      {
        Text: 'a b cé',
        Count: 7,
        Bytes: Uint8Array.of(1, 2, 3),
        Names: ['a', 'b', 'c'],
        Values: { x: { DataType: 'String' } },
        Attributes: { A: '1' },
        Entries: [{ Id: 'first', Names: ['n'] }, { Id: 'second' }],
      },
    );
  });

  it('reads lists and maps of one that old clients write without a number', () => {
    assert.deepEqual(readQuery('Name=All&Attribute.Name=A&Attribute.Value=1'), {
      Names: ['All'],
      Attributes: { A: '1' },
    });
  });

  it('ignores unknown, deep and empty parameters', () => {
    assert.deepEqual(readQuery('&&=&Other=1&A.1.2.3.4.5.6.7.8.9=x&Text'), { Text: '' });
  });

  for (const text of [
    'Text=%',
    'Text=%G1',
    'Text=%FF',
    'Count=',
    'Count=1.5',
    'Count=1e3',
    'Bytes=A',
    '%=1',
  ]) {
    it(`refuses ${text}`, () => {
      assert.match(String(readQuery(text)), /^MalformedInput: /);
    });
  }

  it('refuses an absurd number of parameters', () => {
    assert.match(String(readQuery('a&'.repeat(10_001))), /too many parameters/);
  });
});

describe('The XML encoder', () => {
  it('escapes markup and carriage returns, and replaces what XML cannot say', () => {
    assert.equal(escapeXml('<a> & "b"\r\n\t'), '&lt;a&gt; &amp; &quot;b&quot;&#xD;\n\t');
    assert.equal(escapeXml('\u0000\u001f\ud800\ufffe😀'), '\ufffd\ufffd\ufffd\ufffd😀');
  });

  it('flattens lists and maps and leaves out what is absent', () => {
    const xml = encodeMembers(SHAPE, {
      Text: undefined,
      Names: ['a', '<'],
      Attributes: { A: '1' },
      Entries: [{ Id: '1' }],
    });
    assert.equal(
      xml,
      '<Name>a</Name><Name>&lt;</Name><Attribute><Name>A</Name><Value>1</Value></Attribute><Entry><Id>1</Id></Entry>',
    );
  });
});
