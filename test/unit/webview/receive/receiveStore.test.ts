import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import type { HostToReceive, ReceiveToHost } from '../../../../webview/receiveProtocol.ts';
import { addReceived, keepRows, type ReceivedRow } from '../../../../webview/receive/receivedRows.ts';
import { createReceiveStore, type ReceiveStore } from '../../../../webview/receive/receiveStore.ts';
import { makeReceived, makeReceiveStart } from '../../../support/receiveSamples.ts';
import { makeQueue } from '../../../support/webviewSamples.ts';
import { FakeChannel } from '../fakeChannel.ts';

const IMAGES = makeQueue('images').arn;
const PAYMENTS = makeQueue('payments.fifo').arn;

describe('The panel that receives as a consumer', () => {
  let channel: FakeChannel<HostToReceive, ReceiveToHost>;
  let store: ReceiveStore;
  let wall: number;

  const open = (state?: unknown): void => {
    channel = new FakeChannel(state);
    store = createReceiveStore(channel, () => wall);
    for (const message of makeReceiveStart()) channel.deliver(message);
  };
  const answer = (messages = [makeReceived('a'), makeReceived('b')]): void =>
    channel.deliver({
      type: 'received',
      requestId: store.pending.value ?? 0,
      queueArn: store.draft.value.queueArn,
      outcome: { ok: true, messages, now: 1_000 },
    });

  const receive = (requestId: number, id: string): void =>
    channel.deliver({
      type: 'received',
      requestId,
      queueArn: IMAGES,
      outcome: { ok: true, messages: [makeReceived(id)], now: 0 },
    });
  const listIds = (): readonly string[] => store.rows.value.map(({ messageId }) => messageId);

  beforeEach(() => {
    wall = 0;
    open();
    store.start();
  });

  it('asks once, and shows what came with the newest on top', () => {
    assert.equal(store.canReceive.value, false);
    store.start();
    assert.equal(channel.sent('receive').length, 1);
    answer();
    store.start();
    answer([makeReceived('c')]);
    assert.deepEqual(
      store.rows.value.map(({ messageId }) => messageId),
      ['c', 'a', 'b'],
    );
    assert.deepEqual(store.outcome.value, { kind: 'received', count: 1 });
  });

  it('shows messages that were received as the user stopped waiting: they are in flight', () => {
    const requestId = store.pending.value ?? 0;
    store.cancel();
    assert.equal(channel.sent('cancel').length, 1);
    receive(requestId, 'late');
    assert.deepEqual(listIds(), ['late']);
    assert.equal(store.canReceive.value, true);
  });

  it('keeps waiting when the answer to a call before comes', () => {
    const before = store.pending.value ?? 0;
    store.cancel();
    store.start();
    const { value } = store.pending;
    assert.notEqual(value, before);
    receive(before, 'late');
    assert.deepEqual(listIds(), ['late']);
    assert.equal(store.pending.value, value);
    assert.equal(store.outcome.value, undefined);
  });

  it('gives messages to the queue that was asked, whichever is chosen by now', () => {
    store.selectQueue(PAYMENTS);
    receive(store.pending.value ?? 0, 'a');
    store.deleteRows(store.rows.value);
    assert.deepEqual(
      channel.sent('deleteHandles').map(({ queueArn }) => queueArn),
      [IMAGES],
    );
  });

  it('takes what came while the page did not exist, and goes on waiting', () => {
    const [start] = makeReceiveStart();
    assert.ok(start?.type === 'initialize');
    channel = new FakeChannel(structuredClone(channel.state));
    store = createReceiveStore(channel, () => wall);
    channel.deliver({ ...start, pendingId: 7 });
    assert.equal(store.pending.value, 7);
    receive(7, 'a');
    assert.deepEqual(listIds(), ['a']);
    assert.deepEqual(store.outcome.value, { kind: 'received', count: 1 });
    store.start();
    assert.equal(store.pending.value, 8, 'no ID is used twice');
    open();
    receive(3, 'b');
    assert.deepEqual(listIds(), ['b']);
  });

  it('counts down on the clock of the broker, also when that is moved', () => {
    answer();
    assert.equal(store.listInFlight().length, 2);
    wall = 29_000;
    assert.equal(store.listInFlight().length, 2);
    wall = 30_000;
    assert.equal(store.listInFlight().length, 0);
    wall = 0;
    channel.deliver({ type: 'clocksTold', clocks: [{ connectionId: 'local', now: 500_000 }] });
    assert.equal(store.listInFlight().length, 0);
  });

  it('deletes messages and changes their visibility by handle, one by one or all, separately for each queue', () => {
    answer();
    const [first] = store.rows.value;
    assert.ok(first);
    store.deleteRows([first]);
    assert.deepEqual(channel.sent('deleteHandles').at(-1)?.handles, ['handle of a']);
    channel.deliver({ type: 'handlesDeleted', result: { done: ['handle of a'], failed: [] } });
    assert.equal(store.rows.value[0]?.isDeleted, true);
    store.selectQueue(PAYMENTS);
    store.start();
    answer([makeReceived('c')]);
    store.changeVisibility(store.listInFlight(), 60);
    assert.deepEqual(
      channel.sent('changeVisibility').map(({ queueArn, handles }) => [queueArn, handles]),
      [
        [PAYMENTS, ['handle of c']],
        [IMAGES, ['handle of b']],
      ],
    );
  });

  it('counts down on the clock of each connection', () => {
    const elsewhere = `place/${IMAGES}`;
    answer();
    channel.deliver({
      type: 'received',
      requestId: store.pending.value ?? 0,
      queueArn: elsewhere,
      outcome: { ok: true, messages: [makeReceived('c', { visibleAt: 9_030_000 })], now: 9_000_000 },
    });
    const listOpen = () => store.listInFlight().map(({ messageId }) => messageId);
    assert.deepEqual(listOpen(), ['c', 'a', 'b']);
    assert.equal(store.readNow(IMAGES), 1_000);
    assert.equal(store.readNow(elsewhere), 9_000_000);
    channel.deliver({ type: 'clocksTold', clocks: [{ connectionId: 'local', now: 500_000 }] });
    assert.deepEqual(listOpen(), ['c']);
    channel.deliver({
      type: 'visibilityChanged',
      queueArn: elsewhere,
      result: { done: ['handle of c'], failed: [] },
      visibleAt: 9_100_000,
      now: 9_040_000,
    });
    assert.equal(store.readNow(IMAGES), 500_000);
    assert.deepEqual(listOpen(), ['c']);
  });

  it('leaves the deletion of all to the host, which asks first', () => {
    answer();
    store.selectQueue(PAYMENTS);
    store.start();
    answer([makeReceived('c')]);
    store.deleteAll();
    assert.deepEqual(channel.sent('deleteHandles'), []);
    assert.deepEqual(
      channel.sent('deleteAll').map(({ queues }) => queues),
      [
        [
          { queueArn: PAYMENTS, handles: ['handle of c'] },
          { queueArn: IMAGES, handles: ['handle of a', 'handle of b'] },
        ],
      ],
    );
  });

  it('shows a body whole, and asks for what it did not keep while it was hidden', () => {
    const body = 'x'.repeat(70_000);
    answer([makeReceived('a', { body })]);
    const find = () => {
      const [row] = store.rows.value;
      assert.ok(row);
      return row;
    };
    store.openBody(find(), true);
    assert.equal(store.isBodyOpen(find()), true);
    assert.deepEqual(channel.sent('readBody'), [], 'it has all of it');
    open(structuredClone(channel.state));
    assert.equal(find().isBodyCut, true);
    store.openBody(find(), true);
    assert.deepEqual(channel.sent('readBody'), [{ type: 'readBody', receiptHandle: 'handle of a' }]);
    channel.deliver({ type: 'bodyRead', receiptHandle: 'handle of a', body });
    assert.equal(find().body, body);
    assert.equal(find().isBodyCut, undefined);
    open(structuredClone(channel.state));
    channel.deliver({ type: 'bodyRead', receiptHandle: 'handle of a' });
    assert.equal(find().isBodyLost, true);
    store.openBody(find(), true);
    assert.deepEqual(channel.sent('readBody'), [], 'it is not asked for again');
  });

  it('shows the new end of a timeout, and why a handle was refused', () => {
    answer();
    channel.deliver({
      type: 'visibilityChanged',
      queueArn: IMAGES,
      result: {
        done: ['handle of a'],
        failed: [{ receiptHandle: 'handle of b', reason: 'It has expired.' }],
      },
      visibleAt: 90_000,
      now: 1_000,
    });
    const [first, second] = store.rows.value;
    assert.equal(first?.visibleAt, 90_000);
    assert.equal(second?.problem, 'It has expired.');
  });

  it('says in the words of the service what went wrong', () => {
    channel.deliver({
      type: 'received',
      requestId: store.pending.value ?? 0,
      queueArn: IMAGES,
      outcome: { ok: false, failure: { message: 'Access denied' } },
    });
    assert.deepEqual(store.outcome.value, { kind: 'failed', failure: { message: 'Access denied' } });
    assert.equal(store.canReceive.value, true);
  });

  it('keeps handles over a reload, and forgets what is done when asked', () => {
    answer();
    channel.deliver({ type: 'handlesDeleted', result: { done: ['handle of a'], failed: [] } });
    open(structuredClone(channel.state));
    assert.deepEqual(
      store.rows.value.map(({ receiptHandle, isDeleted }) => [receiptHandle, isDeleted]),
      [
        ['handle of a', true],
        ['handle of b', false],
      ],
    );
    store.clear();
    assert.deepEqual(
      store.rows.value.map(({ messageId }) => messageId),
      ['b'],
    );
    open({ rows: ['nonsense', { messageId: 1 }], queueArn: 7 });
    assert.deepEqual(store.rows.value, []);
  });
});

