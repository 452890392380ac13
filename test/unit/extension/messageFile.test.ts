import assert from 'node:assert/strict';
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  formatTable,
  readMessageFile,
  writeMessageFile,
} from '../../../extension/fileFormats/messageFile.ts';
import type { FileLine, MessageRecord } from '../../../extension/fileFormats/messageRecord.ts';

const PLAIN = { attributes: [], systemAttributes: {} };
const HELLO: MessageRecord = {
  messageId: '6ab1',
  body: 'hello',
  attributes: [
    { name: 'size', type: 'Number', value: '12345678901234567890123456789012345678' },
    { name: 'thumb', type: 'Binary', value: '/wA=' },
  ],
  systemAttributes: { SentTimestamp: '0', MessageGroupId: 'g', SenderId: 'me' },
};

describe('a file of messages', () => {
  let folder: string;
  const path = (name: string) => join(folder, name);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-files-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function* once(...messages: MessageRecord[]): AsyncGenerator<readonly MessageRecord[]> {
    yield await Promise.resolve(messages);
  }

  async function read(name: string, content: string | Uint8Array): Promise<FileLine[]> {
    writeFileSync(path(name), content);
    return collect(path(name));
  }

  async function collect(file: string): Promise<FileLine[]> {
    const all: FileLine[] = [];
    for await (const line of readMessageFile(file)) all.push(line);
    return all;
  }

  const bad = (line: number, kind: string, more: object = {}) => ({
    kind: 'bad',
    line,
    problem: { kind, ...more },
  });
  const unreadable = (kind: string, more: object = {}) => ({
    kind: 'unreadable',
    problem: { kind, ...more },
  });
  const message = (line: number, body: string) => ({ kind: 'message', line, record: { body, ...PLAIN } });

  it('has a line of JSON for each, in the words of ReceiveMessage', async () => {
    await writeMessageFile(path('a.jsonl'), once(HELLO));
    assert.equal(
      readFileSync(path('a.jsonl'), 'utf8'),
      '{"MessageId":"6ab1","Body":"hello","MessageAttributes":{"size":{"DataType":"Number","StringValue":"12345678901234567890123456789012345678"},"thumb":{"DataType":"Binary","BinaryValue":"/wA="}},"Attributes":{"SentTimestamp":"0","MessageGroupId":"g","SenderId":"me"}}\n',
    );
  });

  it('has a row for each, below the names of the columns, if it is called CSV', async () => {
    await writeMessageFile(path('a.CSV'), once(HELLO, { body: '=1+1', ...PLAIN }));
    assert.deepEqual(readFileSync(path('a.CSV'), 'utf8').split('\r\n'), [
      'MessageId,SentAt,MessageGroupId,MessageDeduplicationId,AWSTraceHeader,ApproximateReceiveCount,DeadLetterQueueSourceArn,Body,MessageAttributes',
      '6ab1,1970-01-01T00:00:00.000Z,g,,,,,hello,"{""size"":{""DataType"":""Number"",""StringValue"":""12345678901234567890123456789012345678""},""thumb"":{""DataType"":""Binary"",""BinaryValue"":""/wA=""}}"',
      ",,,,,,,'=1+1,",
      '',
    ]);
  });

  it('is not there before it is whole, and an older one stays as it was', async () => {
    writeFileSync(path('a.jsonl'), 'older');
    const broken = async function* () {
      yield [HELLO];
      assert.equal(readFileSync(path('a.jsonl'), 'utf8'), 'older');
      await Promise.reject(new Error('The broker stopped.'));
    };
    await assert.rejects(writeMessageFile(path('a.jsonl'), broken()), /The broker stopped/);
    assert.deepEqual(readdirSync(folder), ['a.jsonl']);
    assert.equal(readFileSync(path('a.jsonl'), 'utf8'), 'older');
  });

  it('can be what the AWS CLI prints, with a byte order mark, empty lines and no last newline', async () => {
    const line =
      '{"MessageId":"1","ReceiptHandle":"x","MD5OfBody":"y","Body":"b","Attributes":{"SentTimestamp":"5"}}';
    const record = { messageId: '1', body: 'b', attributes: [], systemAttributes: { SentTimestamp: '5' } };
    assert.deepEqual(await read('a.jsonl', `\uFEFF${line}\r\n\r\n${line}`), [
      { kind: 'message', line: 1, record },
      { kind: 'message', line: 3, record },
    ]);
  });

  it('names each line that is no message, and reads the others', async () => {
    const lines = [
      '{"Body":"a"}',
      '{"Body":',
      '["Body"]',
      '{"Body":""}',
      '{"Body":5}',
      '{"Body":"a","MessageAttributes":[]}',
      '{"Body":"a","MessageAttributes":{"n":{"DataType":"Number","BinaryValue":"AA=="}}}',
      '{"Body":"a","MessageAttributes":{"n":{"DataType":"Binary","BinaryValue":"A"}}}',
      '{"Body":"a","Attributes":{"SentTimestamp":5}}',
      '\u00ff',
      '{"Body":"z"}',
    ];
    const bytes = Buffer.concat(
      lines.map((line) => Buffer.from(`${line}\n`, line === '\u00ff' ? 'latin1' : 'utf8')),
    );
    assert.deepEqual(await read('a.jsonl', bytes), [
      message(1, 'a'),
      bad(2, 'notJson'),
      bad(3, 'notAnObject'),
      bad(4, 'bodyMissing'),
      bad(5, 'bodyMissing'),
      bad(6, 'badMember', { member: 'MessageAttributes' }),
      bad(7, 'badAttribute', { name: 'n' }),
      bad(8, 'badAttribute', { name: 'n' }),
      bad(9, 'badMember', { member: 'Attributes' }),
      bad(10, 'notUtf8'),
      message(11, 'z'),
    ]);
  });

  it('names each row that is no message, as a spreadsheet counts them', async () => {
    const rows = [
      'Body,MessageAttributes,More',
      '"a\r\nb",,',
      '',
      'short',
      ',,',
      'x,{,',
      'x,[],',
      "'=1,,7",
      "''=1,,",
    ];
    assert.deepEqual(await read('a.csv', rows.join('\r\n')), [
      message(2, 'a\r\nb'),
      bad(4, 'badColumns'),
      bad(5, 'bodyMissing'),
      bad(6, 'badMember', { member: 'MessageAttributes' }),
      bad(7, 'badMember', { member: 'MessageAttributes' }),
      message(8, '=1'),
      message(9, "'=1"),
    ]);
  });

  it('has no time in CSV that is none', async () => {
    const odd = { ...HELLO, systemAttributes: { SentTimestamp: '1e300' } };
    await writeMessageFile(path('a.csv'), once(odd));
    assert.match(readFileSync(path('a.csv'), 'utf8'), /\r\n6ab1,,/u);
  });

  for (const exists of [true, false]) {
    it(`is written to where a link leads, which stays${exists ? '' : ', if nothing is there yet'}`, async () => {
      if (exists) writeFileSync(path('real.jsonl'), 'old');
      symlinkSync('real.jsonl', path('link.jsonl'));
      await writeMessageFile(path('link.jsonl'), once(HELLO));
      assert.ok(lstatSync(path('link.jsonl')).isSymbolicLink());
      assert.match(readFileSync(path('real.jsonl'), 'utf8'), /hello/u);
      assert.deepEqual(readdirSync(folder).sort(), ['link.jsonl', 'real.jsonl']);
    });
  }

  it('leaves out a line that is too long, and reads on', async () => {
    const long = 'x'.repeat(9 * 1_048_576);
    assert.deepEqual(await read('a.jsonl', `{"Body":"a"}\n${long}\n{"Body":"b"}\n${long}`), [
      message(1, 'a'),
      bad(2, 'tooLong'),
      message(3, 'b'),
      bad(4, 'tooLong'),
    ]);
  });

  for (const [what, name, content, end] of [
    ['a saved trace', 'a.jsonl', '{"format":"queueside-trace","version":1}\n', unreadable('savedTrace')],
    ['another encoding', 'a.csv', Buffer.from('Body\nä', 'latin1'), unreadable('otherEncoding')],
    ['UTF-16', 'a.csv', Buffer.from('\uFEFFBody\na', 'utf16le'), unreadable('otherEncoding')],
    ['no column for bodies', 'a.csv', 'body\na', unreadable('noBodyColumn')],
    ['a quote that does not end', 'a.csv', 'Body\n\na\n"b\nc', unreadable('badQuotes', { line: 4 })],
    ['a quote in a quoted cell', 'a.csv', 'Body\n"a"b"\n', unreadable('badQuotes', { line: 2 })],
    [
      'a row that is too long',
      'a.csv',
      `Body\na\n${'x'.repeat(17 * 1_048_576)}`,
      unreadable('lineTooLong', { line: 3 }),
    ],
  ] as const)
    it(`is not read on after ${what}`, async () => {
      assert.deepEqual((await read(name, content)).at(-1), end);
    });

  it('is not a folder', async () => {
    assert.deepEqual(await collect(folder), [unreadable('notAFile')]);
  });
});

describe('a table as CSV', () => {
  for (const [what, value, expected] of [
    ['a comma', 'a,b', '"a,b"'],
    ['quotes', 'say "hi"', '"say ""hi"""'],
    ['line breaks', 'a\r\nb\nc', '"a\r\nb\nc"'],
    ['a carriage return alone', 'a\rb', '"a\rb"'],
    ['spaces at the ends', ' a ', '" a "'],
    ['other letters', 'größe 😀', 'größe 😀'],
    ['what a spreadsheet would calculate', '=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'],
    ['a plus', '+1', "'+1"],
    ['a minus', '-1', "'-1"],
    ['an at sign', '@SUM(A1)', "'@SUM(A1)"],
    ['a tab', '\t=1', "'\t=1"],
    ['a wide equals sign', '＝1', "'＝1"],
    ['an apostrophe before such a sign', "'=1", "''=1"],
    ['an apostrophe before another one', "'a", "'a"],
    ['an equals sign that is not first', 'a=1', 'a=1'],
  ] as const)
    it(`keeps ${what}`, () => assert.equal(formatTable([['x', value]]), `x,${expected}\r\n`));
});
