import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { PagedContents } from '../../../broker/contents/pagedContents.ts';
import type { MessageContent } from '../../../broker/engine/base/content.ts';
import {
  readContent,
  readErrorText,
  readHandle,
  readId,
  readReceived,
} from '../../../broker/gateway/observedMembers.ts';

const LONG = 'x'.repeat(70_000);

/** As the memory of the trace gives it back. */
function remember(content: MessageContent): MessageContent | undefined {
  const contents = new PagedContents();
  return contents.read(contents.keep(content));
}

function readBody(content: MessageContent): string {
  return Buffer.from(remember(content)?.body ?? []).toString();
}

describe('the IDs and receipt handles of an endpoint', () => {
  it('are remembered up to a length that no endpoint needs', () => {
    for (const [read, maximum] of [
      [readId, 128],
      [readHandle, 4_096],
    ] as const) {
      assert.equal(read('x'.repeat(maximum)), 'x'.repeat(maximum));
      for (const value of ['x'.repeat(maximum + 1), LONG, undefined, null, 7, ['x'], {}])
        assert.equal(read(value), undefined);
    }
  });
});

describe('what an error of an endpoint says', () => {
  it('is cut after 2,048 characters', () => {
    assert.equal(readErrorText('Denied.'), 'Denied.');
    assert.equal(readErrorText(LONG), LONG.slice(0, 2_048));
    assert.equal(readErrorText(undefined, '500'), '500');
  });
});

describe('the content of a message that passes through a gateway', () => {
  it('is kept whatever the endpoint sends as a digest or a sequence number', () => {
    for (const digest of [undefined, '', 'no digest', 'abc', 7, LONG]) {
      const output = { MD5OfMessageBody: digest, SequenceNumber: digest };
      assert.equal(readBody(readContent({ MessageBody: 'sent' }, output, 'key')), 'sent');
      const given = { Body: 'received', MD5OfBody: digest, Attributes: { SequenceNumber: digest } };
      assert.equal(readBody(readReceived(given)), 'received');
    }
  });

  it('is kept without names that are too long for any message', () => {
    const content = remember(
      readContent(
        {
          MessageBody: 'sent',
          MessageGroupId: LONG,
          MessageAttributes: {
            [LONG]: { DataType: 'String', StringValue: 'a' },
            tenant: { DataType: 'String', StringValue: LONG },
          },
        },
        {},
        'key',
      ),
    );
    assert.equal(content?.groupId, undefined);
    assert.deepEqual(content?.attributes, [{ name: 'tenant', type: 'String', value: LONG }]);
  });
});
