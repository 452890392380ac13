import assert from 'node:assert/strict';
import { startLocalBroker } from './support/broker.ts';
import { RawClient } from './support/client.ts';

describe('An answer and the store', () => {
  it('waits until what it says is safe', async () => {
    const commits: ((error?: Error) => void)[] = [];
    const broker = await startLocalBroker({ commit: (done) => commits.push(done) });
    const client = new RawClient(broker, 'json');
    let isAnswered = false;
    const created = client.call('CreateQueue', { QueueName: 'q' }).then((answer) => {
      isAnswered = true;
      return answer;
    });
    while (commits.length === 0) await new Promise(setImmediate);
    assert.equal(isAnswered, false);
    commits.shift()?.();
    assert.equal((await created).status, 200);

    const failed = client.call('CreateQueue', { QueueName: 'r' });
    while (commits.length === 0) await new Promise(setImmediate);
    commits.shift()?.(new Error('disk full'));
    const answer = await failed;
    assert.equal(answer.status, 503);
    assert.deepEqual([answer.error?.code, answer.error?.fault], ['ServiceUnavailable', 'Receiver']);
    assert.equal(broker.defects.length, 1);
    await broker.close();
  });

  it('becomes an InternalError when the broker has a defect, and the next call works', async () => {
    const broker = await startLocalBroker({
      onApiCall: (call) => {
        if (call.action === 'ListQueues') throw new Error('defect');
      },
    });
    for (const protocol of ['json', 'query'] as const) {
      const client = new RawClient(broker, protocol);
      const answer = await client.call('ListQueues');
      assert.equal(answer.status, 500);
      assert.deepEqual([answer.error?.code, answer.error?.fault], ['InternalError', 'Receiver']);
      await client.expect('CreateQueue', { QueueName: 'q' });
    }
    assert.equal(broker.defects.length, 2);
    await broker.close();
  });
});
