import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findReplayTargets, redirectSends } from '../../../extension/trace/replayTargets.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const LOCAL = [makeQueue('orders'), makeQueue('payments.fifo')];
const QUEUES = {
  findByArn: (arn: string) => LOCAL.find((queue) => queue.arn === arn),
  findByName: (name: string) => LOCAL.find((queue) => queue.name === name),
};
const elsewhere = (name: string) => `arn:aws:sqs:eu-central-1:123456789012:${name}`;
const arnOf = (name: string): string => makeQueue(name).arn;

function makeSend(queueArn: string, groupId?: string) {
  return { queueArn, sentAt: 1, body: 'x', attributes: [], ...(groupId !== undefined && { groupId }) };
}

describe('where a recorded trace is replayed', () => {
  for (const [title, recorded, found, missing] of [
    ['its own queues', [arnOf('orders')], [[arnOf('orders'), arnOf('orders')]], []],
    [
      'the queue of the same name, for one of an endpoint',
      [elsewhere('orders')],
      [[elsewhere('orders'), arnOf('orders')]],
      [],
    ],
    [
      'nowhere, for a queue that is not there',
      [elsewhere('gone'), arnOf('gone')],
      [],
      [elsewhere('gone'), arnOf('gone')],
    ],
  ] as const) {
    it(`is ${title}`, () => {
      const targets = findReplayTargets(
        QUEUES,
        recorded.map((arn) => makeSend(arn)),
      );
      assert.deepEqual([...targets.found], found);
      assert.deepEqual(targets.missing, missing);
    });
  }

  it('is what takes the place of each queue; FIFO messages whose group is not known get one', () => {
    const targets = new Map([
      [elsewhere('orders'), arnOf('orders')],
      [elsewhere('payments.fifo'), arnOf('payments.fifo')],
    ]);
    const sends = [
      makeSend(elsewhere('orders')),
      makeSend(elsewhere('payments.fifo')),
      makeSend(elsewhere('payments.fifo'), 'g'),
      makeSend(elsewhere('other')),
    ];
    assert.deepEqual(
      redirectSends(sends, targets).map(({ queueArn, groupId }) => [queueArn, groupId]),
      [
        [arnOf('orders'), undefined],
        [arnOf('payments.fifo'), 'default'],
        [arnOf('payments.fifo'), 'g'],
        [elsewhere('other'), undefined],
      ],
    );
  });
});
