import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { describeReport } from '../../../extension/remote/transfer/describeReport.ts';

const REPORT = {
  end: 'maximum',
  storedCount: 9_998,
  failedCount: 0,
  firstFailure: undefined,
  duplicateCount: 0,
  inBothCount: 0,
  missedCount: 0,
  unsureCount: 0,
  maybeTwiceCount: 0,
  hidden: { count: 0, untilMs: 0 },
} as const;
const CONTEXT = { mode: 'copy', from: 'orders', to: 'copies', receives: true, leftInFlightCount: 0 } as const;

describe('What a transfer says when it ends', () => {
  it('names the limit of all transfers, and not how many it has stored', () => {
    assert.deepEqual(describeReport(REPORT, { ...CONTEXT, limit: 10_000 }), {
      text: 'Copied 9,998 messages to copies.',
      problem: 'A transfer has at most 10,000 messages. Run it again for the rest.',
    });
  });

  it('has no problem with a maximum of the user', () => {
    assert.equal(describeReport(REPORT, CONTEXT).problem, undefined);
  });

  for (const [missedCount, text] of [
    [
      1,
      '1 message that was stored before the interruption may also have been received by consumers of orders.',
    ],
    [
      2,
      '2 messages that were stored before the interruption may also have been received by consumers of orders.',
    ],
  ] as const) {
    it(`says that consumers may have received ${missedCount} of what was stored before`, () => {
      assert.equal(describeReport({ ...REPORT, missedCount }, { ...CONTEXT, mode: 'move' }).problem, text);
    });
  }
});
