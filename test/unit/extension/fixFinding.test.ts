import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import type { Finding } from '../../../broker/protocol/findings.ts';
import type { SetQueueAttributesParams } from '../../../broker/protocol/queue.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const ORDERS = makeQueue('orders').arn;
const SLOW = {
  id: 'slow',
  title: 'Slow handler',
  queueArn: ORDERS,
  suggestion: { attribute: 'VisibilityTimeout', value: '60' },
} as Finding;

describe('the fix of a finding', () => {
  let world: ConnectionWorld;
  let changes: SetQueueAttributesParams[];
  let edited: unknown[][];

  beforeEach(async () => {
    world = await createConnectionWorld();
    changes = [];
    edited = [];
    const values = { tags: {}, attributes: { VisibilityTimeout: '30' } };
    const [local] = world.connections.all;
    Object.assign(local?.can ?? {}, {
      attributes: () => Promise.resolve(values),
      edit: {
        maximumMessageBytes: 1,
        check: () => Promise.resolve({ problems: [], messagesLost: 0 }),
        change: (params: SetQueueAttributesParams) => {
          changes.push(params);
          return Promise.resolve(values);
        },
      },
    });
    Object.assign(world.services, {
      findings: { findings: [SLOW], find: (id: string) => (id === SLOW.id ? SLOW : undefined) },
      queueEditors: { editQueue: (...all: unknown[]) => void edited.push(all) },
      // The broker has taken the finding away by then: it knows none of this ID.
      session: { request: () => Promise.reject(new Error('There is no finding slow.')) },
    });
  });

  it('asks with the unit of the value, and leaves the finding to the broker', async () => {
    await world.run('fixFinding', 'slow');
    assert.equal(world.window.said[0], 'Set VisibilityTimeout of orders to 1 min?');
    assert.deepEqual(
      changes.map(({ attributes }) => attributes),
      [{ VisibilityTimeout: '60' }],
    );
  });

  it('changes nothing when the user cancels', async () => {
    world.window.cancels = true;
    await world.run('fixFinding', 'slow');
    assert.deepEqual([changes, edited], [[], []]);
  });
});
