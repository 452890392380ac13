import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createEditorStore } from '../../../../webview/queueEditor/editorStore.ts';
import type { HostToQueueEditor, QueueEditorToHost } from '../../../../webview/queueEditorProtocol.ts';
import { EDITED_STANDARD, startEditor } from '../../../support/review/queueEditorScreens.ts';
import { FakeChannel } from '../fakeChannel.ts';

function open(state?: unknown, more: Parameters<typeof startEditor>[0] = {}) {
  const channel = new FakeChannel<HostToQueueEditor, QueueEditorToHost>(state);
  const store = createEditorStore(channel);
  channel.deliver(startEditor(more) as HostToQueueEditor);
  const type = (name: 'VisibilityTimeout' | 'DelaySeconds', text: string) =>
    store.change({ numbers: { ...store.form.value.numbers, [name]: text } });
  return { channel, store, type };
}

const withTimeout = (seconds: string) => ({
  ...EDITED_STANDARD,
  attributes: { ...EDITED_STANDARD.attributes, VisibilityTimeout: seconds },
});

describe('the store of the queue editor', () => {
  it('takes a new tag back although each object has a member of its name', () => {
    const { store } = open();
    store.change({ tags: [...store.form.value.tags, { key: 9, name: 'constructor', value: 'a' }] });
    const row = store.changes.value.find(({ id }) => id === 'tag constructor');
    assert.ok(row);
    store.revert(row);
    assert.deepEqual(store.changes.value, []);
    assert.deepEqual(
      store.form.value.tags.map(({ name }) => name),
      ['team'],
    );
  });

  it('applies what differs, with what the user has seen of it', () => {
    const { channel, store, type } = open();
    assert.equal(store.canApply.value, false);
    type('VisibilityTimeout', '90 s');
    store.changeTag(0, { value: 'photos' });
    assert.equal(store.canApply.value, true);
    store.apply();
    store.apply();
    assert.deepEqual(channel.sent('apply'), [
      {
        type: 'apply',
        requestId: 1,
        draft: { attributes: { VisibilityTimeout: '90' }, tags: { team: 'photos' } },
        removedTags: [],
        expected: { attributes: { VisibilityTimeout: '30' }, tags: { team: 'pictures' } },
      },
    ]);
    const queue = { ...withTimeout('90'), tags: { team: 'photos' } };
    channel.deliver({ type: 'applied', requestId: 1, outcome: { kind: 'applied', queue } });
    assert.deepEqual(store.changes.value, []);
    assert.equal(store.form.value.numbers.VisibilityTimeout, '1 minute 30 seconds');
    assert.deepEqual(store.outcome.value, { kind: 'applied' });
  });

  it('applies nothing while a field is wrong, or the queue no longer exists', () => {
    const { channel, store, type } = open();
    type('VisibilityTimeout', '13 hours');
    store.apply();
    assert.equal(store.mistakeCount.value, 1);
    type('VisibilityTimeout', '90');
    channel.deliver({ type: 'queueRead', queue: 'gone' });
    store.apply();
    assert.equal(store.isGone.value, true);
    assert.deepEqual(channel.sent('apply'), []);
    // Made again with the same name, it can be edited again.
    channel.deliver({ type: 'queueRead', queue: EDITED_STANDARD });
    assert.equal(store.canApply.value, true);
  });

  it('shows both values when others have changed the one that is being changed', () => {
    const { channel, store, type } = open();
    type('VisibilityTimeout', '90');
    channel.deliver({ type: 'queueRead', queue: withTimeout('45') });
    assert.deepEqual(store.conflicts.value, ['VisibilityTimeout']);
    assert.deepEqual(
      store.theirs.value.map(({ from, to }) => [from, to]),
      [['30 seconds', '45 seconds']],
    );
    assert.deepEqual(
      store.changes.value.map(({ from, to }) => [from, to]),
      [['45 seconds', '1 minute 30 seconds']],
    );
    store.takeTheirs('VisibilityTimeout');
    assert.deepEqual(store.changes.value, []);
    assert.deepEqual(store.conflicts.value, []);
  });

  it('says nothing of a change that meets no edit', () => {
    const { channel, store } = open();
    channel.deliver({ type: 'queueRead', queue: withTimeout('45') });
    assert.deepEqual(store.theirs.value, []);
    assert.equal(store.form.value.numbers.VisibilityTimeout, '45 seconds');
  });

  it('continues from the newest values when nothing was applied', () => {
    const { channel, store, type } = open();
    type('VisibilityTimeout', '90');
    store.apply();
    channel.deliver({
      type: 'applied',
      requestId: 1,
      outcome: { kind: 'changedMeanwhile', queue: withTimeout('45') },
    });
    assert.deepEqual(store.outcome.value, { kind: 'changedMeanwhile' });
    store.apply();
    assert.equal(channel.sent('apply')[1]?.expected.attributes['VisibilityTimeout'], '45');
  });

  it('keeps what was typed over a reload, and finds what others changed meanwhile', () => {
    const first = open();
    first.type('VisibilityTimeout', '90 s');
    const { store } = open(structuredClone(first.channel.state), { queue: withTimeout('45') });
    assert.equal(store.form.value.numbers.VisibilityTimeout, '90 s');
    assert.deepEqual(store.conflicts.value, ['VisibilityTimeout']);
    assert.equal((first.channel.state as { address: string }).address, EDITED_STANDARD.arn);
  });

  it('turns to a field, with the value that a finding suggests', () => {
    const { store } = open(undefined, { field: { attribute: 'VisibilityTimeout', value: '45' } });
    assert.equal(store.form.value.numbers.VisibilityTimeout, '45 seconds');
    assert.deepEqual(store.wantedField.value, { attribute: 'VisibilityTimeout' });
    assert.equal(store.changes.value.length, 1);
  });

  it('shows what the broker would reject at its field, until the field is changed', async () => {
    const { channel, store } = open();
    store.change({ policy: '{\n"Statement": 1}' });
    const requestId = await new Promise<number>((resolve) => {
      const { post } = channel;
      channel.post = (message) => {
        post(message);
        if (message.type === 'check') resolve(message.requestId);
      };
    }).then((id) => id);
    channel.deliver({
      type: 'checked',
      requestId,
      problems: [
        { parameter: 'Policy', message: 'Statement must be an object.', place: { offset: 15, length: 1 } },
      ],
      messagesLost: 2,
    });
    assert.equal(store.problems.value.Policy, 'Line 2, column 14: Statement must be an object.');
    assert.deepEqual(store.policyPlace.value, { offset: 15, length: 1 });
    assert.equal(store.messagesLost.value, 2);
    assert.equal(store.canApply.value, false);
    store.change({ policy: '' });
    assert.equal(store.problems.value.Policy, undefined);
    assert.equal(store.messagesLost.value, 0);
  });

  it('creates a FIFO queue with a dead-letter queue, both with their suffix', () => {
    const { channel, store } = open(undefined, { queue: 'create' });
    store.changeKind('fifo');
    store.changeName('orders');
    store.change({ deadLetterArn: 'new', contentBasedDeduplication: true });
    store.apply();
    assert.deepEqual(channel.sent('create'), [
      {
        type: 'create',
        requestId: 1,
        name: 'orders.fifo',
        draft: {
          attributes: { FifoQueue: 'true', ContentBasedDeduplication: 'true' },
          tags: {},
          newDeadLetterQueue: { name: 'orders-dlq.fifo', maxReceiveCount: 3 },
        },
      },
    ]);
  });

  it('makes a queue FIFO whose name ends so, and standard again', () => {
    const { store } = open(undefined, { queue: 'create' });
    store.changeName('orders.fifo');
    assert.equal(store.form.value.kind, 'fifo');
    store.changeKind('standard');
    assert.equal(store.form.value.name, 'orders');
  });
});
