import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readMessageFile, writeMessageFile } from '../../extension/fileFormats/messageFile.ts';
import type { MessageRecord } from '../../extension/fileFormats/messageRecord.ts';

/** What a message can say, and what files have trouble with. */
const body = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        "'",
        '=',
        '+',
        '-',
        '@',
        '\t',
        '\r',
        '\n',
        '"',
        ',',
        ' ',
        '\u0000',
        '😀',
        '\uFEFF',
        '＝',
        '{}',
        'a',
      ),
      { minLength: 1, maxLength: 8 },
    )
    .map((parts) => parts.join('')),
  fc.json(),
);
const name = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_.-]{1,20}$/),
  fc.constantFrom('__proto__', '7', 'constructor'),
);
const attribute = fc.oneof(
  fc.record({ type: fc.constantFrom('String', 'String.json', '=String'), value: body }),
  fc.record({
    type: fc.constantFrom('Number', 'Number.big'),
    value: fc.stringMatching(/^-?[0-9]{38}$/),
  }),
  fc.record({
    type: fc.constantFrom('Binary', 'Binary.png'),
    value: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('base64')),
  }),
);
const attributes = fc
  .uniqueArray(fc.tuple(name, attribute), { selector: ([key]) => key, maxLength: 5 })
  .map((entries) => entries.map(([key, rest]) => ({ name: key, ...rest })));
const systemAttributes = fc.record(
  {
    MessageGroupId: fc.stringMatching(/^[!-~]{1,30}$/),
    MessageDeduplicationId: fc.stringMatching(/^[!-~]{1,30}$/),
    AWSTraceHeader: body,
    ApproximateReceiveCount: fc.nat().map(String),
    SentTimestamp: fc.nat({ max: 4_000_000_000_000 }).map(String),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const record: fc.Arbitrary<MessageRecord> = fc.record({
  messageId: fc.uuid(),
  body,
  attributes,
  systemAttributes,
});

describe('a file of messages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'queueside-files-'));
  after(() => rmSync(folder, { recursive: true }));

  async function rewrite(
    extension: string,
    pages: readonly (readonly MessageRecord[])[],
  ): Promise<unknown[]> {
    const path = join(folder, `messages.${extension}`);
    await writeMessageFile(
      path,
      (async function* () {
        for (const page of pages) yield await Promise.resolve(page);
      })(),
    );
    const read: unknown[] = [];
    for await (const line of readMessageFile(path))
      read.push(line.kind === 'message' ? sort(line.record) : line);
    return read;
  }

  for (const extension of ['jsonl', 'csv']) {
    it(`says exactly what was written to it: ${extension}`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.array(record, { maxLength: 4 }), { maxLength: 3 }), async (pages) => {
          assert.deepEqual(await rewrite(extension, pages), pages.flat().map(sort));
        }),
      );
    });

    it(`holds the largest messages: ${extension}`, async () => {
      const messages = ['"', '\n', '\r', 'x', '=', 'ä'].map((unit) => ({
        messageId: 'large',
        body: unit.repeat(1_048_576 / Buffer.byteLength(unit)),
        attributes: [],
        systemAttributes: {},
      }));
      assert.ok(
        (await rewrite(extension, [messages])).every(
          (read, at) => (read as MessageRecord).body === messages[at]?.body,
        ),
      );
    });
  }
});

/** Attributes have no order. */
function sort({ attributes: all, ...rest }: MessageRecord): MessageRecord {
  return { ...rest, attributes: all.toSorted((one, other) => (one.name < other.name ? -1 : 1)) };
}
