import assert from 'node:assert/strict';
import { signal } from '@preact/signals';
import { describe, it } from 'mocha';
import { TimeAxis } from '../../../webview/trace/lanes/timeAxis.ts';
import { formatTick } from '../../../webview/shared/timeFormat.ts';
import { fitWindow, listTicks, zoomWindow } from '../../../webview/trace/lanes/timeWindow.ts';
import { LiveClock } from '../../../webview/trace/liveClock.ts';

describe('the live clock', () => {
  it('runs on from the newest event while the broker does', () => {
    let monotonic = 0;
    const clock = new LiveClock(() => monotonic);
    clock.setRunning(true);
    assert.equal(clock.now(), 0);
    clock.note(5_000);
    monotonic = 300;
    assert.equal(clock.now(), 5_300);
    clock.note(5_250);
    assert.equal(clock.now(), 5_300, 'an event that was late does not turn it back');
    clock.note(5_000_000);
    assert.equal(clock.now(), 5_000_000, 'the broker’s clock was moved forward');
    clock.note(6_000);
    assert.equal(clock.now(), 6_000, 'and back to real time');
    clock.setRunning(false);
    monotonic = 9_000;
    assert.equal(clock.now(), 6_000);
    assert.equal(clock.isTicking, false);
  });
});

describe('the time axis', () => {
  function makeAxis(now: number, firstAt: number) {
    const clock = new LiveClock(() => 0);
    clock.note(now);
    const isFollowing = signal(true);
    return { isFollowing, axis: new TimeAxis(clock, isFollowing, () => firstAt), clock };
  }

  it('shows the last minute, or all there is when that is less', () => {
    const long = makeAxis(1_000_000, 0).axis.current();
    assert.equal(Math.round(long.to - long.from), 60_000);
    assert.ok(long.to > 1_000_000);
    const short = makeAxis(10_000, 0).axis.current();
    assert.ok(short.from < 0 && short.to > 10_000 && short.to - short.from < 12_000);
  });

  it('stays with the present while it zooms, and leaves it when it is panned', () => {
    const { axis, isFollowing, clock } = makeAxis(1_000_000, 0);
    axis.zoom(0.5);
    assert.equal(Math.round(axis.current().to - axis.current().from), 30_000);
    clock.note(1_100_000);
    assert.ok(axis.current().to > 1_100_000);
    axis.pan(-0.5);
    assert.equal(isFollowing.value, false);
    const { from } = axis.current();
    clock.note(1_200_000);
    assert.equal(axis.current().from, from);
    axis.showAll();
    assert.ok(axis.current().from <= 0 && axis.current().to >= 1_200_000);
  });

  it('keeps the time under the pointer where it is', () => {
    const next = zoomWindow({ from: 100, to: 200 }, 0.5, 0.25);
    assert.deepEqual(next, { from: 112.5, to: 162.5 });
    assert.ok(fitWindow(5, 5).to > fitWindow(5, 5).from);
    const narrow = zoomWindow({ from: 0, to: 10 }, 1e-9, 0.5);
    assert.ok(narrow.to - narrow.from >= 5);
  });

  it('has round marks', () => {
    const { stepMs, times } = listTicks({ from: 1_785_765_731_123, to: 1_785_765_741_123 }, 8);
    assert.equal(stepMs, 2_000);
    assert.equal(times.length, 5);
    assert.ok(times.every((time) => time % 2_000 === 0));
    const noon = new Date(2026, 7, 3, 12, 4, 5, 67).getTime();
    assert.deepEqual(
      [86_400_000, 60_000, 1_000, 100].map((step) => formatTick(noon, step)),
      ['Aug 3', '12:04', '12:04:05', '12:04:05.067'],
    );
  });
});
