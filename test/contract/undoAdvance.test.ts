import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import {
  advanceClock,
  advanceClockToMessage,
  advanceClockToNext,
  clockChanged,
  forecastJump,
  getClock,
  resetClock,
  undoAdvance,
} from '../../broker/protocol/clock.ts';
import { listFindings } from '../../broker/protocol/findings.ts';
import { peekMessages, sendMessage } from '../../broker/protocol/message.ts';
import { createQueue, deleteQueue, undoDelete } from '../../broker/protocol/queue.ts';
import { getStorage } from '../../broker/protocol/storage.ts';
import { readTrace } from '../../broker/protocol/trace.ts';
import { type BrokerOnFolder, openBrokerOnFolder } from '../support/brokerOnFolder.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { startTestBroker } from '../support/testBroker.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FIVE_MINUTES_MS = 300_000;

describe('A jump of the clock that ends messages', () => {
  let folder: string;
  let broker: BrokerOnFolder;
  let client: ControlClient;
  let orders: string;
  let steps: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-advance-'));
    await open();
    orders = await create('orders');
    steps = await create('steps.fifo', { FifoQueue: 'true', MessageRetentionPeriod: '3600' });
  });
  afterEach(async () => {
    await broker.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(): Promise<void> {
    broker = await openBrokerOnFolder(folder);
    ({ client } = broker);
  }

  const create = async (name: string, attributes = {}): Promise<string> =>
    (await client.request(createQueue, { name, attributes })).arn;
  const send = async (queueArn: string, body: string): Promise<string> => {
    const ordered = queueArn.endsWith('.fifo') ? { groupId: 'g', deduplicationId: body } : {};
    return (await client.request(sendMessage, { queueArn, body, ...ordered })).messageId;
  };
  const idsIn = async (queueArn: string): Promise<string[]> =>
    (await client.request(peekMessages, { queueArn, limit: 100 })).messages.map(({ messageId }) => messageId);
  const undoable = async () => (await client.request(getStorage, {})).undoableAdvances;

  it('is foretold, queue by queue, for each way to jump', async () => {
    const first = await send(steps, 'a');
    await send(steps, 'b');
    await send(orders, 'c');
    const none = { byMs: HOUR_MS / 2, ending: [], undoMs: FIVE_MINUTES_MS };
    assert.deepEqual(await client.request(forecastJump, { byMs: HOUR_MS / 2 }), none);
    const ofSteps = [{ queueArn: steps, messages: 2 }];
    assert.deepEqual((await client.request(forecastJump, { byMs: HOUR_MS })).ending, ofSteps);
    assert.deepEqual((await client.request(forecastJump, { byMs: 4 * DAY_MS })).ending, [
      { queueArn: orders, messages: 1 },
      ...ofSteps,
    ]);
    const toNext = await client.request(forecastJump, {});
    assert.ok(toNext.byMs <= HOUR_MS && toNext.byMs > HOUR_MS - 60_000);
    assert.ok((toNext.ending[0]?.messages ?? 0) >= 1);
    const message = { queueArn: steps, messageId: first, deadline: 'retention' } as const;
    assert.equal((await client.request(forecastJump, { message })).ending[0]?.queueArn, steps);
    await assert.rejects(
      client.request(forecastJump, { message: { ...message, messageId: 'none' } }),
      /no message/i,
    );
    assert.equal((await idsIn(steps)).length, 2, 'a question changes nothing');
  });

  it('is foretold for a broker in memory, without an undo', async () => {
    const running = await startTestBroker();
    const inMemory = await openClient(running.info.control);
    const { arn } = await inMemory.request(createQueue, { name: 'orders' });
    await inMemory.request(sendMessage, { queueArn: arn, body: 'a' });
    const forecast = await inMemory.request(forecastJump, { byMs: 4 * DAY_MS });
    assert.deepEqual(forecast, { byMs: 4 * DAY_MS, ending: [{ queueArn: arn, messages: 1 }] });
    await inMemory.request(advanceClock, { byMs: 4 * DAY_MS });
    await assert.rejects(inMemory.request(undoAdvance, { jump: 1 }), /can be undone/);
    await inMemory.close();
  });

  it('is undone: the messages and the clock are back, and what was called since stays', async () => {
    const before = [await send(steps, 'a'), await send(steps, 'b')];
    await send(orders, 'stays');
    await client.request(advanceClock, { byMs: HOUR_MS });
    assert.deepEqual(await idsIn(steps), []);
    const since = await send(steps, 'c');
    const [advance] = await undoable();
    assert.deepEqual(
      { ...advance, jump: undefined, from: undefined },
      { jump: undefined, from: undefined, byMs: HOUR_MS, ended: [{ queueArn: steps, messages: 2 }] },
    );
    const jump = advance?.jump ?? 0;
    const told = client.waitFor(clockChanged);
    const undone = await client.request(undoAdvance, { jump });
    assert.equal((await told).offsetMs, 0);
    assert.deepEqual([undone.messages, undone.missing, undone.waiting], [2, 0, []]);
    assert.equal(undone.clock.offsetMs, 0);
    assert.deepEqual(
      undone.shortened,
      { messages: 1, upToMs: HOUR_MS },
      'what the jump did not end keeps its age',
    );
    assert.deepEqual(await idsIn(steps), [...before, since]);
    assert.deepEqual(await undoable(), []);
    await assert.rejects(client.request(undoAdvance, { jump }), /can be undone/);
    const { events } = await client.request(readTrace, { afterSequence: 0, limit: 1000 });
    const undoneIn = events
      .filter(({ kind }) => kind === 'undone')
      .map(({ queueArn, detail }) => [queueArn, detail]);
    assert.deepEqual(undoneIn, [[steps, 'The advance of the clock was undone: 2 messages come back.']]);

    await broker.close();
    await open();
    assert.equal((await client.request(getClock, {})).offsetMs, 0);
    assert.deepEqual(await idsIn(steps), [...before, since]);
  });

  it('can be undone after a restart, and after the clock is back at real time', async () => {
    const before = [await send(steps, 'a')];
    await client.request(advanceClockToNext, {});
    await broker.close();
    await open();
    await client.request(resetClock, {});
    const [advance] = await undoable();
    const undone = await client.request(undoAdvance, { jump: advance?.jump ?? 0 });
    assert.equal(undone.clock.offsetMs, 0);
    assert.deepEqual(await idsIn(steps), before);
  });

  it('says which queue must be restored first', async () => {
    const before = await send(steps, 'a');
    await client.request(advanceClockToMessage, {
      queueArn: steps,
      messageId: before,
      deadline: 'retention',
    });
    await client.request(deleteQueue, { queueArn: steps });
    const [advance] = await undoable();
    const jump = advance?.jump ?? 0;
    const undone = await client.request(undoAdvance, { jump });
    assert.deepEqual([undone.messages, undone.waiting], [0, [steps]]);
    await client.request(undoDelete, { queueArn: steps });
    assert.equal((await client.request(undoAdvance, { jump })).messages, 1);
    assert.deepEqual(await idsIn(steps), [before]);
  });

  it('is no mistake of a program', async () => {
    await send(steps, 'a');
    await client.request(advanceClock, { byMs: 2 * HOUR_MS });
    assert.deepEqual((await client.request(listFindings, {})).findings, []);
  });

  it('leaves less of their lives to the others, which the way back says', async () => {
    await send(orders, 'a');
    await send(steps, 'b');
    await client.request(advanceClock, { byMs: HOUR_MS / 2 });
    await send(orders, 'lived through one jump');
    await client.request(advanceClock, { byMs: 60_000 });
    await send(orders, 'lived through none');
    const { shortened, offsetMs } = await client.request(resetClock, {});
    assert.deepEqual([offsetMs, shortened], [0, { messages: 3, upToMs: HOUR_MS / 2 + 60_000 }]);
    assert.equal((await client.request(resetClock, {})).shortened, undefined, 'said once');
  });
});
