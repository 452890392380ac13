import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { ControllableClock } from '../../../broker/time/clock.ts';
import {
  type Absence,
  type ClockMark,
  parseAdvanced,
  parseClockMark,
} from '../../../broker/time/clockMark.ts';
import { ManualMachine } from '../../support/manualMachine.ts';

const START = 1_700_000_000_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('ControllableClock', () => {
  let machine: ManualMachine;
  let clock: ControllableClock;
  let wakes: number[];

  beforeEach(() => {
    machine = new ManualMachine();
    clock = new ControllableClock(machine);
    wakes = [];
    clock.onWake(() => wakes.push(clock.now()));
  });

  it('starts at the wall clock and counts the time since boot from there', () => {
    machine.run(250);
    assert.equal(clock.now(), START + 250);
    assert.equal(clock.offsetMs, 0);
  });

  it('reports a wall clock that was set while nothing waited when it is asked, once, and again when it is set back', () => {
    const told: number[] = [];
    clock.onWallStep(() => told.push(clock.offsetMs));
    machine.setWall(HOUR);
    clock.lookForStep();
    clock.lookForStep();
    machine.setWall(-HOUR);
    clock.wakeAt(START + DAY);
    machine.run(4000);
    assert.deepEqual(told, [-HOUR, 0]);
  });

  for (const stepMs of [-HOUR, HOUR, -400 * DAY, 400 * DAY]) {
    it(`loses and gains no time when the wall clock is set by ${stepMs / HOUR} h`, () => {
      clock.wakeAt(START + 10_000);
      machine.run(4000);
      // Nothing looks at the clock between the last second and the step.
      machine.setWall(stepMs);
      assert.equal(clock.now(), START + 4000);
      machine.run(5999);
      assert.deepEqual(wakes, []);
      machine.run(1);
      assert.deepEqual(wakes, [START + 10_000]);
    });
  }

  it('says how far it is from the machine’s clock, and goes back there with a reset', () => {
    machine.setWall(-HOUR);
    assert.equal(clock.offsetMs, HOUR);
    clock.advance(DAY);
    assert.equal(clock.offsetMs, DAY + HOUR);
    assert.equal(clock.advancedMs, DAY);
    assert.equal(clock.reset(), DAY + HOUR);
    assert.equal(clock.now(), machine.wallMs());
    machine.setWall(2 * HOUR);
    assert.equal(clock.offsetMs, -2 * HOUR);
    assert.equal(clock.reset(), -2 * HOUR);
    assert.equal(clock.now(), machine.wallMs());
    assert.equal(clock.offsetMs, 0);
  });

  it('takes a difference of seconds for none: clocks are set by that much all the time', () => {
    machine.setWall(-9999);
    assert.equal(clock.offsetMs, 0);
    machine.setWall(-1);
    assert.equal(clock.offsetMs, 10_000);
  });

  it('reports that the wall clock was set, once, while something waits', () => {
    let tellings = 0;
    clock.onWallStep(() => tellings++);
    clock.wakeAt(START + HOUR);
    machine.run(5000);
    machine.sleep(HOUR / 2);
    machine.run(5000);
    assert.equal(tellings, 0, 'a sleep moves both');
    machine.setWall(HOUR);
    machine.run(1000);
    assert.equal(tellings, 1);
    machine.run(5000);
    assert.equal(tellings, 1);
  });

  it('has lived through the time that the machine slept', () => {
    machine.sleep(8 * HOUR);
    assert.equal(clock.now(), START + 8 * HOUR);
  });

  it('wakes within a second of the machine', () => {
    clock.wakeAt(START + 20_000);
    machine.run(5000);
    machine.sleep(HOUR);
    machine.run(1000);
    assert.deepEqual(wakes, [START + 5000 + HOUR + 1000]);
  });

  it('sets no timer while nothing waits', () => {
    assert.equal(machine.timers.pendingCount, 0);
    clock.wakeAt(START + 100);
    machine.run(100);
    assert.equal(machine.timers.pendingCount, 0);
  });

  it('wakes at the deadline, once', () => {
    clock.wakeAt(START + 100);
    machine.run(99);
    assert.deepEqual(wakes, []);
    machine.run(1);
    assert.deepEqual(wakes, [START + 100]);
    machine.run(1000);
    assert.equal(wakes.length, 1);
  });

  it('wakes at the newest deadline, earlier or later than the one before', () => {
    clock.wakeAt(START + 100);
    clock.wakeAt(START + 50);
    machine.run(60);
    assert.deepEqual(wakes, [START + 50]);
    clock.wakeAt(START + 100);
    clock.wakeAt(START + 200);
    machine.run(100);
    assert.equal(wakes.length, 1, 'the deadline at 100 was replaced');
    machine.run(40);
    assert.deepEqual(wakes, [START + 50, START + 200]);
  });

  it('does not fire after the deadline was cancelled', () => {
    clock.wakeAt(START + 100);
    clock.wakeAt(undefined);
    machine.run(1000);
    assert.deepEqual(wakes, []);
    assert.equal(clock.nextDeadline, undefined);
  });

  it('keeps one timer, however often the deadline moves away', () => {
    for (let ms = 1; ms <= 1000; ms++) clock.wakeAt(START + ms);
    assert.equal(machine.timers.pendingCount, 1);
  });

  it('takes deadlines that are longer away than a timer can wait', () => {
    const inSixtyDays = START + 60 * 86_400_000;
    clock.wakeAt(inSixtyDays);
    // Most of it asleep: awake, the clock looks every second.
    machine.sleep(60 * 86_400_000 - 10_000);
    machine.run(9999);
    assert.deepEqual(wakes, []);
    machine.run(1);
    assert.deepEqual(wakes, [inSixtyDays]);
  });

  it('stops at every deadline on the way of an advance', () => {
    const deadlines = [START + 1000, START + 43_200_000];
    clock.onWake(() => {
      wakes.push(clock.now());
      clock.wakeAt(deadlines[wakes.length]);
      return 1;
    });
    clock.wakeAt(deadlines[0]);
    clock.advance(345_600_000);
    assert.deepEqual(wakes, deadlines);
    assert.equal(clock.now(), START + 345_600_000);
    assert.equal(clock.offsetMs, 345_600_000);
  });

  it('wakes at a later deadline in time after an advance', () => {
    clock.wakeAt(START + 10_000);
    clock.advance(9000);
    assert.deepEqual(wakes, []);
    machine.run(1000);
    assert.deepEqual(wakes, [START + 10_000]);
  });

  it('leaves nothing behind when it is stopped', () => {
    clock.wakeAt(START + 100);
    clock.stop();
    assert.equal(machine.timers.pendingCount, 0);
  });
});

