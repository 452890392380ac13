import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { advanceClock } from '../../broker/protocol/clock.ts';
import { deleteMessages, moveMessages, sendMessage } from '../../broker/protocol/message.ts';
import {
  createQueue,
  deleteQueue,
  getQueue,
  listUndoable,
  purgeQueue,
  setQueueAttributes,
  undoChange,
  undoDelete,
  undoPurge,
} from '../../broker/protocol/queue.ts';
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

  it('is listed before, newest first, whatever it was', async () => {
    const [from, to] = [
      await client.request(createQueue, { name: 'listed' }),
      await client.request(createQueue, { name: 'target' }),
    ];
    const { arn: queueArn } = from;
    const messageIds: string[] = [];
    for (const body of ['one', 'two', 'three'])
      messageIds.push((await client.request(sendMessage, { queueArn, body })).messageId);
    const [one = '', two = ''] = messageIds;
    const deleted = await client.request(deleteMessages, { queueArn, messageIds: [one] });
    const moved = await client.request(moveMessages, { queueArn, messageIds: [two], toQueueArn: to.arn });
    const changed = await client.request(setQueueAttributes, {
      queueArn,
      attributes: { VisibilityTimeout: '45' },
      tags: { team: 'a' },
    });
    // Of one millisecond, the order of an edit and a purge is not known.
    await client.request(advanceClock, { byMs: 1 });
    await client.request(purgeQueue, { queueArn });
    const { changes } = await client.request(listUndoable, {});
    const known = changes.filter((change) => change.queueArn === queueArn);
    const times = known.map(({ at }) => at);
    assert.deepEqual(known, [
      { kind: 'purge', queueArn, at: times[0], messages: 1 },
      {
        kind: 'changeQueue',
        undoId: changed.undoId,
        queueArn,
        at: times[1],
        attributes: ['VisibilityTimeout'],
        tags: ['team'],
      },
      { kind: 'moveMessages', undoId: moved.undoId, queueArn, at: times[2], toQueueArn: to.arn, messages: 1 },
      { kind: 'deleteMessages', undoId: deleted.undoId, queueArn, at: times[3], messages: 1 },
    ]);
    assert.deepEqual(
      times,
      times.toSorted((left, right) => right - left),
    );
    const purge = known[0];
    assert.ok(purge);
    await assert.rejects(
      client.request(undoPurge, { queueArn, at: purge.at - 1 }),
      /This purge of .*:listed can no longer be undone/,
    );
    assert.equal((await client.request(undoPurge, { queueArn, at: purge.at })).messages, 1);
    const left = (await client.request(listUndoable, {})).changes;
    assert.ok(left.every((change) => change.queueArn !== queueArn || change.kind !== 'purge'));
  });

  it('gives a queue its values back, once, and only as this change left them', async () => {
    const { arn: queueArn } = await client.request(createQueue, { name: 'changed' });
    const change = (seconds: string, tags: Record<string, string> = {}) =>
      client.request(setQueueAttributes, { queueArn, attributes: { VisibilityTimeout: seconds }, tags });
    const first = await change('45', { team: 'a' });
    const back = await client.request(undoChange, { undoId: first.undoId });
    assert.deepEqual([back.attributes['VisibilityTimeout'], back.tags], ['30', {}]);
    await assert.rejects(client.request(undoChange, { undoId: first.undoId }), /no longer remembers it/);
    const second = await change('50');
    await change('55');
    await assert.rejects(
      client.request(undoChange, { undoId: second.undoId }),
      /The queue was changed again meanwhile\. Edit it/,
    );
    const { attributes } = await client.request(getQueue, { queueArn });
    assert.equal(attributes['VisibilityTimeout'], '55');
  });

  it('says what to do where the name of a deleted queue is taken again', async () => {
    const { arn: queueArn } = await client.request(createQueue, { name: 'twice' });
    await client.request(deleteQueue, { queueArn });
    await client.request(undoDelete, { queueArn });
    await assert.rejects(client.request(undoDelete, { queueArn }), /exists again: .*Delete it first/);
  });

  it('leaves no event when there is nothing to undo', async () => {
    const { arn: queueArn } = await client.request(createQueue, { name: 'empty' });
    const { events } = await client.request(readTrace, { afterSequence: 0, limit: 100 });
    await assert.rejects(client.request(undoPurge, { queueArn }), /can no longer be undone/);
    assert.deepEqual(await tracedAfter(events.at(-1)?.sequence ?? 0), []);
  });
});
