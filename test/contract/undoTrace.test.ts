import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { sendMessage } from '../../broker/protocol/message.ts';
import { createQueue, deleteQueue, purgeQueue, undoDelete, undoPurge } from '../../broker/protocol/queue.ts';
import { readTrace } from '../../broker/protocol/trace.ts';
import { type BrokerOnFolder, openBrokerOnFolder } from '../support/brokerOnFolder.ts';
import type { ControlClient } from '../support/controlClient.ts';

describe('What is undone', () => {
  let folder: string;
  let broker: BrokerOnFolder;
  let client: ControlClient;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-undo-'));
    broker = await openBrokerOnFolder(folder);
    client = broker.client;
  });
  after(async () => {
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

  it('is in the trace, which shows why messages exist again', async () => {
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
    await assert.rejects(client.request(undoPurge, { queueArn }), /can be undone/);
    assert.deepEqual(await tracedAfter(events.at(-1)?.sequence ?? 0), []);
  });
});
