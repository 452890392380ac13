import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createEditorStore } from '../../../../webview/queueEditor/editorStore.ts';
import { listSources, listTargets } from '../../../../webview/queueEditor/queueChoices.ts';
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
    assert.equal(store.queueName.value, EDITED_STANDARD.name);
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
    store.revert({ id: 'VisibilityTimeout' });
    assert.deepEqual(store.changes.value, []);
    assert.deepEqual(store.conflicts.value, []);
  });

  it('keeps the tags of others, whatever the user does to another', () => {
    const { channel, store } = open();
    store.changeTag(0, { value: 'photos' });
    channel.deliver({
      type: 'queueRead',
      queue: { ...EDITED_STANDARD, tags: { team: 'pictures', env: 'prod' } },
    });
    assert.deepEqual(
      store.changes.value.map(({ id, to }) => [id, to]),
      [['tag team', 'photos']],
    );
    store.apply();
    const [sent] = channel.sent('apply');
    assert.deepEqual([sent?.draft.tags, sent?.removedTags], [{ team: 'photos' }, []]);
  });

  it('marks a tag that both have changed, and takes theirs', () => {
    const { channel, store } = open();
    store.changeTag(0, { value: 'photos' });
    channel.deliver({ type: 'queueRead', queue: { ...EDITED_STANDARD, tags: { team: 'films' } } });
    assert.deepEqual(store.conflicts.value, ['tag team']);
    assert.deepEqual(store.currentTags.value, { team: 'films' });
    store.revert({ id: 'tag team' });
    assert.deepEqual([store.form.value.tags[0]?.value, store.conflicts.value], ['films', []]);
  });

  it('adds what others change later to what they changed before', () => {
    const { channel, store, type } = open();
    type('VisibilityTimeout', '90');
    channel.deliver({ type: 'queueRead', queue: withTimeout('45') });
    const more = { ...withTimeout('45').attributes, DelaySeconds: '5' };
    channel.deliver({ type: 'queueRead', queue: { ...EDITED_STANDARD, attributes: more } });
    assert.deepEqual(store.conflicts.value, ['VisibilityTimeout']);
    assert.deepEqual(
      store.theirs.value.map(({ id, from, to }) => [id, from, to]),
      [
        ['VisibilityTimeout', '30 seconds', '45 seconds'],
        ['DelaySeconds', '0 seconds', '5 seconds'],
      ],
    );
    // What is as before again is neither news nor a conflict.
    const back = { ...more, VisibilityTimeout: '30' };
    channel.deliver({ type: 'queueRead', queue: { ...EDITED_STANDARD, attributes: back } });
    assert.deepEqual(store.conflicts.value, []);
    assert.deepEqual(
      store.theirs.value.map(({ id }) => id),
      ['DelaySeconds'],
    );
  });

  it('keeps the mark of a conflict whose notice was closed', () => {
    const { channel, store, type } = open();
    type('VisibilityTimeout', '90');
    channel.deliver({ type: 'queueRead', queue: withTimeout('45') });
    store.dismissTheirs();
    const attributes = { ...withTimeout('45').attributes, DelaySeconds: '5' };
    channel.deliver({ type: 'queueRead', queue: { ...EDITED_STANDARD, attributes } });
    assert.deepEqual(store.conflicts.value, ['VisibilityTimeout']);
    assert.deepEqual(
      store.theirs.value.map(({ id }) => id),
      ['DelaySeconds'],
    );
  });

  it('keeps the notice and the marks while the page is hidden, until the notice is closed', () => {
    const first = open();
    first.type('VisibilityTimeout', '90');
    first.channel.deliver({ type: 'queueRead', queue: withTimeout('45') });
    const shown = open(structuredClone(first.channel.state), { queue: withTimeout('45') });
    assert.deepEqual(shown.store.theirs.value, first.store.theirs.value);
    assert.equal(shown.store.theirs.value.length, 1);
    assert.deepEqual(shown.store.conflicts.value, ['VisibilityTimeout']);
    shown.store.dismissTheirs();
    const { store } = open(structuredClone(shown.channel.state), { queue: withTimeout('45') });
    assert.deepEqual([store.theirs.value, store.conflicts.value], [[], ['VisibilityTimeout']]);
  });

  it('shows what became of a change that was applied while the page was hidden', () => {
    const before = open();
    before.type('VisibilityTimeout', '90 s');
    const failure = { message: 'Not today.' };
    for (const outcome of [
      { kind: 'applied', queue: withTimeout('90') } as const,
      { kind: 'failed', failure } as const,
    ]) {
      const { channel, store } = open(before.channel.state);
      channel.deliver({ type: 'applied', requestId: 1, outcome });
      assert.equal(store.outcome.value?.kind, outcome.kind);
      assert.equal(store.changes.value.length, outcome.kind === 'applied' ? 0 : 1);
    }
  });

  it('keeps what is typed while a change is applied, and takes its own change for no one else’s', () => {
    const { channel, store, type } = open();
    type('VisibilityTimeout', '90');
    store.change({ deadLetterArn: 'new' });
    store.apply();
    type('DelaySeconds', '5');
    const dead = 'arn:aws:sqs:us-east-1:000000000000:images-dlq';
    const queue = withTimeout('90');
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead, maxReceiveCount: 3 });
    const applied = {
      ...queue,
      attributes: { ...queue.attributes, RedrivePolicy, MaximumMessageSize: '2048' },
    };
    channel.deliver({ type: 'applied', requestId: 1, outcome: { kind: 'applied', queue: applied } });
    assert.equal(store.form.value.deadLetterArn, dead);
    assert.deepEqual(
      store.changes.value.map(({ id, to }) => [id, to]),
      [['DelaySeconds', '5 seconds']],
    );
    assert.deepEqual(store.conflicts.value, []);
    assert.deepEqual(
      store.theirs.value.map(({ id }) => id),
      ['MaximumMessageSize'],
    );
  });

  it('copies a queue whose policy is not finished, with the policy as text', () => {
    const { channel, store } = open();
    store.change({ policy: '{"Statement": [' });
    store.copyDefinition();
    const { queues } = JSON.parse(channel.sent('copy')[0]?.text ?? '') as {
      queues: Record<string, { attributes: object }>;
    };
    assert.deepEqual(queues['images']?.attributes, { Policy: '{"Statement": [' });
  });

  it('keeps the connection of a queue to create over a reload', () => {
    const { channel } = open(undefined, { queue: 'create', connectionId: 'aws' });
    assert.equal((channel.state as { connectionId: string }).connectionId, 'aws');
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

  it('offers all queues of its type but itself, as dead-letter queue and as source', () => {
    const { arn, name, kind } = EDITED_STANDARD;
    const other = { arn: `${arn}-2`, name: `${name}-2`, kind };
    const { store } = open(undefined, { queues: [{ arn, name, kind }, other] });
    store.change({ redrivePermission: 'byQueue', sourceArns: [''] });
    const labels = (options: readonly { readonly label: string }[]) => options.map(({ label }) => label);
    assert.deepEqual(labels(listSources(store, '')), ['Choose a queue', 'images-2']);
    assert.deepEqual(labels(listTargets(store)), ['None', 'images-dlq (new queue)', 'images-2']);
    // A policy that has it already shows it, and not as deleted.
    assert.deepEqual(listSources(store, arn)[1], { value: arn, label: name });
  });

  it('keeps a new dead-letter queue chosen when the attempt to attach it failed after it was created', () => {
    const { channel, store } = open();
    store.change({ deadLetterArn: 'new' });
    const created = { arn: `${EDITED_STANDARD.arn}-dlq`, name: 'images-dlq', kind: 'standard' } as const;
    channel.deliver({ type: 'queuesChanged', queues: [created] });
    assert.ok(listTargets(store).every(({ description }) => description === undefined));
  });

  it('names the Region and the account of a dead-letter queue that is elsewhere, and calls only others deleted', () => {
    const describeChosen = (deadLetterArn: string) => {
      const { store } = open();
      store.change({ deadLetterArn });
      return listTargets(store).find(({ value }) => value === deadLetterArn)?.description;
    };
    assert.equal(describeChosen(`${EDITED_STANDARD.arn}-gone`), 'deleted');
    assert.equal(describeChosen('arn:aws:sqs:eu-west-1:111122223333:dead'), 'eu-west-1, 111122223333');
  });

  it('makes a queue FIFO whose name ends so, and standard again', () => {
    const { store } = open(undefined, { queue: 'create' });
    store.changeName('orders.fifo');
    assert.equal(store.form.value.kind, 'fifo');
    store.changeKind('standard');
    assert.equal(store.form.value.name, 'orders');
  });
});
