import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { HoldRegistry } from '../../../broker/control/holds.ts';
import { Session } from '../../../broker/control/session.ts';

function makeSession(id: string): Session {
  return new Session(id, {
    bufferedBytes: 0,
    notify: () => undefined,
    close: () => undefined,
    terminate: () => undefined,
  });
}

describe('HoldRegistry', () => {
  const one = makeSession('one');
  const other = makeSession('other');
  let calls: string[];
  let holds: HoldRegistry;

  beforeEach(() => {
    calls = [];
    holds = new HoldRegistry({
      hold: (consumerId) => calls.push(`hold ${consumerId}`),
      release: (consumerId) => calls.push(`release ${consumerId}`),
    });
  });

  it('releases a consumer when the last session that holds it lets go', () => {
    holds.place(one, 'worker');
    holds.place(other, 'worker');
    assert.equal(holds.lift(one, 'worker'), 0);
    assert.deepEqual(calls, ['hold worker', 'hold worker']);
    holds.lift(other, 'worker');
    assert.deepEqual(calls.slice(2), ['release worker']);
  });

  it('counts a session once, however often it holds', () => {
    holds.place(one, 'worker');
    holds.place(one, 'worker');
    holds.lift(one, 'worker');
    assert.equal(calls.at(-1), 'release worker');
    assert.equal(holds.lift(one, 'worker'), 0);
  });

  it('lifts nothing for a session that holds nothing', () => {
    holds.place(one, 'worker');
    assert.equal(holds.lift(other, 'worker'), 0);
    assert.equal(holds.lapse(other), false);
    assert.deepEqual(calls, ['hold worker']);
  });

  it('lifts all holds of a session that is gone', () => {
    holds.place(one, 'worker');
    holds.place(one, 'producer');
    assert.equal(holds.lapse(one), true);
    assert.deepEqual(calls.slice(2), ['release worker', 'release producer']);
    assert.equal(holds.lapse(one), false);
  });
});