describe('What is kept of received messages', () => {
  it('is the start of them all, and says where a body was cut', () => {
    const body = 'x'.repeat(40_000);
    const rows = addReceived([], IMAGES, [
      makeReceived('a', { body, attributes: [{ name: 'n', type: 'String', value: body }] }),
      makeReceived('b', { body }),
    ]);
    const kept = keepRows(rows);
    assert.deepEqual(
      kept.map((row) => [row.body.length, row.attributes[0]?.value.length, row.isBodyCut]),
      [
        [40_000, 25_536, undefined],
        [0, undefined, true],
      ],
    );
    // A body that was cut once stays so, though it fits by now.
    assert.equal(keepRows(kept)[1]?.isBodyCut, true);
  });

  it('has whole characters only', () => {
    const body = `x${'😀'.repeat(40_000)}`;
    const [row] = keepRows(addReceived([], IMAGES, [makeReceived('a', { body })]));
    // It ends with the second half of a character.
    assert.deepEqual([row?.body.length, row?.body.at(-1)], [65_535, '\uDE00']);
  });

  it('is made when the rows change, not with each key', () => {
    const channel = new FakeChannel<HostToReceive, ReceiveToHost>();
    const store = createReceiveStore(channel, () => 0);
    for (const message of makeReceiveStart()) channel.deliver(message);
    const outcome = { ok: true, messages: [makeReceived('a')], now: 0 } as const;
    channel.deliver({ type: 'received', requestId: 1, queueArn: IMAGES, outcome });
    const readRows = (): unknown => (channel.state as { readonly rows: unknown }).rows;
    const before = readRows();
    store.change({ wait: '1' });
    assert.equal(readRows(), before);
    store.clear();
    store.change({ wait: '12' });
    assert.notEqual(readRows(), before);
  });
});

