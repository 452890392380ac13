import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { TraceEvent, TraceEventKind } from '../../../../broker/protocol/trace.ts';
import { COLUMNS } from '../../../../webview/trace/events/columns.ts';
import { buildTimeline, summarizeStep } from '../../../../webview/shared/life/timeline.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:orders';
const DEAD = 'arn:aws:sqs:us-east-1:000000000000:orders-dead';

function makeLife(...kinds: readonly TraceEventKind[]): TraceEvent[] {
  return kinds.map((kind, index) => ({
    sequence: index + 1,
    at: 1000 * (index + 1),
    kind,
    messageId: 'm',
    queueArn: QUEUE,
    ...(kind === 'movedToDeadLetter' ? { otherQueueArn: DEAD } : {}),
  }));
}

describe('timeline of a message', () => {
  it('orders events, drops repeats and other messages, and shows the time between steps', () => {
    const life = makeLife('sent', 'received', 'deleted');
    const foreign: TraceEvent = { sequence: 9, at: 1, kind: 'sent', messageId: 'other' };
    const timeline = buildTimeline('m', [...life].reverse().concat(life, foreign));
    assert.deepEqual(
      timeline?.steps.map((step) => step.event.kind),
      ['sent', 'received', 'deleted'],
    );
    assert.deepEqual(
      timeline?.steps.map((step) => step.sincePreviousMs),
      [undefined, 1000, 1000],
    );
    assert.equal(timeline?.totalMs, 2000);
    assert.equal(timeline?.startsLate, false);
  });

  it('is undefined for a message of which nothing is known', () => {
    assert.equal(buildTimeline('m', []), undefined);
  });

  const outcomes: readonly (readonly [readonly TraceEventKind[], string])[] = [
    [['sent'], 'waiting'],
    [['sent', 'received'], 'inFlight'],
    [['sent', 'received', 'held', 'released'], 'inFlight'],
    [['sent', 'received', 'visibilityChanged'], 'inFlight'],
    [['sent', 'received', 'expired'], 'waiting'],
    [['sent', 'received', 'deleted'], 'deleted'],
    [['sent', 'received', 'expired', 'movedToDeadLetter'], 'deadLettered'],
    [['sent', 'movedToDeadLetter', 'redriven'], 'waiting'],
    [['sent', 'purged'], 'lost'],
    [['sent', 'retentionExpired'], 'lost'],
  ];
  for (const [kinds, outcome] of outcomes) {
    it(`says ${outcome} after ${kinds.join(', ')}`, () => {
      assert.equal(buildTimeline('m', makeLife(...kinds))?.outcome, outcome);
    });
  }

  it('follows the message to its dead-letter queue, and says when the start is missing', () => {
    const timeline = buildTimeline('m', makeLife('received', 'expired', 'movedToDeadLetter'));
    assert.equal(timeline?.queueArn, DEAD);
    assert.equal(timeline?.startsLate, true);
  });

  it('says what the columns do not', () => {
    const base = { sequence: 1, at: 1, messageId: 'm' };
    assert.equal(
      summarizeStep({ ...base, kind: 'deleted', inFlightMs: 350 }),
      '350 ms after it was received',
    );
    assert.equal(
      summarizeStep({ ...base, kind: 'movedToDeadLetter', otherQueueArn: DEAD, receiveCount: 3 }),
      'To orders-dead · after 3 receives',
    );
    assert.equal(
      summarizeStep({ ...base, kind: 'rejected', error: { code: 'OverLimit', message: 'Too many.' } }),
      'OverLimit: Too many.',
    );
    assert.equal(
      summarizeStep({ ...base, kind: 'sent', preview: 'hi', timeoutMs: 5000 }),
      'hi · delayed 5 s',
    );
    assert.equal(summarizeStep({ ...base, kind: 'emptyReceive', durationMs: 2000 }), 'No message within 2 s');
  });

  it('says how far the clock was moved', () => {
    const moved = (movedMs: number) => summarizeStep({ sequence: 1, at: 1, kind: 'clockAdvanced', movedMs });
    assert.equal(moved(4 * 86_400_000), '4 d ahead');
    assert.equal(moved(-3_600_000), '1 h back');
    assert.equal(moved(0), '');
  });

  it('gives what is just sent no age', () => {
    const readAge = (event: TraceEvent): string => COLUMNS.age.read(event, () => undefined);
    assert.equal(readAge({ sequence: 1, at: 1, kind: 'sent', ageMs: 0 }), '');
    assert.equal(readAge({ sequence: 1, at: 1, kind: 'received', ageMs: 41 }), '41 ms');
  });
});
