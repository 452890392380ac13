import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const ORDERS = makeQueue('orders').arn;

describe('Open Trace', () => {
  for (const [title, target, opened] of [
    ['shows the trace that is shown anyway, without a row', undefined, []],
    [
      'shows that of a connection, for items of the status bar',
      { connectionId: 'memory' },
      [undefined, 'memory'],
    ],
  ] as const) {
    it(title, async () => {
      const world = await createConnectionWorld();
      const asked: unknown[][] = [];
      Object.assign(world.services.trace, {
        openTrace: (...of: unknown[]) => Promise.resolve(void asked.push(of)),
      });
      await world.run('openTrace', target);
      assert.deepEqual(asked, [opened]);
    });
  }

  it('asks the connection of a queue for it', async () => {
    const world = await createConnectionWorld();
    await world.run('openTrace', { connectionId: 'local', arn: ORDERS });
    assert.deepEqual(world.shown, [{ queueArn: ORDERS }]);
  });
});
