import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as fc from 'fast-check';
import { EventLog } from '../../../../webview/trace/log/eventLog.ts';
import { compileFilter, isNarrower } from '../../../../webview/trace/log/eventFilter.ts';
import { EVENT_KIND_LIST } from '../../../../webview/shared/life/eventKinds.ts';
import type { TraceFilter } from '../../../../webview/protocol.ts';
import { makeTraceEvents, SAMPLE_STEP_MS } from '../../../support/webviewSamples.ts';

function shownSequences(log: EventLog): number[] {
  return Array.from({ length: log.rowCount }, (_, row) => log.row(row)?.sequence ?? -1);
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

const filters: fc.Arbitrary<TraceFilter> = fc
  .record(
    {
      text: fc.constantFrom('i', 'im', 'img', 'img-3', 'debug', 'debug w', 'INVALID', '1f3a', 'nothing'),
      consumerId: fc.constantFrom('worker', 'producer'),
      kinds: fc.subarray([...EVENT_KIND_LIST], { minLength: 1 }),
      from: fc.integer({ min: 0, max: 60 }).map((step) => makeTraceEvents(1)[0]!.at + step * SAMPLE_STEP_MS),
    },
    { requiredKeys: [] },
  )
  .map((filter) => filter as TraceFilter);

describe('event log', () => {
  it('keeps the newest events, and positions name the same event for as long as it is kept', () => {
    const log = new EventLog(10);
    log.append({ events: makeTraceEvents(8), start: 'snapshot', dropped: 0 });
    const position = log.positionOfRow(7);
    log.append({ events: makeTraceEvents(7, 9), start: 'continue', dropped: 0 });
    assert.deepEqual(shownSequences(log), range(6, 15));
    assert.equal(log.at(position ?? -1)?.sequence, 8);
    assert.equal(log.rowOfPosition(position ?? -1), 2);
    log.append({ events: makeTraceEvents(9, 16), start: 'continue', dropped: 0 });
    assert.equal(log.at(position ?? -1), undefined);
    assert.equal(log.rowOfPosition(position ?? -1), -1);
  });

  it('shows what a test of every kept event would show, whatever order filters and batches come in', () => {
    const steps = fc.array(fc.oneof(fc.integer({ min: 1, max: 25 }), filters), { maxLength: 20 });
    fc.assert(
      fc.property(steps, (script) => {
        const log = new EventLog(40);
        let filter: TraceFilter = {};
        let sequence = 1;
        for (const step of script) {
          if (typeof step === 'number') {
            log.append({ events: makeTraceEvents(step, sequence), start: 'continue', dropped: 0 });
            sequence += step;
          } else {
            filter = step;
            log.setFilter(filter);
          }
        }
        const test = compileFilter(filter);
        const kept = makeTraceEvents(Math.min(40, sequence - 1), Math.max(1, sequence - 40));
        const previews = new Map(
          kept.map((event) => [event.preview === undefined ? '' : event.messageId, event.preview]),
        );
        // Shown when it came in, an event stays shown though the send that its text was found in is gone.
        const always = kept.filter((event) => test(event, previews.get(event.messageId)));
        const shown = shownSequences(log);
        assert.deepEqual(
          [...shown].sort((a, b) => a - b),
          shown,
        );
        for (const event of always)
          assert.ok(shown.includes(event.sequence), `event ${event.sequence} is hidden`);
        if (filter.text === undefined)
          assert.deepEqual(
            shown,
            always.map((event) => event.sequence),
          );
      }),
    );
  });

  it('calls a filter narrower only when it hides more', () => {
    const events = makeTraceEvents(64);
    fc.assert(
      fc.property(filters, filters, (next, previous) => {
        fc.pre(isNarrower(next, previous));
        const [testNext, testPrevious] = [compileFilter(next), compileFilter(previous)];
        for (const event of events) {
          if (testNext(event, undefined)) assert.ok(testPrevious(event, undefined));
        }
      }),
    );
  });

  it('finds all events of a message by a word of its body', () => {
    const log = new EventLog(100);
    log.append({ events: makeTraceEvents(24), start: 'snapshot', dropped: 0 });
    log.setFilter({ text: 'IMG-1.png' });
    assert.deepEqual(shownSequences(log), range(9, 15));
  });

  it('takes special characters of a search literally', () => {
    const log = new EventLog(100);
    log.append({ events: makeTraceEvents(8), start: 'snapshot', dropped: 0 });
    log.setFilter({ text: '.*' });
    assert.equal(log.rowCount, 0);
    log.setFilter({ text: '{"task":' });
    assert.equal(log.rowCount, 7);
  });

  it('does not change while paused, and catches up after', () => {
    const log = new EventLog(10);
    log.append({ events: makeTraceEvents(10), start: 'snapshot', dropped: 0 });
    log.setPaused(true);
    log.append({ events: makeTraceEvents(30, 11), start: 'continue', dropped: 0 });
    assert.deepEqual(shownSequences(log), range(1, 10));
    assert.equal(log.waitingCount, 10);
    log.append({ events: log.setPaused(false), start: 'continue', dropped: 0 });
    assert.deepEqual(shownSequences(log), range(31, 40));
    assert.equal(log.waitingCount, 0);
  });

  it('remembers gaps and puts what was missing in its place', () => {
    const log = new EventLog(100);
    log.append({ events: makeTraceEvents(5), start: 'snapshot', dropped: 0 });
    log.append({ events: makeTraceEvents(5, 9), start: 'continue', dropped: 3 });
    assert.equal(log.missingCount, 3);
    assert.deepEqual(log.takeGaps(), [{ afterSequence: 5, beforeSequence: 9, count: 3 }]);
    assert.equal(log.missingCount, 0);
    log.insert(makeTraceEvents(3, 6));
    assert.deepEqual(shownSequences(log), range(1, 13));
  });

  it('keeps events of an earlier run of the broker before those of the new one', () => {
    const log = new EventLog(100);
    log.append({ events: makeTraceEvents(5), start: 'snapshot', dropped: 0 });
    log.append({ events: makeTraceEvents(2), start: 'run', dropped: 0 });
    log.append({ events: makeTraceEvents(2, 5), start: 'continue', dropped: 2 });
    log.insert(makeTraceEvents(2, 3));
    assert.deepEqual(shownSequences(log), [...range(1, 5), ...range(1, 6)]);
  });

  it('forgets what came before a snapshot', () => {
    const log = new EventLog(100);
    log.append({ events: makeTraceEvents(5), start: 'snapshot', dropped: 0 });
    log.append({ events: makeTraceEvents(2, 40), start: 'snapshot', dropped: 0 });
    assert.deepEqual(shownSequences(log), [40, 41]);
  });

  it('draws the chart of all times while the list shows a part', () => {
    const log = new EventLog(100);
    const events = makeTraceEvents(20);
    log.append({ events, start: 'snapshot', dropped: 0 });
    log.setFilter({ from: events[5]!.at, to: events[9]!.at });
    assert.deepEqual(shownSequences(log), range(6, 10));
    assert.equal([...log.overviewPlaces()].length, 20);
    log.append({ events: makeTraceEvents(4, 21), start: 'continue', dropped: 0 });
    assert.equal([...log.overviewPlaces()].length, 24);
  });
});
