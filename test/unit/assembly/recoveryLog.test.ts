import assert from 'node:assert/strict';
import type { RecoveryReport } from '../../../broker/protocol/storage.ts';
import { describeLosses } from '../../../broker/assembly/recoveryLog.ts';

const WHOLE: RecoveryReport = {
  segments: 2,
  records: 40,
  queues: 3,
  messages: 12,
  durationMs: 5,
  tornTails: [],
  damaged: [],
  missing: [],
  recovered: [],
  unreadable: 0,
  unreadableKeys: 0,
};

describe('what a start says of its losses', () => {
  for (const [found, line] of [
    [
      { tornTails: [{ file: 'b', offset: 100, bytes: 17 }] },
      'b: its end was discarded (17 bytes from 100), because a crash left it incomplete',
    ],
    [
      { damaged: [{ file: 'a', setAsideAs: 'a.damaged', gaps: 2, unreadableBytes: 300 }] },
      'a: damaged; gaps: 2, bytes in them: 300; messages in gaps are lost, the rest is kept; set aside as a.damaged',
    ],
    [{ damaged: [{ file: 'a', gaps: 0, unreadableBytes: 0, belongsTo: 'b' }] }, 'a: has the contents of b'],
    [
      { missing: [{ file: 'c', bytes: 4000, messages: 7 }] },
      'c: missing, with 7 messages at most; the broker did not remove it',
    ],
    [
      { recovered: [{ queueArn: 'arn:q', messages: 20 }] },
      'arn:q: created for 20 messages whose queue is unknown',
    ],
    [
      { unreadable: 20, unreadableKeys: 1 },
      'keys that cannot be decrypted: 1; messages encrypted with them: 20; they are kept but not delivered',
    ],
  ] as const) {
    it(line, () => {
      assert.deepEqual(describeLosses({ ...WHOLE, ...found }), [line]);
    });
  }

  it('nothing when nothing is lost', () => {
    assert.deepEqual(describeLosses(WHOLE), []);
  });
});
