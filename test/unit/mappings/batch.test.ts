import assert from 'node:assert/strict';
import { Batch } from '../../../broker/mappings/batch.ts';
import type { GatheredMessage } from '../../../broker/mappings/ports.ts';

const LEASE_ENDS_AT = 30_000;

function createBatch(): Batch {
  const batch = new Batch(Infinity);
  const message: Pick<GatheredMessage, 'bytes' | 'leaseEndsAt'> = { bytes: 10, leaseEndsAt: LEASE_ENDS_AT };
  batch.add(message as GatheredMessage);
  return batch;
}

describe('A batch that waits', () => {
  it('has its messages until their visibility timeouts end', () => {
    assert.equal(createBatch().dropExpired(LEASE_ENDS_AT - 1), 0);
  });

  it('lets them go at that very moment: others may receive them now', () => {
    const batch = createBatch();
    assert.equal(batch.dropExpired(LEASE_ENDS_AT), 1);
    assert.deepEqual(batch.messages, []);
  });
});
