import assert from 'node:assert/strict';
import { runInProcess } from '../../support/runInProcess.mjs';

const EVERYTHING = { stages: [], tests: [] };

describe('a stage in a process of its own', () => {
  it('comes to what it comes to in this one', async function () {
    this.timeout(60_000);
    const { output, ...outcome } = await runInProcess('format', undefined, EVERYTHING);
    assert.deepEqual(outcome, { passed: 1, failed: 0, skipped: 0 }, output);
  });

  it('has failed when the process ends without results, and keeps what that printed', async () => {
    const { output, ...outcome } = await runInProcess('none', undefined, EVERYTHING);
    assert.deepEqual(outcome, { passed: 0, failed: 1, skipped: 0 });
    assert.match(output ?? '', /No stage is called none/);
  });
});