describe('The rows of received messages', () => {
  const row = (id: string, isDeleted = false): ReceivedRow => ({
    ...makeReceived(id),
    queueArn: IMAGES,
    isDeleted,
  });

  it('are a hundred at most, and what is deleted goes first', () => {
    const rows = Array.from({ length: 99 }, (_, index) => row(`m${index}`, index === 50));
    const added = addReceived(rows, IMAGES, [makeReceived('x'), makeReceived('y')]);
    assert.equal(added.length, 100);
    assert.equal(added[0]?.messageId, 'x');
    assert.ok(!added.some(({ messageId }) => messageId === 'm50'));
  });

  it('drop no open one while a deleted one is left, and the oldest of both first', () => {
    const rows = [
      ...Array.from({ length: 20 }, (_, index) => row(`done${index}`, true)),
      ...Array.from({ length: 78 }, (_, index) => row(`open${index}`)),
    ];
    const fresh = (count: number) => Array.from({ length: count }, (_, index) => makeReceived(`new${index}`));
    const listIds = (count: number) =>
      addReceived(rows, IMAGES, fresh(count)).map(({ messageId }) => messageId);
    const added = listIds(10);
    assert.equal(added.length, 100);
    assert.equal(added.filter((id) => id.startsWith('open')).length, 78);
    assert.ok(added.includes('done11') && !added.includes('done12'));
    const many = listIds(30);
    assert.equal(many.length, 100);
    assert.equal(many.filter((id) => id.startsWith('done')).length, 0);
    assert.equal(many.at(-1), 'open69');
  });

  it('have one for each handle: a message that is received again has another', () => {
    const again = { ...makeReceived('a'), receiptHandle: 'newer' };
    assert.equal(addReceived([row('a')], IMAGES, [again]).length, 2);
    assert.equal(addReceived([row('a')], IMAGES, [makeReceived('a')]).length, 1);
  });
});
