import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { CallPlan } from '../../broker/connections/client/callPlans.ts';
import type { MessageDetails } from '../../broker/protocol/message.ts';
import type { BatchedMessage } from '../../broker/protocol/messages.ts';
import { LocalSource, LocalTarget } from '../../extension/remote/transfer/localEnds.ts';
import type { MessageSource, MessageTarget } from '../../extension/remote/transfer/ports.ts';
import { RemoteSource, RemoteTarget } from '../../extension/remote/transfer/remoteEnds.ts';
import { Transfer, type TransferMode } from '../../extension/remote/transfer/transfer.ts';
import type { TransferReport } from '../../extension/remote/transfer/transferReport.ts';
import { ModelJournal } from '../support/transfer/modelQueue.ts';
import { startPlace, type TransferPlace } from '../support/transfer/transferWorld.ts';

const COUNT = 1_000;
const PLAN: CallPlan = { question: { title: '', detail: '', button: '' }, calls: [] };

/** Everything that a message can have: types of attributes, also custom ones, all scripts, a trace header, and a group for fairness. */
const MESSAGES: readonly BatchedMessage[] = Array.from({ length: COUNT }, (_, index) => ({
  body: `${String(index).padStart(4, '0')} {"straße": "🚚\u{2028}", "line": "\t\n", "zeros": ${'0'.repeat(index % 300)}}`,
  ...(index % 2 === 0 && {
    attributes: [
      { name: 'Text', type: 'String', value: `ümläut ${index}` },
      { name: 'Price', type: 'Number', value: '123456789012345678901234567890.12345' },
      { name: 'Raw', type: 'Binary', value: Buffer.from([0, 255, index % 256, 10]).toString('base64') },
      { name: 'Picture', type: 'Binary.png', value: Buffer.from('png').toString('base64') },
      { name: 'Custom', type: 'String.uuid.v4', value: 'x' },
      { name: 'Amount', type: 'Number.EUR', value: '-1.5' },
    ].slice(0, (index % 6) + 1),
  }),
  ...(index % 3 === 0 && {
    traceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
  }),
  ...(index % 5 === 0 && { groupId: `tenant-${index % 7}` }),
}));

const FIFO_MESSAGES: readonly BatchedMessage[] = Array.from({ length: 200 }, (_, index) => ({
  body: String(index),
  groupId: `g${index % 3}`,
  deduplicationId: `dedup-${index}`,
}));

/** What a copy has to keep; messages have other IDs and times. */
function recordSent({ body, attributes, systemAttributes }: MessageDetails) {
  const { MessageGroupId, MessageDeduplicationId, AWSTraceHeader } = systemAttributes;
  return { body, attributes: byName(attributes), MessageGroupId, MessageDeduplicationId, AWSTraceHeader };
}

const byName = (attributes: MessageDetails['attributes']) =>
  attributes.toSorted((one, other) => one.name.localeCompare(other.name));
const byBody = (messages: readonly MessageDetails[]) =>
  messages.map(recordSent).toSorted((one, other) => one.body.localeCompare(other.body));

function transfer(
  mode: TransferMode,
  source: MessageSource,
  target: MessageTarget,
  maximum: number,
  isFifo = false,
): Promise<TransferReport> {
  return new Transfer({
    mode,
    source,
    target,
    journal: new ModelJournal(() => undefined),
    clock: { readNow: () => Date.now(), wait: () => Promise.resolve() },
    maximum,
    messagesPerSecond: undefined,
    isFifo,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  }).run();
}

const sourceOf = ({ gate, queue }: TransferPlace) =>
  new RemoteSource({ gate, url: queue.url, isFifo: queue.kind === 'fifo', plan: PLAN });
const targetOf = ({ gate, queue }: TransferPlace) =>
  new RemoteTarget({ gate, url: queue.url, isFifo: queue.kind === 'fifo', plan: PLAN });

const DONE = {
  failedCount: 0,
  firstFailure: undefined,
  duplicateCount: 0,
  inBothCount: 0,
  missedCount: 0,
  unsureCount: 0,
  maybeTwiceCount: 0,
  hidden: { count: 0, untilMs: 0 },
};

