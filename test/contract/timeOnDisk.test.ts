import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { Broker } from '../../broker/broker.ts';
import { ControllableClock } from '../../broker/clock.ts';
import { readCommand } from '../../broker/config.ts';
import { KEEP_ALIVE } from '../../broker/control/keepAlive.ts';
import { advanceClock, getClock, resetClock } from '../../broker/protocol/clock.ts';
import { listFaults, setFaults } from '../../broker/protocol/faults.ts';
import { getMessage, sendMessage } from '../../broker/protocol/message.ts';
import { createQueue } from '../../broker/protocol/queue.ts';
import { systemSchedule } from '../../broker/schedule.ts';
import { openJournal } from '../../broker/storage/openJournal.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { TOKEN } from '../support/testBroker.ts';

const DAY = 86_400_000;

describe('Over a restart', () => {
  let folder: string;
  let broker: Broker;
  let client: ControlClient;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-time-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs a broker on the folder for as long as the work takes. */
  async function during(work: () => Promise<void>): Promise<void> {
    const command = readCommand(['--port', '0'], {});
    const journal = openJournal({ folder, durability: 'process', bodyBudgetBytes: 1_048_576 });
    if (command.kind !== 'serve' || !journal.ok) throw new Error('The broker must serve.');
    broker = new Broker(command.config, {
      clock: new ControllableClock(),
      journal,
      schedule: systemSchedule,
      keepAlive: KEEP_ALIVE,
      token: TOKEN,
      log: () => undefined,
      onStopRequested: () => undefined,
    });
    const { control } = await broker.listen();
    client = await openClient(control);
    try {
      await work();
    } finally {
      await client.close();
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
