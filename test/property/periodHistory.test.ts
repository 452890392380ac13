import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ChunkBook } from '../../broker/metrics/chunkBook.ts';
import {
  addSamples,
  ageBy,
  columnOfGauge,
  type Period,
  SIZE_COLUMN,
  startPeriod,
  widen,
} from '../../broker/metrics/period.ts';
import { PeriodHistory } from '../../broker/metrics/periodHistory.ts';
import { NumberReader, writeNumber } from '../../broker/metrics/variableNumbers.ts';
import { spreadRuns } from '../support/metrics/spreadRuns.ts';

const PERIOD_MS = 60_000;
const START = 30_000_000 * PERIOD_MS;

const AMOUNT = fc.oneof(fc.constant(0), fc.nat(200), fc.nat(100_000_000));

const PERIOD: fc.Arbitrary<Period> = fc
  .record({
    counts: fc.array(AMOUNT, { minLength: 5, maxLength: 5 }),
    values: fc.array(AMOUNT, { maxLength: 6 }),
  })
  .map(({ counts, values }) => {
    const period = startPeriod();
    period.set(counts);
    for (const value of values) addSamples(period, SIZE_COLUMN, value, 1);
    for (const value of values.slice(1)) addSamples(period, columnOfGauge('visible'), value, 2);
    for (const value of values.slice(2)) widen(period, columnOfGauge('inFlight'), value);
    for (const value of values.slice(3)) addSamples(period, columnOfGauge('age'), value, 1);
    return period;
  });

interface Entry {
  readonly gap: number;
  readonly count: number;
  readonly period: Period;
  /** Added in two parts: what follows equal periods becomes one run with them. */
  readonly isSplit: boolean;
}

const ENTRY: fc.Arbitrary<Entry> = fc.record({
  gap: fc.oneof(fc.constant(0), fc.nat(1000)),
  count: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 400 })),
  period: PERIOD,
  isSplit: fc.boolean(),
});

const SHORT_ENTRY = ENTRY.map((entry) => ({ ...entry, count: 1 + (entry.count % 3) }));

function startHistory(book = new ChunkBook(Infinity)): PeriodHistory {
  return new PeriodHistory('arn:aws:sqs:us-east-1:000000000000:orders', 'minutes', book);
}

function addAll(history: PeriodHistory, entries: readonly Entry[]) {
  const expected: { start: number; period: Period }[] = [];
  let start = START;
  for (const { gap, count, period, isSplit } of entries) {
    start += gap * PERIOD_MS;
    const first = isSplit ? Math.ceil(count / 2) : count;
    history.add(start, period.slice(), first);
    if (first < count) {
      const rest = period.slice();
      ageBy(rest, (first * PERIOD_MS) / 1000);
      history.add(start + first * PERIOD_MS, rest, count - first);
    }
    for (let index = 0; index < count; index++) {
      const each = period.slice();
      ageBy(each, (index * PERIOD_MS) / 1000);
      expected.push({ start, period: each });
      start += PERIOD_MS;
    }
  }
  return expected;
}

function readAll(history: PeriodHistory, from = 0, until = Infinity) {
  return spreadRuns(history.read(from, until), PERIOD_MS);
}

describe('the history of a queue’s periods', () => {
  it('gives back what was added, in any range', () => {
    fc.assert(
      fc.property(
        fc.array(ENTRY, { maxLength: 60 }),
        fc.nat(20_000),
        fc.nat(20_000),
        (entries, from, length) => {
          const history = startHistory();
          const expected = addAll(history, entries);
          const [begin, end] = [START + from * 30_000, START + from * 30_000 + length * PERIOD_MS];
          assert.deepEqual(readAll(history), expected);
          assert.deepEqual(
            readAll(history, begin, end),
            expected.filter(({ start }) => start >= begin && start < end),
          );
          const last = expected.at(-1);
          assert.equal(history.end, last === undefined ? undefined : last.start + PERIOD_MS);
        },
      ),
    );
  });

  it('forgets the oldest when the memory is full, and gives the rest as before', () => {
    fc.assert(
      fc.property(
        fc.array(SHORT_ENTRY, { minLength: 150, maxLength: 200 }),
        fc.integer({ min: 5000, max: 9000 }),
        (entries, maximumBytes) => {
          const book = new ChunkBook(maximumBytes);
          const history = startHistory(book);
          const expected = addAll(history, entries);
          const rest = readAll(history);
          assert.deepEqual(rest, expected.slice(expected.length - rest.length));
          assert.ok(book.bytes <= maximumBytes, `${book.bytes} bytes`);
          history.shelve();
          history.forgetBefore(Infinity);
          assert.deepEqual(readAll(history), []);
        },
      ),
    );
  });

  it('forgets what begins after a moment that the clock was set back to', () => {
    fc.assert(
      fc.property(
        fc.array(SHORT_ENTRY, { minLength: 1, maxLength: 100 }),
        fc.nat(10_000),
        (entries, minute) => {
          const history = startHistory();
          const expected = addAll(history, entries);
          const at = START + minute * PERIOD_MS + 7;
          history.goBack(at);
          assert.deepEqual(
            readAll(history),
            expected.filter(({ start }) => start <= at),
          );
        },
      ),
    );
  });

  it('takes no room for equal minutes, and little for those of a busy queue', () => {
    const book = new ChunkBook(Infinity);
    const history = startHistory(book);
    const quiet = startPeriod();
    for (let minute = 0; minute < 15 * 24 * 60; minute++) history.add(START + minute * PERIOD_MS, quiet, 1);
    assert.equal(book.bytes, 0);
    const busy = (minute: number): Period => {
      const period = startPeriod();
      period.set([5900 + (minute % 7) * 30, 5800 + (minute % 5) * 40]);
      for (let sample = 0; sample < 6; sample++)
        addSamples(period, columnOfGauge('visible'), 100 + ((minute * sample) % 90), 1);
      return period;
    };
    const minutes = 10_000;
    for (let minute = 0; minute < minutes; minute++)
      history.add(START + (21_600 + minute) * PERIOD_MS, busy(minute), 1);
    assert.ok(book.bytes / minutes < 40, `${book.bytes / minutes} bytes a minute`);
  });

  it('writes every whole number that a number can be', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeInteger().map((value) => Math.trunc(value / 4))), (values) => {
        const bytes = Buffer.alloc(values.length * 8);
        let length = 0;
        for (const value of values) length = writeNumber(bytes, length, value);
        const reader = new NumberReader(bytes.subarray(0, length));
        assert.deepEqual(
          values.map(() => reader.next()),
          values.map((value) => value + 0),
        );
        assert.ok(reader.isAtEnd);
      }),
    );
  });
});
