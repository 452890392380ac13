import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addSample, type Period, startPeriod, widen } from '../../broker/metrics/period.ts';
import { PeriodHistory } from '../../broker/metrics/periodHistory.ts';
import { NumberReader, writeNumber } from '../../broker/metrics/variableNumbers.ts';

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
    const [sent = 0, received = 0, deleted = 0, emptyReceives = 0, deduplicated = 0] = counts;
    Object.assign(period.counters, { sent, received, deleted, emptyReceives, deduplicated });
    for (const value of values) addSample(period.size, value);
    for (const value of values.slice(1)) addSample(period.levels.visible, value);
    for (const value of values.slice(2)) widen(period.levels.inFlight, value);
    for (const value of values.slice(3)) addSample(period.age, value);
    return period;
  });

interface Entry {
  readonly gap: number;
  readonly count: number;
  readonly period: Period;
}

const ENTRY: fc.Arbitrary<Entry> = fc.record({
  gap: fc.oneof(fc.constant(0), fc.nat(1000)),
  count: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 400 })),
  period: PERIOD,
});

const SHORT_ENTRY = ENTRY.map((entry) => ({ ...entry, count: 1 + (entry.count % 3) }));

function addAll(history: PeriodHistory, entries: readonly Entry[]) {
  const expected: { start: number; period: Period }[] = [];
  let start = START;
  for (const { gap, count, period } of entries) {
    start += gap * PERIOD_MS;
    history.add(start, structuredClone(period), count);
    for (let index = 0; index < count; index++) {
      const each = structuredClone(period);
      each.age.sum += each.age.samples * index * PERIOD_MS;
      each.age.minimum += index * PERIOD_MS;
      each.age.maximum += index * PERIOD_MS;
      expected.push({ start, period: each });
      start += PERIOD_MS;
    }
  }
  return expected;
}

describe('the history of a queue’s periods', () => {
  it('gives back what was added, in any range', () => {
    fc.assert(
      fc.property(
        fc.array(ENTRY, { maxLength: 60 }),
        fc.nat(20_000),
        fc.nat(20_000),
        (entries, from, length) => {
          const history = new PeriodHistory(PERIOD_MS);
          const expected = addAll(history, entries);
          const [begin, end] = [START + from * 30_000, START + from * 30_000 + length * PERIOD_MS];
          assert.deepEqual([...history.read(0, Infinity)], expected);
          assert.deepEqual(
            [...history.read(begin, end)],
            expected.filter(({ start }) => start >= begin && start < end),
          );
          assert.equal(history.since, expected[0]?.start);
        },
      ),
    );
  });

  it('forgets the oldest, and gives the rest as before', () => {
    fc.assert(
      fc.property(fc.array(SHORT_ENTRY, { minLength: 150, maxLength: 200 }), fc.nat(3), (entries, chunks) => {
        const history = new PeriodHistory(PERIOD_MS);
        const expected = addAll(history, entries);
        for (let chunk = 0; chunk < chunks; chunk++) history.forgetOldest();
        const rest = [...history.read(0, Infinity)];
        assert.deepEqual(rest, expected.slice(expected.length - rest.length));
        assert.equal(history.since, rest[0]?.start);
      }),
    );
  });

  it('takes no room for equal minutes, and little for those of a busy queue', () => {
    const history = new PeriodHistory(PERIOD_MS);
    const before = history.bytes;
    history.add(START, startPeriod(), 15 * 24 * 60);
    assert.equal(history.bytes, before);
    const busy = (minute: number): Period => {
      const period = startPeriod();
      Object.assign(period.counters, { sent: 5900 + (minute % 7) * 30, received: 5800 + (minute % 5) * 40 });
      for (let sample = 0; sample < 6; sample++)
        addSample(period.levels.visible, 100 + ((minute * sample) % 90));
      return period;
    };
    const minutes = 10_000;
    for (let minute = 0; minute < minutes; minute++)
      history.add(START + (21_600 + minute) * PERIOD_MS, busy(minute), 1);
    assert.ok(
      (history.bytes - before) / minutes < 40,
      `${(history.bytes - before) / minutes} bytes a minute`,
    );
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
