import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { changeQueue, invertChange } from '../../../broker/control/changeQueue.ts';
import { readAttributes } from '../../../broker/engine/operations/readAttributes.ts';
import type { ControlServices } from '../../../broker/control/services.ts';
import { EngineHarness } from '../../support/engineHarness.ts';

describe('a change of a queue as the user has seen it', () => {
  for (const key of ['constructor', 'toString', 'team']) {
    it(`sets and removes the tag ${key}, and is refused where the user has seen something else`, () => {
      const harness = new EngineHarness();
      const { engine } = harness;
      const queue = harness.createQueue('orders');
      const info = () => ({ region: queue.region, account: queue.account });
      const services = { engine, info } as unknown as ControlServices;
      const change = (tags: Record<string, string>, removedTags: string[], seen: Record<string, string>) =>
        changeQueue(services, queue, {
          queueArn: queue.arn,
          attributes: {},
          tags,
          removedTags,
          expected: { attributes: {}, tags: seen },
        }).ok;
      assert.equal(change({ [key]: 'a' }, [], {}), true);
      assert.deepEqual([...queue.tags], [[key, 'a']]);
      assert.equal(change({ [key]: 'b' }, [], {}), false);
      assert.equal(change({}, [key], { [key]: 'a' }), true);
      assert.deepEqual([...queue.tags], []);
    });
  }
});

describe('the undo of a change of a queue', () => {
  const before = {
    attributes: { VisibilityTimeout: '30', DelaySeconds: '0' },
    tags: { team: 'a', old: 'x' },
  };

  it('puts every value back, and only those that the change has set', () => {
    const params = {
      queueArn: 'arn:orders',
      attributes: { VisibilityTimeout: '1', Policy: '{}', KmsDataKeyReusePeriodSeconds: '60' },
      tags: { team: 'b', fresh: 'c' },
      removedTags: ['old'],
    };
    const after = { attributes: {}, tags: {} };
    assert.deepEqual(invertChange(before, after, params), {
      queueArn: 'arn:orders',
      attributes: { VisibilityTimeout: '30', Policy: '', KmsDataKeyReusePeriodSeconds: '300' },
      tags: { team: 'a', old: 'x' },
      removedTags: ['fresh'],
      expected: after,
    });
  });

  for (const [what, former, set] of [
    ['a KMS key in place of SSE-SQS', {}, { KmsMasterKeyId: 'alias/a' }],
    ['SSE-SQS in place of a KMS key', { KmsMasterKeyId: 'alias/a' }, { SqsManagedSseEnabled: 'true' }],
    ['no encryption in place of SSE-SQS', {}, { SqsManagedSseEnabled: 'false' }],
    [
      'no encryption in place of a KMS key',
      { KmsMasterKeyId: 'alias/a', KmsDataKeyReusePeriodSeconds: '60' },
      { KmsMasterKeyId: '' },
    ],
  ] as const) {
    it(`restores the former encryption, also if a client set only a part of it: ${what}`, () => {
      const harness = new EngineHarness();
      const { engine } = harness;
      const queue = harness.createQueue('orders', former);
      const services = {
        engine,
        info: () => ({ region: queue.region, account: queue.account }),
      } as unknown as ControlServices;
      const read = () => {
        const result = readAttributes(engine, queue, [
          'KmsMasterKeyId',
          'KmsDataKeyReusePeriodSeconds',
          'SqsManagedSseEnabled',
        ]);
        assert.ok(result.ok);
        return { attributes: result.value, tags: {} };
      };
      const first = read();
      const params = { queueArn: queue.arn, attributes: set };
      assert.equal(changeQueue(services, queue, params).ok, true);
      const changed = read();
      assert.notDeepEqual(changed, first);
      assert.equal(changeQueue(services, queue, invertChange(first, changed, params)).ok, true);
      assert.deepEqual(read(), first);
    });
  }

  it('removes a tag that was not there although each object has a member of its name', () => {
    const params = { queueArn: 'arn:orders', attributes: {}, tags: { constructor: 'a' }, removedTags: [] };
    const inverse = invertChange(before, before, params);
    assert.deepEqual([inverse.tags, inverse.removedTags], [{}, ['constructor']]);
  });
});