describe('Messages between two brokers', () => {
  it('are the same, there and back, with all attributes', async () => {
    const [here, there, back] = [
      await startPlace('here'),
      await startPlace('there'),
      await startPlace('back'),
    ];
    await here.fill(MESSAGES);
    const before = await here.read();
    const toThere = await transfer(
      'copy',
      new LocalSource(here.local, 'copy', undefined),
      targetOf(there),
      10_000,
    );
    assert.deepEqual(toThere, { ...DONE, end: 'finished', storedCount: COUNT });
    const copied = await there.read();
    // In their order: a queue that is only read gives it.
    assert.deepEqual(copied.map(recordSent), before.map(recordSent));
    assert.deepEqual(await here.read(), before);

    const toBack = await transfer('copy', sourceOf(there), new LocalTarget(back.local), COUNT);
    assert.deepEqual(toBack, { ...DONE, end: 'maximum', storedCount: COUNT });
    assert.deepEqual(byBody(await back.read()), byBody(before));
    // The copy has left it as it was, but for the receive that it needed.
    const left = await there.read();
    assert.deepEqual(byBody(left), byBody(before));
    assert.deepEqual(
      [...new Set(left.map(({ state, receiveCount }) => `${state} ${receiveCount}`))],
      ['visible 1'],
    );
  });

  it('leave the source by a move, also between two that can only be received from', async () => {
    const [here, there, last] = [
      await startPlace('here'),
      await startPlace('there'),
      await startPlace('last'),
    ];
    await here.fill(MESSAGES.slice(0, 200));
    const before = await here.read();
    await transfer('move', new LocalSource(here.local, 'move', undefined), targetOf(there), 10_000);
    assert.deepEqual(await here.read(), []);
    const report = await transfer('move', sourceOf(there), targetOf(last), 200);
    assert.deepEqual(report, { ...DONE, end: 'maximum', storedCount: 200 });
    assert.deepEqual([await there.read(), byBody(await last.read())], [[], byBody(before)]);
  });

  it('of a FIFO queue move group by group, in their order, with deduplication IDs of message and transfer', async () => {
    const [here, there] = [await startPlace('here.fifo'), await startPlace('there.fifo')];
    await here.fill(FIFO_MESSAGES);
    const before = await here.read();
    await transfer('move', sourceOf(here), targetOf(there), FIFO_MESSAGES.length, true);
    assert.deepEqual(await here.read(), []);
    const moved = await there.read();
    const expected = before.map((each) => ({
      ...recordSent(each),
      MessageDeduplicationId: `${each.messageId}.transfer`,
    }));
    for (const group of ['g0', 'g1', 'g2']) {
      const ofGroup = (messages: readonly ReturnType<typeof recordSent>[]) =>
        messages.filter(({ MessageGroupId }) => MessageGroupId === group);
      assert.deepEqual(ofGroup(moved.map(recordSent)), ofGroup(expected));
      assert.ok(ofGroup(expected).length > 60);
    }
  });

  it('of a FIFO queue are not lost if they move back before the queue forgets their deduplication IDs', async () => {
    const [here, there] = [await startPlace('here.fifo'), await startPlace('there.fifo')];
    await here.fill(FIFO_MESSAGES.slice(0, 10));
    for (const [from, to] of [
      [here, there],
      [there, here],
      [here, there],
    ] as const) {
      const report = await transfer('move', sourceOf(from), targetOf(to), 10, true);
      assert.deepEqual(
        [report.storedCount, (await from.read()).length, (await to.read()).length],
        [10, 0, 10],
      );
    }
  });

  it('of a FIFO queue are copied from the front of each group, and all of them are visible again', async () => {
    const [here, there] = [await startPlace('here.fifo'), await startPlace('there.fifo')];
    await here.fill(FIFO_MESSAGES);
    const report = await transfer('copy', sourceOf(here), targetOf(there), 10_000, true);
    assert.equal(report.end, 'finished');
    const copied = await there.read();
    for (const group of ['g0', 'g1', 'g2']) {
      const bodies = copied
        .filter((each) => recordSent(each).MessageGroupId === group)
        .map(({ body }) => body);
      const front = FIFO_MESSAGES.filter(({ groupId }) => groupId === group).map(({ body }) => body);
      assert.ok(bodies.length >= 1);
      assert.deepEqual(bodies, front.slice(0, bodies.length));
    }
    const left = await here.read();
    assert.deepEqual(
      [left.length, left.every(({ state }) => state === 'visible'), report.storedCount],
      [FIFO_MESSAGES.length, true, copied.length],
    );
  });

  it('that the target rejects stay in the source, visible, and are reported', async () => {
    const [here, there] = [await startPlace('here'), await startPlace('there')];
    const { queue } = there;
    await here.fill(['small', 'x'.repeat(2_000), 'also small'].map((body) => ({ body })));
    await there.gate.call('SetQueueAttributes', {
      QueueUrl: queue.url,
      Attributes: { MaximumMessageSize: '1024' },
    });
    const report = await transfer('move', sourceOf(here), targetOf(there), 3);
    assert.deepEqual([report.storedCount, report.failedCount, report.end], [2, 1, 'maximum']);
    assert.match(report.firstFailure ?? '', /shorter than 1024 bytes|1024/);
    assert.deepEqual(
      (await here.read()).map(({ body, state }) => `${body.length} ${state}`),
      ['2000 visible'],
    );
  });
});
