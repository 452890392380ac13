import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { describe, it } from 'mocha';
import { waitFor } from '../../../extension/remote/waitFor.ts';

describe('Waiting that can be aborted', () => {
  for (const ending of ['time', 'abort'] as const) {
    it(`leaves neither a timer nor a listener behind when it ends by ${ending}`, async () => {
      const timers = new Set<() => void>();
      const schedule = (_: number, callback: () => void) => {
        timers.add(callback);
        return () => void timers.delete(callback);
      };
      const abort = new AbortController();
      const done = waitFor(schedule, 1_000, abort.signal);
      assert.deepEqual([timers.size, getEventListeners(abort.signal, 'abort').length], [1, 1]);
      if (ending === 'time') for (const callback of timers) callback();
      else abort.abort();
      await done;
      assert.deepEqual([timers.size, getEventListeners(abort.signal, 'abort').length], [0, 0]);
    });
  }

  it('takes no time that is over, and none once it is aborted', async () => {
    const schedule = () => assert.fail('no timer is needed');
    await waitFor(schedule, 0, new AbortController().signal);
    await waitFor(schedule, 1_000, AbortSignal.abort());
  });
});
