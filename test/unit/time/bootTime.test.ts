import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { BootTime, readBootId, systemCounters } from '../../../broker/time/bootTime.ts';
import { ManualMachine } from '../../support/manualMachine.ts';

const HOUR = 3_600_000;

describe('The time since boot', () => {
  let machine: ManualMachine;
  let looks: number;
  let time: BootTime;

  beforeEach(() => {
    machine = new ManualMachine();
    machine.sleep(HOUR);
    looks = 0;
    time = new BootTime({
      monotonicMs: () => machine.monotonicMs(),
      wallMs: () => machine.wallMs(),
      uptimeMs: () => {
        looks++;
        // As the kernel has it: hundredths of a second, cut off.
        return Math.floor(machine.uptimeMs() / 10) * 10;
      },
    });
  });

  it('has the time asleep before the process began', () => {
    assert.equal(time.now(), HOUR);
  });

  it('has the time asleep at the first look after it', () => {
    machine.run(3);
    machine.sleep(HOUR);
    assert.equal(time.now(), 2 * HOUR);
  });

  for (const stepMs of [-HOUR, HOUR]) {
    it(`takes no step of the wall clock for sleep, not even one of ${stepMs} ms`, () => {
      machine.run(500);
      machine.setWall(stepMs);
      assert.equal(time.now(), HOUR + 500);
    });
  }

  it('sees sleep behind a step that hides it', () => {
    machine.run(500);
    machine.sleep(HOUR);
    machine.setWall(-HOUR);
    machine.run(1001);
    assert.ok(time.now() - (2 * HOUR + 1501) > -10, String(time.now()));
  });

  it('never goes back, and continues by the milliseconds that pass', () => {
    let before = time.now();
    for (let ms = 1; ms <= 3000; ms++) {
      machine.run(1);
      const now = time.now();
      assert.equal(now, before + 1);
      before = now;
    }
  });

  it('looks at the uptime once a second, however often it is asked', () => {
    for (let ms = 0; ms < 5000; ms++) {
      machine.run(1);
      time.now();
      time.now();
    }
    assert.ok(looks <= 6, String(looks));
  });

  it('is the monotonic clock’s where there is no uptime', () => {
    const plain = new BootTime({
      monotonicMs: () => machine.monotonicMs(),
      wallMs: () => machine.wallMs(),
      uptimeMs: () => undefined,
    });
    machine.run(7);
    machine.setWall(HOUR);
    assert.equal(plain.now(), machine.monotonicMs());
  });

  it('is the kernel’s uptime on Linux, and elsewhere the monotonic clock, which continues in sleep there', () => {
    const before = systemCounters.uptimeMs() ?? systemCounters.monotonicMs();
    assert.equal(systemCounters.uptimeMs() !== undefined, process.platform === 'linux');
    const now = new BootTime(systemCounters).now();
    // A busy machine may take a while from one line to the next.
    assert.ok(now >= before - 50 && now < before + 60_000, `${now} after ${before}`);
    assert.equal(readBootId(), readBootId());
  });
});
