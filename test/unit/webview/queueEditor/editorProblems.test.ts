import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createEditorStore } from '../../../../webview/queueEditor/editorStore.ts';
import { listUnplaced } from '../../../../webview/queueEditor/formRules.ts';
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

describe('what the queue editor finds wrong', () => {
  it('lists no mistake as a change', () => {
    const { store, type } = open();
    type('DelaySeconds', '5');
    type('VisibilityTimeout', '13 hours');
    store.addTag();
    store.changeTag(1, { value: 'without a key' });
    assert.deepEqual(
      store.changes.value.map(({ id }) => id),
      ['DelaySeconds'],
    );
    assert.equal(store.isEdited.value, true);
    type('VisibilityTimeout', '12 hours');
    assert.deepEqual(
      store.changes.value.map(({ id }) => id),
      ['VisibilityTimeout', 'DelaySeconds'],
    );
  });

  it('says why Apply failed beside the button when no field of the form shows it, and can be tried again', () => {
    const { channel, store, type } = open();
    type('VisibilityTimeout', '90');
    store.apply();
    const fail = (requestId: number, parameter: string): void =>
      channel.deliver({
        type: 'applied',
        requestId,
        outcome: { kind: 'failed', failure: { message: 'Wait 60 seconds.', parameter } },
      });
    fail(1, 'QueueName');
    assert.deepEqual(store.unplaced.value, ['Wait 60 seconds.']);
    assert.equal(store.mistakeCount.value, 0);
    store.apply();
    fail(2, 'RedrivePolicy');
    assert.deepEqual(store.unplaced.value, []);
    assert.equal(store.problems.value.RedrivePolicy, 'Wait 60 seconds.');
    assert.equal(store.mistakeCount.value, 1);
    store.apply();
    assert.equal(channel.sent('apply').length, 3);
  });

  it('has a place for each problem of the broker', () => {
    for (const parameter of [
      'KmsMasterKeyId',
      'KmsDataKeyReusePeriodSeconds',
      'FifoThroughputLimit',
      'Other',
    ]) {
      const problems = [{ parameter, message: `${parameter} is wrong` }];
      const { form } = open().store;
      assert.deepEqual(listUnplaced(problems, form.value, false), [`${parameter} is wrong`]);
    }
    const problems = [{ parameter: 'VisibilityTimeout', message: 'wrong' }];
    assert.deepEqual(listUnplaced(problems, open().store.form.value, false), []);
  });

  it('rejects a new dead-letter queue whose name would be too long, at the field that shows it', () => {
    const { store } = open(undefined, { queue: 'create' });
    store.changeName('a'.repeat(77));
    store.change({ deadLetterArn: 'new' });
    assert.match(store.problems.value.RedrivePolicy ?? '', /81 characters; 80/u);
    assert.equal(store.canApply.value, false);
    store.changeName('a'.repeat(76));
    assert.equal(store.problems.value.RedrivePolicy, undefined);
    assert.equal(store.canApply.value, true);
  });

  it('discards what is typed wrongly, which is no change yet', () => {
    const { store, type } = open();
    assert.equal(store.isEdited.value, false);
    type('VisibilityTimeout', 'soon');
    assert.deepEqual(store.changes.value, []);
    assert.equal(store.isEdited.value, true);
    store.revertAll();
    assert.equal(store.isEdited.value, false);
    assert.equal(store.mistakeCount.value, 0);
  });

  it('says that a queue was created, not that something was applied', () => {
    const { channel, store } = open(undefined, { queue: 'create' });
    store.changeName('fresh');
    store.apply();
    const queue = { ...EDITED_STANDARD, name: 'fresh' };
    channel.deliver({ type: 'applied', requestId: 1, outcome: { kind: 'applied', queue } });
    assert.deepEqual(store.outcome.value, { kind: 'created' });
  });
});
