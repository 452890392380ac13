import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ClockState } from '../../../broker/protocol/clock.ts';
import { BrokerClock } from '../../../extension/clock/brokerClock.ts';
import type { BrokerClient } from '../../../extension/broker/brokerClient.ts';

describe('The broker’s clock, as the extension knows it', () => {
  it('continues with the machine’s, from the last time that the broker reported', () => {
    let wall = 1_700_000_000_000;
    let announce: (state: ClockState) => void = () => undefined;
    const session = {
      onNotification: (_: unknown, handler: (state: ClockState) => void) => {
        announce = handler;
        return { dispose: () => undefined };
      },
      onDidConnect: () => ({ dispose: () => undefined }),
    } as unknown as BrokerClient;
    const clock = new BrokerClock(
      session,
      { event: () => ({ dispose: () => undefined }), fire: () => undefined, dispose: () => undefined },
      () => wall,
    );
    assert.equal(clock.now, wall);
    // Less than the offset shows: deadlines are shown to the second all the same.
    announce({ now: wall + 5000, offsetMs: 0, sequence: 1 });
    wall += 60_000;
    assert.equal(clock.now, 1_700_000_065_000);
    assert.equal(clock.offsetMs, 0);
    // The machine's clock is set back, and the broker says so.
    wall -= 3_600_000;
    announce({ now: 1_700_000_065_000, offsetMs: 3_605_000, sequence: 1 });
    assert.equal(clock.now, 1_700_000_065_000);
    assert.equal(clock.offsetMs, 3_605_000);
  });
});
