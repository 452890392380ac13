import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { formatBytes } from '../../../../webview/shared/byteFormat.ts';
import { countEvents } from '../../../../webview/shared/quantities.ts';
import {
  formatAgo,
  formatDateTime,
  formatDuration,
  formatDurationTicks,
  formatInBothZones,
  formatTick,
  formatTime,
  formatTimeNear,
  noonOf,
  timeForm,
} from '../../../../webview/shared/timeFormat.ts';
import { findSecondsProblem } from '../../../../webview/shared/wholeSeconds.ts';
import { countOverTime } from '../../../../webview/trace/events/histogramModel.ts';
import { restoreViewState } from '../../../../webview/trace/viewState.ts';

describe('a duration that was typed wrongly', () => {
  for (const [minimum, maximum, example] of [
    [0, 20, '10 seconds'],
    [0, 900, '2 minutes'],
    [0, 43_200, '1 hour'],
    [60, 1_209_600, '4 days'],
  ] as const) {
    it(`gets an example that is right, for ${minimum} to ${maximum} seconds`, () => {
      const range = { minimum, maximum };
      for (const typed of ['long', '1.5', String(maximum + 1)])
        assert.ok(findSecondsProblem(typed, range)?.endsWith(`, such as ${example}.`), typed);
      assert.equal(findSecondsProblem(example, range), undefined);
    });
  }
});

describe('times', () => {
  const at = new Date(2026, 7, 3, 14, 2, 11, 38).getTime();
  const utc = Date.UTC(2026, 7, 3, 23, 30, 0, 5);
  afterEach(() => {
    timeForm.value = 'local';
  });

  it('have the date where it is another day', () => {
    assert.equal(formatTime(at), '14:02:11.038');
    assert.equal(formatTimeNear(at, at + 3_600_000), '14:02:11.038');
    assert.equal(formatTimeNear(at, at + 4 * 86_400_000), 'Aug 3, 14:02:11.038');
    assert.equal(formatDateTime(at), '2026-08-03 14:02:11.038');
  });

  it('have one noon for all of a day', () => {
    const noon = new Date(2026, 7, 3, 12).getTime();
    for (const hour of [0, 14, 23.99])
      assert.equal(noonOf(new Date(2026, 7, 3).getTime() + hour * 3_600_000), noon);
    timeForm.value = 'utc';
    assert.equal(noonOf(utc), Date.UTC(2026, 7, 3, 12));
  });

  it('are in UTC when it is chosen, the day too', () => {
    timeForm.value = 'utc';
    assert.equal(formatTime(utc), '23:30:00.005');
    assert.equal(formatDateTime(utc), '2026-08-03 23:30:00.005 UTC');
    assert.equal(formatTimeNear(utc, utc + 3_600_000), 'Aug 3, 23:30:00.005');
    assert.equal(formatTick(utc, 60_000), '23:30');
    assert.equal(formatTick(utc, 86_400_000), 'Aug 3');
  });

  it('are shown in both zones, whatever is chosen', () => {
    for (const form of ['local', 'utc', 'relative'] as const) {
      timeForm.value = form;
      assert.equal(
        formatInBothZones(at),
        `2026-08-03 14:02:11.038 local time\n${new Date(at).toISOString().slice(0, -1).replace('T', ' ')} UTC`,
      );
    }
  });

  it('have one unit on an axis, and nothing at its foot', () => {
    assert.deepEqual(formatDurationTicks([0, 200, 400]), ['0', '200 ms', '400 ms']);
    assert.deepEqual(formatDurationTicks([0, 500, 1000]), ['0', '0.5 s', '1 s']);
    assert.deepEqual(formatDurationTicks([0, 600_000, 3_600_000]), ['0', '10 min', '60 min']);
    assert.deepEqual(formatDurationTicks([0, 43_200_000, 4 * 86_400_000]), ['0', '0.5 d', '4 d']);
    assert.deepEqual(formatDurationTicks([]), []);
  });

  it('are how long ago they were, or when they will be', () => {
    assert.equal(formatAgo(101_000), '1 min 41 s ago');
    assert.equal(formatAgo(-90_000), 'in 1 min 30 s');
  });
});

