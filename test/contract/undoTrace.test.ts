import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { Broker } from '../../broker/broker.ts';
import { ControllableClock } from '../../broker/clock.ts';
import { readCommand } from '../../broker/config.ts';
import { KEEP_ALIVE } from '../../broker/control/keepAlive.ts';
import { sendMessage } from '../../broker/protocol/message.ts';
import { createQueue, deleteQueue, purgeQueue, undoDelete, undoPurge } from '../../broker/protocol/queue.ts';
import { readTrace } from '../../broker/protocol/trace.ts';
import { systemSchedule } from '../../broker/schedule.ts';
import { openJournal } from '../../broker/storage/openJournal.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { TOKEN } from '../support/testBroker.ts';

describe('What is undone', () => {
  let folder: string;
  let broker: Broker;
  let client: ControlClient;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-undo-'));
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
    client = await openClient((await broker.listen()).control);
  });
  after(async () => {
    await client.close();
    await broker.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Kinds and details of what the trace says behind a sequence number about a queue as a whole. */
  async function tracedAfter(afterSequence: number): Promise<(readonly [string, string | undefined])[]> {
    const { events } = await client.request(readTrace, { afterSequence, limit: 100 });
    return events
      .filter(({ messageId }) => messageId === undefined)
      .map(({ kind, detail }) => [kind, detail] as const);
  }

  it('is in the trace, so that it tells why there are messages again', async () => {
    const { arn: queueArn } = await client.request(createQueue, { name: 'orders' });
    for (const body of ['one', 'two']) await client.request(sendMessage, { queueArn, body });
    await client.request(purgeQueue, { queueArn });
    assert.deepEqual(await client.request(undoPurge, { queueArn }), { messages: 2, missing: 0 });
    assert.deepEqual(await tracedAfter(3), [
      ['purged', '2 messages were lost.'],
      ['undone', 'Its purge was undone: 2 messages come back.'],
    ]);
    const { events } = await client.request(readTrace, { afterSequence: 4, limit: 1 });
    assert.equal(events[0]?.queueArn, queueArn);
    assert.equal(events[0]?.consumer?.kind, 'editor');

    await client.request(deleteQueue, { queueArn });
    await client.request(undoDelete, { queueArn });
    assert.deepEqual(
      (await tracedAfter(5)).map(([kind]) => kind),
      ['queueDeleted', 'undone', 'queueCreated'],
    );
  });

  it('leaves no event when there is nothing to undo', async () => {
    const { arn: queueArn } = await client.request(createQueue, { name: 'empty' });
    const { events } = await client.request(readTrace, { afterSequence: 0, limit: 100 });
    await assert.rejects(client.request(undoPurge, { queueArn }), /could be undone/);
    assert.deepEqual(await tracedAfter(events.at(-1)?.sequence ?? 0), []);
  });
});
