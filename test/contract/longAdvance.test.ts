import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  advanceClock,
  type AdvanceProgress,
  advanceProgressed,
  cancelAdvance,
  clockChanged,
  getClock,
  resetClock,
  undoAdvance,
} from '../../broker/protocol/clock.ts';
import { peekMessages, sendMessage } from '../../broker/protocol/message.ts';
import { poolOrdered, putPool, readPoolHistory, runPool } from '../../broker/protocol/pools.ts';
import { createQueue } from '../../broker/protocol/queue.ts';
import { getStorage } from '../../broker/protocol/storage.ts';
import { readTrace } from '../../broker/protocol/trace.ts';
import { type BrokerOnFolder, openBrokerOnFolder } from '../support/brokerOnFolder.ts';
import type { ControlClient } from '../support/controlClient.ts';

const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A pool that looks at its queue each second has the clock stop at each of them: of two weeks, that takes minutes. */
describe('An advance of the clock on which much happens', () => {
  let folder: string;
  let broker: BrokerOnFolder;
  let client: ControlClient;
  let queueArn: string;
  let progress: AdvanceProgress[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-long-advance-'));
    broker = await openBrokerOnFolder(folder);
    ({ client } = broker);
    const attributes = { MessageRetentionPeriod: '60' };
    queueArn = (await client.request(createQueue, { name: 'orders', attributes })).arn;
    client.on(poolOrdered, () => undefined);
    await client.request(putPool, {
      name: 'workers',
      queue: 'other',
      command: 'node worker.js',
      timeScale: 6,
      policy: { type: 'keda', pollingInterval: 6 },
    });
    await client.request(createQueue, { name: 'other' });
    await client.request(runPool, { name: 'workers' });
    progress = [];
    client.on(advanceProgressed, (news) => progress.push(news));
  });
  afterEach(async () => {
    await broker.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const send = async (): Promise<void> => {
    await client.request(sendMessage, { queueArn, body: 'one' });
  };
  const countMessages = async (): Promise<number> =>
    (await client.request(peekMessages, { queueArn, limit: 10 })).messages.length;

  it('has other calls answered meanwhile, on a clock that only goes on, and can be cancelled where it got to', async () => {
    const times: number[] = [];
    const advanced = client.request(advanceClock, { byMs: 14 * DAY_MS });
    await client.waitFor(advanceProgressed);
    times.push((await client.request(getClock, {})).now);
    await client.waitFor(advanceProgressed);
    times.push((await client.request(getClock, {})).now);
    const cancelled = await client.request(cancelAdvance, {});
    const state = await advanced;
    times.push(state.now);
    assert.deepEqual(
      times,
      times.toSorted((one, other) => one - other),
    );
    assert.ok((times[1] ?? 0) - (times[0] ?? 0) > SECOND_MS);
    assert.equal(state.isCancelled, true);
    assert.equal(cancelled.offsetMs, state.offsetMs);
    assert.ok(state.offsetMs > 0 && state.offsetMs < 14 * DAY_MS);
    const [first, second] = progress;
    assert.ok(first !== undefined && second !== undefined && first.doneMs < second.doneMs);
    assert.ok(progress.every(({ byMs, doneMs }) => byMs === 14 * DAY_MS && doneMs <= state.offsetMs));
    const { events } = await client.request(readTrace, { afterSequence: 0, limit: 1000 });
    const moves = events.filter(({ kind }) => kind === 'clockAdvanced').map(({ movedMs }) => movedMs);
    assert.deepEqual(moves, [state.offsetMs]);
    assert.equal((await client.request(advanceClock, { byMs: SECOND_MS })).isCancelled, undefined);
  });

  it('can be undone, also when it was cancelled: the clock goes back by what it went', async () => {
    await send();
    const advanced = client.request(advanceClock, { byMs: 14 * DAY_MS });
    await client.waitFor(advanceProgressed, ({ doneMs }) => doneMs > HOUR_MS);
    await send();
    await client.waitFor(advanceProgressed, ({ doneMs }) => doneMs > 2 * HOUR_MS);
    await client.request(cancelAdvance, {});
    const { undoable, offsetMs } = await advanced;
    assert.deepEqual(
      [undoable?.byMs, undoable?.ended],
      [offsetMs, [{ queueArn, messages: 2 }]],
      'also what was sent on the way',
    );
    const { undoableAdvances } = await client.request(getStorage, {});
    assert.deepEqual(undoableAdvances, [undoable]);
    assert.equal(await countMessages(), 0);
    const undone = await client.request(undoAdvance, { jump: undoable?.jump ?? 0 });
    assert.deepEqual([undone.messages, undone.clock.offsetMs], [2, 0]);
    assert.equal(await countMessages(), 2);
    await client.request(advanceClock, { byMs: 61 * SECOND_MS });
    assert.equal(await countMessages(), 0, 'they have the rest of their retention');
  });

  it('keeps where it got to if the broker ends meanwhile', async () => {
    void client.request(advanceClock, { byMs: 14 * DAY_MS }).catch(() => undefined);
    const { doneMs } = await client.waitFor(advanceProgressed, ({ doneMs: done }) => done > HOUR_MS);
    await broker.close();
    broker = await openBrokerOnFolder(folder);
    ({ client } = broker);
    const { offsetMs } = await client.request(getClock, {});
    assert.ok(offsetMs >= doneMs && offsetMs < 14 * DAY_MS, `${offsetMs}`);
    assert.equal((await client.request(resetClock, {})).offsetMs, 0);
  });

  it('is cancelled by a reset of the clock', async () => {
    const advanced = client.request(advanceClock, { byMs: 14 * DAY_MS });
    await client.waitFor(advanceProgressed);
    const told = client.waitFor(clockChanged, ({ offsetMs }) => offsetMs === 0);
    assert.equal((await client.request(resetClock, {})).offsetMs, 0);
    assert.equal((await advanced).isCancelled, true);
    await told;
  });

  it('is over before another one begins, and one at a time is cancelled', async () => {
    const first = client.request(advanceClock, { byMs: 14 * DAY_MS });
    const second = client.request(advanceClock, { byMs: SECOND_MS });
    await client.waitFor(advanceProgressed);
    await client.request(cancelAdvance, {});
    const [one, other] = await Promise.all([first, second]);
    assert.deepEqual([one.isCancelled, other.isCancelled], [true, undefined]);
    assert.equal(other.offsetMs - one.offsetMs, SECOND_MS);
  });

  it('has the pool decide in time order', async () => {
    const started = (await client.request(getClock, {})).now;
    const other = queueArn.replace('orders', 'other');
    await client.request(sendMessage, { queueArn: other, body: 'one', delaySeconds: 600 });
    await client.request(advanceClock, { byMs: HOUR_MS });
    const { decisions } = await client.request(readPoolHistory, { name: 'workers' });
    const [first] = decisions;
    assert.ok(first !== undefined);
    assert.ok(first.at >= started + 600 * SECOND_MS && first.at <= started + 603 * SECOND_MS);
  });

  it('cannot be cancelled when there is none', async () => {
    assert.equal((await client.request(cancelAdvance, {})).offsetMs, 0);
    assert.equal((await client.request(advanceClock, { byMs: SECOND_MS })).offsetMs, SECOND_MS);
  });
});
