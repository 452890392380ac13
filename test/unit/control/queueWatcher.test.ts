import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { QueueWatcher } from '../../../broker/control/queueWatcher.ts';
import { Session } from '../../../broker/control/channel/session.ts';
import { ManualSchedule } from '../../support/manualSchedule.ts';

describe('QueueWatcher', () => {
  let time: ManualSchedule;
  let bufferedBytes: number;
  let sentAt: number[];
  let sessions: Session[];
  let watcher: QueueWatcher;

  beforeEach(() => {
    time = new ManualSchedule();
    bufferedBytes = 0;
    sentAt = [];
    const session = new Session('s', {
      get bufferedBytes() {
        return bufferedBytes;
      },
      notify: () => sentAt.push(time.now()),
      close: () => undefined,
      terminate: () => undefined,
    });
    session.isOpen = true;
    sessions = [session];
    watcher = new QueueWatcher({
      schedule: time.after,
      sessions: () => sessions,
      snapshot: () => ({ queues: [], now: 0, sequence: 0 }),
    });
  });

  it('reports the first change at once and the others every 100 ms', () => {
    for (let ms = 0; ms < 250; ms++) {
      watcher.notice();
      time.advance(1);
    }
    time.advance(1000);
    assert.deepEqual(sentAt, [0, 100, 200, 300]);
  });

  it('says nothing while nothing changes, and needs no timer for that', () => {
    watcher.notice();
    time.advance(1000);
    assert.deepEqual(sentAt, [0]);
    assert.equal(time.pendingCount, 0);
  });

  it('notifies a client that did not read as soon as it reads', () => {
    bufferedBytes = 2_000_000;
    watcher.notice();
    time.advance(450);
    assert.deepEqual(sentAt, []);
    bufferedBytes = 0;
    time.advance(450);
    assert.deepEqual(sentAt, [500]);
  });

  it('does not wait for clients when none is connected', () => {
    sessions = [];
    watcher.notice();
    time.advance(1000);
    assert.equal(time.pendingCount, 0);
  });
});
