import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { advanceClock, getClock, resetClock } from '../../broker/protocol/clock.ts';
import { listFaults, setFaults } from '../../broker/protocol/faults.ts';
import { getMessage, sendMessage } from '../../broker/protocol/message.ts';
import { createQueue } from '../../broker/protocol/queue.ts';
import { openBrokerOnFolder } from '../support/brokerOnFolder.ts';
import type { ControlClient } from '../support/controlClient.ts';

const DAY = 86_400_000;

describe('Over a restart', () => {
  let folder: string;
  let client: ControlClient;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-time-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs a broker on the folder for as long as the work takes. */
  async function during(work: () => Promise<void>): Promise<void> {
    const broker = await openBrokerOnFolder(folder);
    client = broker.client;
    try {
      await work();
    } finally {
      await broker.close();
    }
  }

  it('the clock stays where it was moved, and what was moved back with it stays back', async () => {
    let queueArn = '';
    let messageId = '';
    await during(async () => {
      queueArn = (await client.request(createQueue, { name: 'tasks' })).arn;
      await client.request(advanceClock, { byMs: 2 * DAY });
      messageId = (await client.request(sendMessage, { queueArn, body: 'late', delaySeconds: 900 }))
        .messageId;
    });
    await during(async () => {
      assert.equal((await client.request(getClock, {})).offsetMs, 2 * DAY);
      await client.request(resetClock, {});
    });
    await during(async () => {
      const { offsetMs, now } = await client.request(getClock, {});
      assert.equal(offsetMs, 0);
      const { sentAt, visibleAt } = await client.request(getMessage, { queueArn, messageId });
      assert.ok(Math.abs(sentAt - now) < 10_000, `sent ${sentAt - now} ms from now`);
      assert.ok(Math.abs((visibleAt ?? 0) - now - 900_000) < 10_000);
    });
  });

  it('faults end, but for those that were asked to stay', async () => {
    const arns: string[] = [];
    await during(async () => {
      for (const [name, keep] of [
        ['gone', false],
        ['kept', true],
      ] as const) {
        const { arn } = await client.request(createQueue, { name });
        await client.request(setFaults, { queueArn: arn, faults: { missRate: 1 }, seed: 9, keep });
        arns.push(arn);
      }
    });
    await during(async () => {
      const { plans } = await client.request(listFaults, {});
      assert.deepEqual(plans, [
        { queueArn: arns[1], faults: { missRate: 1 }, seed: 9, keep: true, injected: {} },
      ]);
    });
  });
});
