import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { BackgroundSyncs } from '../../../broker/storage/disk/backgroundSyncs.ts';
import { MemoryFileSystem } from '../../support/memoryFileSystem.ts';

describe('syncs in the background', () => {
  const start = () => {
    const fs = new MemoryFileSystem();
    const ends: ((error?: Error) => void)[] = [];
    const closed: number[] = [];
    fs.syncLater = (_file, done) => void ends.push(done);
    fs.close = (file) => void closed.push(file);
    return { ends, closed, syncs: new BackgroundSyncs(fs) };
  };

  it('close a file at once when none works on it', () => {
    const { closed, syncs } = start();
    syncs.close(3);
    assert.deepEqual(closed, [3]);
  });

  it('close a file after the last of its syncs, also of two at one time', () => {
    const { ends, closed, syncs } = start();
    const done: string[] = [];
    syncs.start(3, () => done.push('first'));
    syncs.start(3, () => done.push('second'));
    syncs.close(3);
    ends[0]?.();
    assert.deepEqual([done, closed], [['first'], []]);
    ends[1]?.();
    assert.deepEqual([done, closed], [['first', 'second'], [3]]);
  });
});
