import assert from 'node:assert/strict';
import { BatchLimit } from '../../../broker/mappings/batchLimit.ts';

const MINUTE_MS = 60_000;

describe('The number of batches at the same time', () => {
  const read = (
    settings: ConstructorParameters<typeof BatchLimit>[0],
    ...times: readonly number[]
  ): readonly number[] => {
    const limit = new BatchLimit(settings);
    limit.noteFull(0);
    return times.map((time) => limit.read(time));
  };
  const NONE = { maximumConcurrency: undefined, provisioned: undefined };

  for (const [what, settings, expected] of [
    ['by default', NONE, [5, 305, 1250]],
    ['with a concurrency of 2', { ...NONE, maximumConcurrency: 2 }, [2, 2, 2]],
    ['with a concurrency of 1,000', { ...NONE, maximumConcurrency: 1000 }, [5, 305, 1000]],
    [
      'with 2 to 10,000 pollers',
      { ...NONE, provisioned: { minimum: 2, maximum: 10_000 } },
      [20, 1020, 20_000],
    ],
    ['with 200 pollers', { ...NONE, provisioned: { minimum: 200, maximum: 200 } }, [2000, 2000, 2000]],
  ] as const) {
    it(`is ${expected.join(', ')} at first, after a minute and after half an hour ${what}`, () => {
      assert.deepEqual(read(settings, 0, MINUTE_MS, 30 * MINUTE_MS), expected);
    });
  }

  it('does not grow while it is not used', () => {
    const limit = new BatchLimit(NONE);
    assert.equal(limit.read(MINUTE_MS), 5);
    assert.equal(limit.nextGrowth(MINUTE_MS), undefined);
  });

  it('grows no more when not all of it is used', () => {
    const limit = new BatchLimit(NONE);
    limit.noteFull(0);
    limit.noteFree(1000);
    assert.deepEqual([limit.read(MINUTE_MS), limit.nextGrowth(MINUTE_MS)], [10, undefined]);
    limit.noteFull(MINUTE_MS);
    assert.equal(limit.read(MINUTE_MS + 1000), 15);
  });

  it('says when it is larger next', () => {
    const limit = new BatchLimit(NONE);
    limit.noteFull(1000);
    assert.equal(limit.nextGrowth(1000), 1200);
    assert.equal(limit.nextGrowth(1150), 1200);
    assert.deepEqual([limit.read(1199), limit.read(1200)], [5, 6]);
  });

  it('is halved by an error, never below one, and grows from there', () => {
    const limit = new BatchLimit(NONE);
    const halved = [0, 0, 0, 0].map((now) => {
      limit.noteError(now);
      return limit.read(now);
    });
    assert.deepEqual(halved, [2, 1, 1, 1]);
    assert.equal(limit.read(MINUTE_MS), 301);
  });

  it('begins again when there is nothing to do', () => {
    const limit = new BatchLimit(NONE);
    limit.noteFull(0);
    assert.equal(limit.read(MINUTE_MS), 305);
    limit.noteIdle();
    assert.equal(limit.read(2 * MINUTE_MS), 5);
  });

  it('does not shrink when the clock is set back', () => {
    const limit = new BatchLimit(NONE);
    limit.noteFull(MINUTE_MS);
    assert.deepEqual([limit.read(MINUTE_MS + 1000), limit.read(0)], [10, 10]);
  });
});
