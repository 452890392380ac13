import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import { makeMistakes } from '../../support/review/mistakes.ts';
import { makeClockJump, makeQuietHour, makeUglyEvents } from '../../support/review/uglyData.ts';
import { makeScenario } from '../../support/traceScenario.ts';
import { makeTraceEvents } from '../../support/webviewSamples.ts';

/** What events say of ages and durations, and is not so. */
function findUntrue(events: readonly TraceEvent[]): string[] {
  const sent = new Map<string, number>();
  const received = new Map<string, number>();
  const queues = new Map<string, string>();
  const untrue: string[] = [];
  for (const { sequence, kind, at, messageId, queueArn, otherQueueArn, ageMs, inFlightMs, depth } of events) {
    const check = (what: string, told: number | undefined, isSo: number): void => {
      if (told !== undefined && told !== isSo)
        untrue.push(`${sequence} ${kind}: ${what} ${told}, not ${isSo}`);
    };
    if (messageId !== undefined) {
      if (kind === 'sent') sent.set(messageId, at);
      if (kind === 'received') received.set(messageId, at);
      check('age', ageMs, at - (sent.get(messageId) ?? Number.NaN));
      check('in flight', inFlightMs, at - (received.get(messageId) ?? Number.NaN));
      if (kind === 'deleted') queues.delete(messageId);
      else queues.set(messageId, otherQueueArn ?? queueArn ?? '');
    }
    const waiting = [...queues].filter(([, queue]) => queue === queueArn).map(([id]) => sent.get(id) ?? 0);
    check('oldest', depth?.oldestAgeMs, at - Math.min(...waiting));
  }
  return untrue;
}

describe('what the review pictures show', () => {
  for (const [name, events] of Object.entries({
    scenario: makeScenario(),
    'quiet hour': makeQuietHour(),
    'clock jump': makeClockJump(),
    samples: makeTraceEvents(200),
    'ugly samples': makeUglyEvents(),
    mistakes: makeMistakes().events,
  }))
    it(`has true ages and durations: ${name}`, () => {
      assert.ok(events.some(({ ageMs = 0, inFlightMs = 0 }) => ageMs > 0 && inFlightMs > 0));
      assert.deepEqual(findUntrue(events), []);
    });

  it('has the findings that the broker makes of these events', () => {
    const { events, findings } = makeMistakes();
    assert.deepEqual(findings.map(({ rule }) => rule).sort(), [
      'deletedTooLate',
      'shortPolling',
      'slowHandler',
    ]);
    const known = new Set(events.map(({ messageId }) => messageId));
    for (const { messageIds, count } of findings) {
      assert.ok(messageIds.length <= count);
      for (const messageId of messageIds) assert.ok(known.has(messageId), messageId);
    }
  });
});
