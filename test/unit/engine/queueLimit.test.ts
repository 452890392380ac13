import assert from 'node:assert/strict';
import { MAX_QUEUES } from '../../../broker/engine/base/limits.ts';
import { createQueue } from '../../../broker/engine/operations/createQueue.ts';
import { deleteQueue } from '../../../broker/engine/operations/deleteQueue.ts';
import { EngineHarness, caller, unwrap } from '../../support/engineHarness.ts';

describe('the number of queues', () => {
  it('has a limit over all accounts and regions, and a deletion makes room', () => {
    const harness = new EngineHarness();
    const create = (name: string, account: string) =>
      createQueue(harness.engine, { name }, { ...caller, account });
    for (let number = 0; number < MAX_QUEUES; number++) {
      unwrap(create(`queue-${number}`, number % 2 === 0 ? caller.account : '111111111111'));
    }
    const refused = create('one-more', caller.account);
    assert.ok(!refused.ok);
    assert.equal(refused.code, 'OverLimit');
    assert.match(refused.message, /20000 queues.*Delete some/);
    const known = unwrap(create('queue-0', caller.account));
    deleteQueue(harness.engine, known, caller);
    unwrap(create('one-more', caller.account));
  });
});
