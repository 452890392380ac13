import assert from 'node:assert/strict';
import { cutIntoCalls, readRecordedSends } from '../../../extension/trace/recordedSends.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:orders';

function makeSend(sentAt: number, body = 'hello') {
  return { queueArn: QUEUE, sentAt, body, attributes: [] };
}

function makeSentEvent(sentAt: number, content?: object) {
  return {
    sequence: 1,
    at: sentAt,
    kind: 'sent',
    queueArn: QUEUE,
    messageId: 'm',
    ...(content ? { content } : {}),
  };
}

const writeLines = (...values: unknown[]) => values.map((value) => JSON.stringify(value)).join('\n');

describe('a saved trace', () => {
  it('gives its sends in order of time, and passes over the rest', async () => {
    const attributes = [{ name: 'a', type: 'String', value: '1' }];
    const content = {
      ...makeSend(20, 'second'),
      messageId: 'm',
      attributes,
      groupId: 'g',
      deduplicationId: 'd',
    };
    const text = writeLines(
      { format: 'queueside-trace', version: 1 },
      makeSentEvent(20, content),
      { ...makeSentEvent(30), kind: 'received' },
      makeSend(10, 'by hand'),
      makeSentEvent(40),
    );
    const { sends, withoutContents } = await readRecordedSends(`${text}\nnot json\n{half`.split('\n'));
    assert.deepEqual(sends, [
      makeSend(10, 'by hand'),
      { queueArn: QUEUE, sentAt: 20, body: 'second', attributes, groupId: 'g' },
    ]);
    assert.equal(withoutContents, 1);
  });

  it('gives nothing that could not be sent', async () => {
    const text = writeLines(
      { ...makeSend(1), body: 7 },
      makeSend(-1, 'before the epoch'),
      makeSend(1e300, 'no date'),
      { ...makeSend(1), attributes: [{ name: 'a' }] },
      { ...makeSend(1), queueArn: undefined },
    );
    assert.deepEqual(await readRecordedSends(text.split('\n')), { sends: [], withoutContents: 0 });
  });

  it('of a version that is not known gives nothing', async () => {
    const text = writeLines({ format: 'queueside-trace', version: 2 }, makeSend(1));
    assert.deepEqual(await readRecordedSends(text.split('\n')), { sends: [], withoutContents: 0 });
  });

  it('gives others their turn while it is read', async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    const text = writeLines(
      ...Array.from({ length: 8 }, (_, index) => makeSend(index, 'x'.repeat(1_000_000))),
    );
    try {
      assert.equal((await readRecordedSends(text.split('\n'))).sends.length, 8);
    } finally {
      clearInterval(timer);
    }
    assert.ok(turns > 1, String(turns));
  });

  it('passes over a line that is too long for an event', async () => {
    const text = writeLines(makeSend(1, 'x'.repeat(9 * 1024 * 1024)), makeSend(2, 'kept'));
    assert.deepEqual((await readRecordedSends(text.split('\n'))).sends, [makeSend(2, 'kept')]);
  });

  it('is cut into calls of at most 1,000 sends and about 1 MiB', () => {
    const many = Array.from({ length: 2_500 }, (_, index) => makeSend(index));
    assert.deepEqual(
      [...cutIntoCalls(many)].map(({ length }) => length),
      [1_000, 1_000, 500],
    );
    const large = Array.from({ length: 9 }, (_, index) => makeSend(index, 'x'.repeat(400_000)));
    assert.deepEqual(
      [...cutIntoCalls(large)].map(({ length }) => length),
      [2, 2, 2, 2, 1],
    );
    assert.deepEqual([...cutIntoCalls([])], []);
  });
});
