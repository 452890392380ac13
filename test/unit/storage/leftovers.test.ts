import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listLeftovers, removeLeftovers } from '../../../broker/storage/lock/leftovers.ts';

describe('what was left beside the lock', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-leftovers-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('goes when no broker can use it any more; what has come since stays', () => {
    writeFileSync(join(folder, 'lock'), '');
    writeFileSync(join(folder, 'lock.killed'), '');
    const before = listLeftovers(folder);
    writeFileSync(join(folder, 'lock.asking'), '');
    removeLeftovers(folder, before);
    assert.deepEqual(readdirSync(folder), ['lock', 'lock.asking']);
  });
});
