import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { beforeEach, describe, it } from 'mocha';
import type { WebSocket } from 'ws';
import { keepAlive } from '../../../broker/control/channel/keepAlive.ts';
import { ManualSchedule } from '../../support/manualSchedule.ts';

describe('Keep-alive of a control connection', () => {
  let real: ManualSchedule;
  let socket: EventEmitter & { pings: number; isTerminated: boolean };

  beforeEach(() => {
    real = new ManualSchedule();
    socket = Object.assign(new EventEmitter(), { pings: 0, isTerminated: false });
    const ping = (): void => {
      socket.pings++;
    };
    const terminate = (): void => {
      socket.isTerminated = true;
    };
    keepAlive(Object.assign(socket, { ping, terminate }) as unknown as WebSocket, real.after, {
      pingMs: 15_000,
      pongMs: 10_000,
    });
  });

  it('ends a connection whose answer stays away', () => {
    real.advance(15_000);
    assert.equal(socket.pings, 1);
    real.advance(9_999);
    assert.equal(socket.isTerminated, false);
    real.advance(1);
    assert.equal(socket.isTerminated, true);
  });

  it('reads the answer that came during a sleep before it counts the time of the sleep', () => {
    real.advance(15_000);
    // After the sleep the timer that was armed is due, and then the socket is read.
    real.advance(5_000);
    socket.emit('pong');
    real.advance(14_999);
    assert.equal(socket.pings, 1);
    real.advance(1);
    assert.equal(socket.pings, 2);
    assert.equal(socket.isTerminated, false);
  });

  it('leaves no timer behind when the connection closes, whatever it waits for', () => {
    for (const ms of [0, 15_000, 5_000]) {
      real.advance(ms);
      assert.equal(real.pendingCount, 1);
    }
    socket.emit('close');
    assert.equal(real.pendingCount, 0);
  });
});
