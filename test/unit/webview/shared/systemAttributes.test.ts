import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { cutText, takeStart } from '../../../../webview/shared/cutText.ts';
import { connectionOf } from '../../../../webview/shared/queueAddress.ts';
import { describeSystemAttributes } from '../../../../webview/shared/systemAttributes.ts';
import { formatDateTime, formatInBothZones } from '../../../../webview/shared/timeFormat.ts';

const AT = 1_700_000_000_123;
const SOURCE = 'arn:aws:sqs:us-east-1:000000000000:orders';

describe('system attributes for reading', () => {
  it('have the names of the service, with times in full, and the queue that a dead letter came from', () => {
    const described = describeSystemAttributes({
      SenderId: '000000000000',
      SentTimestamp: String(AT),
      ApproximateFirstReceiveTimestamp: String(AT),
      DeadLetterQueueSourceArn: SOURCE,
      SequenceNumber: '18849496460467696128',
    });
    const time = { value: formatDateTime(AT), detail: formatInBothZones(AT) };
    assert.deepEqual(described, [
      { name: 'SenderId', value: '000000000000', detail: '' },
      { name: 'SentTimestamp', ...time },
      { name: 'ApproximateFirstReceiveTimestamp', ...time },
      { name: 'DeadLetterQueueSourceArn', value: 'orders', detail: SOURCE },
      { name: 'SequenceNumber', value: '18849496460467696128', detail: '' },
    ]);
  });
});

describe('a text that is cut', () => {
  it('says that there is more, and keeps characters whole', () => {
    assert.equal(cutText('abc', 3), 'abc');
    assert.equal(cutText('abcd', 3), 'abc…');
    assert.equal(cutText('ab😀d', 3), 'ab…');
    assert.deepEqual([takeStart('ab😀', 4), takeStart('ab😀', 3), takeStart('😀', 0)], ['ab😀', 'ab', '']);
  });
});

describe('the address of a queue', () => {
  it('names its connection', () => {
    assert.equal(connectionOf(SOURCE), 'local');
    assert.equal(connectionOf(`place-2/${SOURCE}`), 'place-2');
  });
});
