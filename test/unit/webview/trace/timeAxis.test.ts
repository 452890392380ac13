import assert from 'node:assert/strict';
import { signal } from '@preact/signals';
import { describe, it } from 'mocha';
import type { TraceEvent } from '../../../../broker/protocol/trace.ts';
import { TimeAxis } from '../../../../webview/trace/lanes/timeAxis.ts';
import { formatTick } from '../../../../webview/shared/timeFormat.ts';
import { chooseTickStep, listTicks } from '../../../../webview/shared/timeSteps.ts';
import { fitWindow, zoomWindow } from '../../../../webview/trace/lanes/timeWindow.ts';
import { LiveClock } from '../../../../webview/trace/log/liveClock.ts';

describe('the live clock', () => {
  function start() {
    const timer = { ms: 0 };
    const clock = new LiveClock(() => timer.ms);
    let sequence = 0;
    const note = (at: number, kind: TraceEvent['kind'] = 'sent'): void =>
      clock.note({ at, kind, sequence: ++sequence });
    return { timer, clock, note };
  }

  it('continues from the broker’s last time, not from when an old event was shown again', () => {
    const { timer, clock, note } = start();
    clock.setRunning(true);
    assert.equal(clock.now(), 0);
    note(5_000);
    timer.ms = 300;
    assert.equal(clock.now(), 5_300, 'until the broker has spoken, the newest event says it');
    clock.adopt(205_000, 1);
    assert.equal(clock.now(), 205_000);
    clock.note({ at: 5_000, kind: 'clockAdvanced', sequence: 1 });
    timer.ms = 1_300;
    assert.equal(clock.now(), 206_000);
    clock.setRunning(false);
    timer.ms = 9_000;
    assert.equal(clock.now(), 206_000);
    assert.equal(clock.isTicking, false);
  });

  it('does not move while it is paused, and is as late as before when it continues', () => {
    const { timer, clock } = start();
    clock.setRunning(true);
    clock.adopt(5_000, 0);
    clock.setPaused(true);
    timer.ms = 2_000;
    assert.equal(clock.now(), 5_000);
    assert.equal(clock.isTicking, false);
    clock.setPaused(false);
    assert.equal(clock.now(), 7_000);
  });

  it('goes where the clock is moved, and back with it', () => {
    const { clock, note } = start();
    clock.setRunning(true);
    clock.adopt(5_000, 0);
    note(5_250);
    assert.equal(clock.now(), 5_250, 'an event may be here first');
    note(5_100);
    assert.equal(clock.now(), 5_250, 'an event that was late does not turn it back');
    note(3_000_000);
    assert.equal(clock.now(), 5_250, 'what falls due on the way is told before the move');
    note(5_000_000, 'clockAdvanced');
    assert.equal(clock.now(), 5_000_000);
    clock.adopt(5_300, 3);
    assert.equal(clock.now(), 5_000_000, 'what the broker said before the move is out of date');
    note(6_000, 'clockAdvanced');
    assert.equal(clock.now(), 6_000);
  });

  it('counts the time that passed until the reported time applies', () => {
    const { timer, clock } = start();
    clock.setRunning(true);
    const told = clock.readTimer();
    timer.ms = 400;
    clock.adopt(1_000, 0, told);
    assert.equal(clock.now(), 1_400);
  });
});

describe('the time axis', () => {
  function makeAxis(now: number, firstAt: number) {
    const present = { place: now };
    const isFollowing = signal(true);
    const axis = new TimeAxis(isFollowing, {
      readPresent: () => present.place,
      readFirst: () => firstAt,
    });
    return { isFollowing, axis, present };
  }

  it('shows the last minute, or all there is when that is less', () => {
    const long = makeAxis(1_000_000, 0).axis.current();
    assert.equal(Math.round(long.to - long.from), 60_000);
    assert.ok(long.to > 1_000_000);
    const short = makeAxis(10_000, 0).axis.current();
    assert.ok(short.from < 0 && short.to > 10_000 && short.to - short.from < 12_000);
  });

  it('stays with the present while it zooms, and leaves it when it is panned', () => {
    const { axis, isFollowing, present } = makeAxis(1_000_000, 0);
    axis.zoom(0.5);
    assert.equal(Math.round(axis.current().to - axis.current().from), 30_000);
    present.place = 1_100_000;
    assert.ok(axis.current().to > 1_100_000);
    axis.pan(-0.5);
    assert.equal(isFollowing.value, false);
    const { from } = axis.current();
    present.place = 1_200_000;
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
    const window = { from: 1_785_765_731_123, to: 1_785_765_741_123 };
    const stepMs = chooseTickStep((window.to - window.from) / 8);
    const times = listTicks(window, stepMs);
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
