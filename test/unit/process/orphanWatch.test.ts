import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { OrphanWatch } from '../../../broker/process/orphan.ts';
import { ManualSchedule } from '../../support/manualSchedule.ts';

const GRACE_MS = 10_000;

describe('OrphanWatch', () => {
  let time: ManualSchedule;
  let parentLives: boolean;
  let clientCount: number;
  let orphanedAt: number | undefined;
  let watch: OrphanWatch;

  beforeEach(() => {
    time = new ManualSchedule();
    parentLives = true;
    clientCount = 0;
    orphanedAt = undefined;
    watch = new OrphanWatch({
      schedule: time.after,
      graceMs: GRACE_MS,
      parentLives: () => parentLives,
      clientCount: () => clientCount,
      onOrphaned: () => {
        orphanedAt = time.now();
      },
    });
  });

  it('lets a broker live whose parent lives, with no client at all', () => {
    time.advance(3_600_000);
    assert.equal(orphanedAt, undefined);
  });

  it('ends the broker when its parent has ended and no client connects', () => {
    parentLives = false;
    time.advance(2000 + GRACE_MS - 1);
    assert.equal(orphanedAt, undefined);
    time.advance(1);
    assert.equal(orphanedAt, 2000 + GRACE_MS);
  });

  it('starts the wait at once when the parent closes its pipe', () => {
    watch.loseParent();
    time.advance(GRACE_MS);
    assert.equal(orphanedAt, GRACE_MS);
  });

  it('lets the next window take the broker over within the wait', () => {
    watch.loseParent();
    time.advance(GRACE_MS - 1);
    clientCount = 1;
    watch.review();
    time.advance(3_600_000);
    assert.equal(orphanedAt, undefined);
    clientCount = 0;
    watch.review();
    time.advance(GRACE_MS);
    assert.equal(orphanedAt, 3_600_000 + 2 * GRACE_MS - 1);
  });

  it('leaves nothing behind when it is stopped', () => {
    watch.loseParent();
    watch.stop();
    assert.equal(time.pendingCount, 0);
  });
});
