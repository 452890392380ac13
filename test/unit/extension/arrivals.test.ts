import assert from 'node:assert/strict';
import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import { ANY_DEAD_LETTER, findArrival } from '../../../extension/debug/arrivals.ts';
import { describeArrivalBreakpoint } from '../../../extension/debug/arrivalText.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:orders';
const DEAD_LETTERS = 'arn:aws:sqs:us-east-1:000000000000:orders-dlq';

function makeEvent(kind: TraceEvent['kind'], otherQueueArn?: string): TraceEvent {
  const event = { sequence: 1, at: 0, kind, queueArn: QUEUE, messageId: 'm-1' };
  return otherQueueArn === undefined ? event : { ...event, otherQueueArn };
}

const on = (id: string) => ({ id, isEnabled: true });

describe('breakpoints on messages', () => {
  it('are confirmed with the queue, whether or not a program runs', () => {
    assert.equal(describeArrivalBreakpoint(QUEUE), 'Breaks at messages to orders.');
    assert.equal(describeArrivalBreakpoint(ANY_DEAD_LETTER), 'Breaks when a message is dead-lettered.');
  });

  for (const [name, breakpoints, event, expected] of [
    ['a send to its queue', [on(QUEUE)], makeEvent('sent'), QUEUE],
    [
      'a dead letter, where it goes',
      [on(DEAD_LETTERS)],
      makeEvent('movedToDeadLetter', DEAD_LETTERS),
      DEAD_LETTERS,
    ],
    ['any dead letter', [on(ANY_DEAD_LETTER)], makeEvent('movedToDeadLetter', DEAD_LETTERS), DEAD_LETTERS],
    [
      'a redriven message, where it goes',
      [on(DEAD_LETTERS)],
      makeEvent('redriven', DEAD_LETTERS),
      DEAD_LETTERS,
    ],
    ['nothing when switched off', [{ id: QUEUE, isEnabled: false }], makeEvent('sent'), undefined],
    [
      'nothing when a dead letter leaves its queue',
      [on(QUEUE)],
      makeEvent('movedToDeadLetter', DEAD_LETTERS),
      undefined,
    ],
    [
      'nothing when a redriven message is no dead letter',
      [on(ANY_DEAD_LETTER)],
      makeEvent('redriven', DEAD_LETTERS),
      undefined,
    ],
    ['nothing when a message is only received', [on(QUEUE)], makeEvent('received'), undefined],
    ['nothing on another queue', [on(DEAD_LETTERS)], makeEvent('sent'), undefined],
  ] as const) {
    it(`hit ${name}`, () => assert.equal(findArrival(breakpoints, event)?.queueArn, expected));
  }
});
