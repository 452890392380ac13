import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { orderSteps } from '../../../extension/clock/jumpSteps.ts';
import {
  describeEnding,
  describeLoss,
  describeShortened,
  describeUndo,
} from '../../../extension/clock/jumpText.ts';

const of = (queues: Readonly<Record<string, number>>) =>
  Object.entries(queues).map(([name, messages]) => ({
    queueArn: `arn:aws:sqs:us-east-1:000000000000:${name}`,
    messages,
  }));

describe('the texts about a jump of the clock', () => {
  for (const { queues, says } of [
    { queues: { orders: 1 }, says: '1 message in orders will expire.' },
    { queues: { orders: 2, 'steps.fifo': 3 }, says: '3 messages in steps.fifo and 2 in orders will expire.' },
    { queues: { a: 1, b: 1 }, says: '1 message in a and 1 in b will expire.' },
    { queues: { a: 3, b: 2, c: 1 }, says: '3 messages in a, 2 in b and 1 in c will expire.' },
    {
      queues: { a: 9, b: 8, c: 7, d: 6 },
      says: '9 messages in a, 8 in b and 13 in 2 other queues will expire.',
    },
  ]) {
    it(says, () => assert.equal(describeLoss(of(queues)), says));
  }

  it('is short in a list', () => {
    assert.equal(describeEnding(of({ orders: 1 })), '1 message in orders expires');
    assert.equal(describeEnding(of({ orders: 3 })), '3 messages in orders expire');
  });

  it('says for how long it can be undone, if at all', () => {
    assert.equal(describeUndo(300_000), 'You can undo this for 5 minutes.');
    assert.equal(describeUndo(60_000), 'You can undo this for 1 minute.');
    assert.equal(describeUndo(undefined), 'You can’t undo this.');
  });

  it('says on the way back what is left to messages', () => {
    const upToMs = 4 * 86_400_000 - 3_600_000;
    assert.equal(
      describeShortened({ messages: 12, upToMs }),
      '12 messages now expire up to 3 d 23 h earlier.',
    );
    assert.equal(describeShortened({ messages: 1, upToMs }), '1 message now expires up to 3 d 23 h earlier.');
  });

  it('offers what ends messages behind everything else', () => {
    const lossy = { name: 'next', ending: of({ orders: 1 }) };
    const steps = [lossy, { name: 'minute', ending: [] }, { name: 'other', ending: undefined }];
    const { harmless, ending } = orderSteps(steps);
    assert.deepEqual(
      harmless.map(({ name }) => name),
      ['minute', 'other'],
    );
    assert.deepEqual(ending, [lossy]);
  });
});