describe('A broker’s clock after another broker’s', () => {
  let machine: ManualMachine;
  let last: ClockMark;

  beforeEach(() => {
    machine = new ManualMachine();
    machine.run(60_000);
    const clock = new ControllableClock(machine);
    clock.advance(2 * DAY);
    last = clock.mark();
  });

  function startNext(): { readonly clock: ControllableClock; readonly absence: Absence | undefined } {
    const clock = new ControllableClock(machine);
    const absence = clock.resume(parseClockMark(JSON.stringify(last)), 2 * DAY);
    return { clock, absence };
  }

  for (const [what, namesItsBoots] of [
    ['with names for its boots', true],
    ['without', false],
  ] as const) {
    describe(`on a machine ${what}`, () => {
      beforeEach(() => {
        machine.namesItsBoots = namesItsBoots;
        last = { ...last, bootId: machine.bootId() };
      });

      it('has the time of the last mark and what has passed since, within one boot', () => {
        machine.run(5000);
        machine.sleep(HOUR);
        const { clock, absence } = startNext();
        assert.equal(clock.now(), last.at + 5000 + HOUR);
        assert.deepEqual(absence, { ms: 5000 + HOUR, by: 'boot' });
      });

      it('goes by the wall clock over a reboot', () => {
        machine.reboot(3 * DAY);
        const { clock, absence } = startNext();
        assert.equal(clock.now(), last.at + 3 * DAY);
        assert.equal(clock.now(), machine.wallMs() + 2 * DAY);
        assert.deepEqual(absence, { ms: 3 * DAY, by: 'wall' });
      });

      it('does not go back when the wall clock does', () => {
        machine.reboot(60_000);
        machine.setWall(-400 * DAY);
        const { clock, absence } = startNext();
        assert.equal(clock.now(), last.at);
        assert.deepEqual(absence, { ms: 0, by: 'wall' });
        machine.run(10);
        assert.equal(clock.now(), last.at + 10);
      });
    });
  }

  for (const stepMs of [-HOUR, HOUR, -400 * DAY, 400 * DAY]) {
    it(`takes no notice of a wall clock that was set by ${stepMs / HOUR} h within the boot`, () => {
      machine.run(5000);
      machine.setWall(stepMs);
      assert.equal(startNext().clock.now(), last.at + 5000);
    });
  }

  it('takes a count that began again for a reboot, as a container’s may under its host’s name of the boot', () => {
    last = { ...last, bootMs: last.bootMs + HOUR };
    machine.sleep(30_000);
    assert.deepEqual(startNext().absence, { ms: 30_000, by: 'wall' });
  });

  it('goes by how far the clock was moved last, also when that was after the mark', () => {
    const clock = new ControllableClock(machine);
    clock.resume(last, 3 * DAY);
    assert.equal(clock.now(), last.at + DAY);
  });

  it('begins at the wall clock without a mark', () => {
    const clock = new ControllableClock(machine);
    assert.equal(clock.resume(undefined, DAY), undefined);
    assert.equal(clock.now(), machine.wallMs() + DAY);
  });

  for (const text of [
    '',
    '{}',
    'null',
    '[]',
    'nonsense',
    '{"at":"x","advancedMs":0,"bootMs":0,"bootedAt":0}',
    '{"at":1e300,"advancedMs":0,"bootMs":0,"bootedAt":0}',
    '{"at":-1,"advancedMs":0,"bootMs":0,"bootedAt":0}',
    '{"at":0,"advancedMs":null,"bootMs":0,"bootedAt":0}',
    '{"at":0,"advancedMs":0,"bootMs":0}',
  ]) {
    it(`takes ${text || 'an empty text'} for no mark`, () => {
      assert.equal(parseClockMark(text), undefined);
    });
  }

  it('treats an invalid duration as a clock that was not moved', () => {
    for (const text of ['NaN', '-5', 'x', '1e300', '{"offsetMs":5}']) assert.equal(parseAdvanced(text), 0);
    assert.equal(parseAdvanced('86400000'), DAY);
  });
});
