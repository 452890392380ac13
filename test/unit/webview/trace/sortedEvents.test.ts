import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as fc from 'fast-check';
import type { TraceEvent } from '../../../../broker/protocol/trace.ts';
import type { TraceFilter } from '../../../../webview/protocol.ts';
import { compileFilter } from '../../../../webview/trace/log/eventFilter.ts';
import { EventLog } from '../../../../webview/trace/log/eventLog.ts';
import type { EventSort, SortKey } from '../../../../webview/trace/log/sortedEvents.ts';

const CAPACITY = 40;

/** Few keys, so that many events share one, and some have none. */
const keyOf = ({ sizeBytes }: TraceEvent): SortKey => (sizeBytes === 0 ? undefined : sizeBytes);

function makeEvent(sequence: number, sizeBytes: number): TraceEvent {
  return {
    sequence,
    at: sequence,
    kind: sizeBytes % 2 === 0 ? 'sent' : 'received',
    messageId: `message-${sizeBytes}`,
    sizeBytes,
  };
}

function makeSort(isDescending: boolean): EventSort {
  return { keyOf, compare: (left, right) => Number(left) - Number(right), isDescending };
}

/** The order by its definition: keys, then time; events without a key last. */
function sortPlainly(events: readonly TraceEvent[], isDescending: boolean): TraceEvent[] {
  const sign = isDescending ? -1 : 1;
  return [...events].sort((left, right) => {
    const [one, other] = [keyOf(left), keyOf(right)].map((key) =>
      key === undefined ? Infinity : sign * Number(key),
    );
    return one === other ? left.sequence - right.sequence : (one ?? 0) - (other ?? 0);
  });
}

type Step =
  | { readonly sizes: readonly number[] }
  | { readonly filter: TraceFilter }
  | { readonly isDescending: boolean | undefined }
  | { readonly clears: true };

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ sizes: fc.array(fc.nat({ max: 6 }), { maxLength: 60 }) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        filter: fc.constantFrom<TraceFilter>(
          {},
          { kinds: ['sent'] },
          { text: 'message-4' },
          { text: 'message-' },
        ),
      }),
    },
    { weight: 2, arbitrary: fc.record({ isDescending: fc.option(fc.boolean(), { nil: undefined }) }) },
    { weight: 1, arbitrary: fc.constant({ clears: true } as const) },
  ),
  { maxLength: 25 },
);

describe('events that are sorted', () => {
  it('are in the order that sorting all of them has, while new ones come, old ones leave, and filters change', () => {
    let comparedCount = 0;
    fc.assert(
      fc.property(steps, (script) => {
        const log = new EventLog(CAPACITY);
        let kept: TraceEvent[] = [];
        let filter: TraceFilter = {};
        let isDescending: boolean | undefined;
        let sequence = 1;
        for (const step of script) {
          if ('sizes' in step) {
            const events = step.sizes.map((size) => {
              sequence += 1;
              return makeEvent(sequence, size);
            });
            log.append({ events, start: 'continue', dropped: 0 });
            kept = [...kept, ...events].slice(-CAPACITY);
          } else if ('filter' in step) {
            filter = step.filter;
            log.setFilter(filter);
          } else if ('clears' in step) {
            log.clear();
            kept = [];
          } else {
            isDescending = step.isDescending;
            log.setSort(isDescending === undefined ? undefined : makeSort(isDescending));
          }
          const test = compileFilter(filter);
          const shown = kept.filter((event) => test(event, undefined));
          const expected = isDescending === undefined ? shown : sortPlainly(shown, isDescending);
          const rows = Array.from({ length: log.rows.size }, (_, row) => log.rows.at(row));
          assert.deepEqual(rows, expected);
          comparedCount += rows.length;
          for (let position = log.firstPosition; position < log.nextPosition; position += 1) {
            const event = log.at(position);
            assert.equal(log.rows.rowOf(position), expected.indexOf(event as TraceEvent));
          }
        }
      }),
      { numRuns: 300 },
    );
    assert.ok(comparedCount > 10_000, String(comparedCount));
  });

  it('cost one reading and one binary search for each new event, also while old ones leave', () => {
    const capacity = 65_536;
    let [readCount, compareCount] = [0, 0];
    const log = new EventLog(capacity);
    const sizeOf = (sequence: number): number => (sequence * 7919) % 100_003;
    const append = (first: number, count: number): void =>
      log.append({
        events: Array.from({ length: count }, (_, index) => makeEvent(first + index, sizeOf(first + index))),
        start: 'continue',
        dropped: 0,
      });
    append(1, capacity);
    log.setSort({
      keyOf: (event) => {
        readCount += 1;
        return event.sizeBytes;
      },
      compare: (left, right) => {
        compareCount += 1;
        return Number(left) - Number(right);
      },
      isDescending: false,
    });
    assert.equal(readCount, capacity);
    const sequences = capacity + 1;
    for (let batch = 0; batch < 100; batch += 1) {
      [readCount, compareCount] = [0, 0];
      append(sequences + batch, 1);
      assert.equal(log.firstPosition, batch + 1, 'one left');
      assert.equal(readCount, 1);
      // log2 of the capacity, and one.
      assert.ok(compareCount <= 17, `${compareCount} comparisons`);
      assert.equal(log.rows.size, capacity);
    }
    [readCount, compareCount] = [0, 0];
    append(sequences + 100, 64);
    assert.equal(readCount, 64);
    // Besides, the batch itself is sorted: at most log2 of 64 for each.
    assert.ok(compareCount <= 64 * (17 + 6), `${compareCount} comparisons`);
    const keys = Array.from({ length: log.rows.size }, (_, row) => log.rows.at(row)?.sizeBytes ?? -1);
    assert.ok(keys.every((key, row) => row === 0 || (keys[row - 1] ?? 0) <= key));
  });

  it('are not compared again when a filter is narrowed', () => {
    let compareCount = 0;
    const log = new EventLog(1_000);
    const events = Array.from({ length: 1_000 }, (_, index) => makeEvent(index + 1, (index * 37) % 101));
    log.append({ events, start: 'snapshot', dropped: 0 });
    log.setSort({
      keyOf,
      compare: (left, right) => {
        compareCount += 1;
        return Number(left) - Number(right);
      },
      isDescending: true,
    });
    compareCount = 0;
    log.setFilter({ kinds: ['sent'] });
    assert.equal(compareCount, 0);
    const rows = Array.from({ length: log.rows.size }, (_, row) => log.rows.at(row));
    assert.deepEqual(
      rows,
      sortPlainly(
        events.filter(({ kind }) => kind === 'sent'),
        true,
      ),
    );
  });

  it('follow events that are inserted where they were missing', () => {
    const log = new EventLog(CAPACITY);
    log.append({ events: [makeEvent(1, 5), makeEvent(4, 3)], start: 'snapshot', dropped: 0 });
    log.setSort(makeSort(false));
    log.insert([makeEvent(2, 4), makeEvent(3, 9)]);
    const sizes = Array.from({ length: log.rows.size }, (_, row) => log.rows.at(row)?.sizeBytes);
    assert.deepEqual(sizes, [3, 4, 5, 9]);
  });
});