describe('formats of the webviews', () => {
  for (const [ms, text] of [
    [-5, '0 ms'],
    [0, '0 ms'],
    [999, '999 ms'],
    [1000, '1 s'],
    [1240, '1.24 s'],
    [12_500, '12.5 s'],
    [60_000, '1 min'],
    [125_000, '2 min 5 s'],
    [11_520_000, '3 h 12 min'],
    [352_800_000, '4 d 2 h'],
  ] as const) {
    it(`writes ${ms} ms as ${text}`, () => assert.equal(formatDuration(ms), text));
  }
  for (const [bytes, text] of [
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1 KiB'],
    [1586, '1.5 KiB'],
    [1_048_575, '1023.9 KiB'],
    [1_048_576, '1 MiB'],
  ] as const) {
    it(`writes ${bytes} bytes as ${text}`, () => assert.equal(formatBytes(bytes), text));
  }

  it('writes quantities in English', () => {
    assert.equal(countEvents(1), '1 event');
    assert.equal(countEvents(12_345), '12,345 events');
  });
});

describe('events over time', () => {
  it('counts every event once, in steps of a round length', () => {
    const times = Array.from({ length: 500 }, (_, index) => 1_700_000_000_000 + index * 137);
    const { starts, counts, stepMs } = countOverTime(times, 100);
    assert.equal(stepMs, 1000);
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      500,
    );
    assert.ok(starts.length <= 101);
    assert.ok(starts.every((start) => start % stepMs === 0));
  });

  it('stays small when the clock was moved by days', () => {
    const { counts } = countOverTime([1_700_000_000_000, 1_700_000_000_000 + 400 * 86_400_000], 60);
    assert.ok(counts.length <= 61);
  });

  it('is empty without events', () => {
    assert.deepEqual(countOverTime([], 100).counts, []);
  });
});

describe('view state of the trace', () => {
  it('keeps filters and drops what belongs to one run', () => {
    const saved = {
      filter: { text: 'x', kinds: ['sent', 'nonsense'], messageId: 'm', from: 1, to: 2 },
      showsChart: false,
    };
    assert.deepEqual(restoreViewState(saved), {
      filter: { text: 'x', kinds: ['sent'] },
      showsChart: false,
      tab: 'events',
      laneMode: 'messages',
      timeForm: 'local',
      table: { widthsPx: {} },
    });
  });

  it('keeps tab, lanes, form of times, width and table, and nothing that there is not', () => {
    const state = {
      filter: {},
      showsChart: true,
      tab: 'messages',
      laneMode: 'flows',
      timeForm: 'utc',
      detailsWidthPx: 333,
      table: {
        columns: ['time', 'size'],
        widthsPx: { size: 90 },
        sort: { column: 'size', isDescending: true },
      },
    };
    assert.deepEqual(restoreViewState(state), state);
    assert.equal(restoreViewState({ ...state, tab: 'other', detailsWidthPx: Number.NaN }).tab, 'events');
    assert.equal(restoreViewState({ ...state, timeForm: 'other' }).timeForm, 'local');
    assert.equal(restoreViewState({ ...state, detailsWidthPx: Number.NaN }).detailsWidthPx, undefined);
  });

  for (const saved of [undefined, null, 3, {}, { filter: 7, showsChart: 'yes' }]) {
    it(`starts plain from ${JSON.stringify(saved)}`, () => {
      assert.deepEqual(restoreViewState(saved), {
        filter: {},
        showsChart: true,
        tab: 'events',
        laneMode: 'messages',
        timeForm: 'local',
        table: { widthsPx: {} },
      });
    });
  }
});
