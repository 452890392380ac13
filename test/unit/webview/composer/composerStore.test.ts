import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { EMPTY_DRAFT } from '../../../../webview/composer/draft.ts';
import { KeptDrafts } from '../../../../webview/composer/keptDrafts.ts';
import { createComposerStore } from '../../../../webview/composer/composerStore.ts';
import type { ComposerToHost, HostToComposer } from '../../../../webview/protocol.ts';
import { makeQueue, SAMPLE_QUEUES } from '../../../support/webviewSamples.ts';
import { FakeChannel } from '../fakeChannel.ts';

const RUNNING = { kind: 'running', maximumMessageBytes: 262_144 } as const;
const IMAGES = makeQueue('images').arn;
const RESULT = { messageId: 'id', bodyMd5: 'md5', sizeBytes: 1, chunks: 1, sentCount: 1, duplicateCount: 0 };

function open(state?: unknown) {
  const channel = new FakeChannel<HostToComposer, ComposerToHost>(state);
  return { channel, store: createComposerStore(channel) };
}

describe('composer store', () => {
  it('chooses the first queue by default', () => {
    const { channel, store } = open();
    channel.deliver({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
    assert.equal(store.queue.value?.name, 'images');
    assert.equal(store.maximumBytes.value, 262_144);
  });

  it('keeps a restored choice whose queue no longer exists, and does not send to another one', () => {
    const { channel, store } = open({ queueArn: makeQueue('old').arn, body: 'x' });
    channel.deliver({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
    assert.equal(store.queue.value, undefined);
    assert.equal(store.canSend.value, false);
    store.send();
    assert.deepEqual(channel.sent('send'), []);
  });

  it('sends once, stays filled, and shows the result of its own request only', () => {
    const { channel, store } = open();
    channel.deliver({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
    store.change({ body: 'x' });
    store.send();
    store.send();
    const [request, ...more] = channel.sent('send');
    assert.deepEqual(more, []);
    assert.deepEqual(request?.params, { queueArn: SAMPLE_QUEUES[0]?.arn, body: 'x', count: 1 });
    channel.deliver({ type: 'sent', requestId: 99, queueArn: IMAGES, outcome: { ok: true, result: RESULT } });
    assert.equal(store.isSending.value, true);
    channel.deliver({
      type: 'sent',
      requestId: request?.requestId ?? 0,
      queueArn: IMAGES,
      outcome: { ok: true, result: RESULT },
    });
    assert.equal(store.isSending.value, false);
    assert.equal(store.outcome.value?.kind, 'sent');
    assert.equal(store.draft.value.body, 'x');
  });

  it('shows what became of a send that ended while the page was hidden', () => {
    const { channel, store } = open({ queueArn: IMAGES, body: 'x' });
    channel.deliver({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
    channel.deliver({ type: 'sent', requestId: 7, queueArn: IMAGES, outcome: { ok: true, result: RESULT } });
    const outcome = store.outcome.value;
    assert.ok(outcome?.kind === 'sent' && outcome.hasTrace);
    assert.equal(outcome.queueArn, IMAGES);
    assert.equal(store.draft.value.body, 'x');
  });

  it('shows a refusal until something is changed', () => {
    const { channel, store } = open();
    channel.deliver({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
    store.change({ body: 'x' });
    store.send();
    const failure = { message: 'Too long.', code: 'InvalidParameterValue', parameter: 'DelaySeconds' };
    channel.deliver({ type: 'sent', requestId: 1, queueArn: IMAGES, outcome: { ok: false, failure } });
    assert.equal(store.failureField.value, 'delay');
    store.change({ delaySeconds: '1' });
    assert.equal(store.failure.value, undefined);
  });

  it('does not send while the broker is stopped', () => {
    const { channel, store } = open();
    channel.deliver({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
    store.change({ body: 'x' });
    assert.equal(store.canSend.value, true);
    channel.deliver({ type: 'brokerChanged', broker: { kind: 'stopped' } });
    assert.equal(store.canSend.value, false);
  });

  it('puts a loaded file into the row that asked for it', () => {
    const { channel, store } = open();
    channel.deliver({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
    store.addAttribute();
    store.addAttribute();
    const [first, second] = store.draft.value.attributes;
    assert.ok(first && second);
    store.loadFile(second.key);
    const requestId = channel.sent('loadFile')[0]?.requestId ?? 0;
    channel.deliver({ type: 'fileLoaded', requestId, file: { name: 'a.png', base64: 'AQID' } });
    const [unchanged, loaded] = store.draft.value.attributes;
    assert.deepEqual(unchanged, first);
    assert.deepEqual(loaded, { ...second, type: 'Binary', value: 'AQID', fileName: 'a.png' });
  });

  it('says by which key the body was encrypted as long as it is that body, and gives the text back', () => {
    const { channel, store } = open();
    channel.deliver({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
    store.change({ body: '{"card":1}', format: 'json' });
    store.encryptBody();
    assert.deepEqual(channel.sent('encryptBody'), [{ type: 'encryptBody', body: '{"card":1}' }]);
    channel.deliver({ type: 'bodyEncrypted', body: 'AgV4', keyName: 'payments' });
    assert.deepEqual([store.draft.value.body, store.draft.value.format], ['AgV4', 'text']);
    assert.equal(store.encryptedWith.value, 'payments');
    store.change({ body: 'AgV4 and more' });
    assert.equal(store.encryptedWith.value, undefined);
    store.restoreBody();
    assert.deepEqual([store.draft.value.body, store.draft.value.format], ['{"card":1}', 'json']);
    assert.equal(store.encryptedWith.value, undefined);
  });

  it('restores the body before a large paste, while the body is what was pasted', () => {
    const { store } = open({ body: 'typed' });
    assert.equal(store.canUndoPaste.value, false);
    store.pasteBody('typed and pasted');
    assert.deepEqual([store.body.value, store.canUndoPaste.value], ['typed and pasted', true]);
    store.undoPaste();
    assert.deepEqual(
      [store.body.value, store.canUndoPaste.value, store.bodyRevision.value],
      ['typed', false, 2],
    );
  });

  it('does not undo a paste that has been changed since', () => {
    const { store } = open({ body: 'typed' });
    store.pasteBody('typed and pasted');
    store.change({ body: 'typed and pasted, and more' });
    assert.equal(store.canUndoPaste.value, false);
    store.undoPaste();
    assert.equal(store.body.value, 'typed and pasted, and more');
  });

  it('has the host lay the body out, and takes the answer', () => {
    const { channel, store } = open({ body: '[1]' });
    channel.deliver({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
    store.formatBody();
    const [request] = channel.sent('formatBody');
    assert.equal(request?.body, '[1]');
    assert.equal(store.isFormatting.value, true);
    const outcome = { ok: true, body: '[\n  1\n]' } as const;
    channel.deliver({ type: 'bodyFormatted', requestId: request?.requestId ?? 0, outcome });
    assert.deepEqual(
      [store.draft.value.body, store.bodyRevision.value, store.isFormatting.value],
      ['[\n  1\n]', 1, false],
    );
  });

  it('keeps what was typed while the host laid the body out', () => {
    const { channel, store } = open({ body: '[1]' });
    channel.deliver({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
    store.formatBody();
    store.change({ body: '[1, 2]' });
    channel.deliver({ type: 'bodyFormatted', requestId: 1, outcome: { ok: true, body: '[\n  1\n]' } });
    assert.deepEqual([store.draft.value.body, store.isFormatting.value], ['[1, 2]', false]);
  });

  it('says why the body cannot be laid out, until it is changed', () => {
    const { channel, store } = open({ body: '[1' });
    channel.deliver({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
    store.formatBody();
    channel.deliver({ type: 'bodyFormatted', requestId: 1, outcome: { ok: false, problem: 'notJson' } });
    assert.equal(store.formatProblem.value, 'The body is not valid JSON, so it was not formatted.');
    store.change({ body: '[1]' });
    assert.equal(store.formatProblem.value, undefined);
  });

  it('turns a given message into the draft', () => {
    const { channel, store } = open({ body: 'old' });
    channel.deliver({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES, draft: { body: 'new' } });
    assert.equal(store.draft.value.body, 'new');
    assert.equal(store.bodyRevision.value, 1);
  });

  for (const format of ['json', 'auto'] as const) {
    it(`asks before it sends invalid JSON, where the format is ${format}`, () => {
      const { channel, store } = open({ body: '{"id": 1,\n"name": bob}', format });
      channel.deliver({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
      store.send();
      assert.deepEqual(channel.sent('send'), []);
      assert.match(store.doubt.value ?? '', /^Line 2, column 9: /);
      store.dismissDoubt();
      assert.equal(store.doubt.value, undefined);
      store.send();
      store.sendAnyway();
      assert.equal(channel.sent('send')[0]?.params.body, '{"id": 1,\n"name": bob}');
      assert.equal(store.doubt.value, undefined);
    });
  }

  it('asks nothing about text, or about JSON that is valid, and no longer once the body has changed', () => {
    const { channel, store } = open({ body: '{oops', format: 'text' });
    channel.deliver({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
    store.send();
    assert.equal(channel.sent('send').length, 1);
    channel.deliver({ type: 'sent', requestId: 1, queueArn: IMAGES, outcome: { ok: true, result: RESULT } });
    store.change({ format: 'json' });
    store.send();
    assert.ok(store.doubt.value);
    store.change({ body: '{}' });
    assert.equal(store.doubt.value, undefined);
    store.send();
    assert.equal(channel.sent('send').length, 2);
  });

  const LARGE = `[${'1,'.repeat(20_000)}1]`;
  const CHECKS = [
    ['is JSON', { kind: 'json' }, undefined],
    ['is none', { kind: 'notJson', at: 5 }, 'Line 1, column 6: The JSON is not valid here.'],
    ['cannot tell', { kind: 'unclear' }, undefined],
  ] as const;
  for (const [title, check, doubt] of CHECKS) {
    it(`has the host read a large body before it is sent as JSON, which says that it ${title}`, () => {
      const { channel, store } = open({ body: LARGE });
      channel.deliver({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
      store.send();
      store.send();
      const [request, ...others] = channel.sent('checkBody');
      assert.equal(request?.body, LARGE);
      assert.deepEqual(others, []);
      assert.deepEqual(channel.sent('send'), []);
      assert.equal(store.isSending.value, true);
      channel.deliver({ type: 'bodyChecked', requestId: request.requestId, outcome: check });
      assert.equal(store.doubt.value, doubt);
      assert.equal(channel.sent('send').length, doubt === undefined ? 1 : 0);
    });
  }

  it('sends nothing when the body was changed while the host read it', () => {
    const { channel, store } = open({ body: LARGE });
    channel.deliver({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
    store.send();
    store.change({ body: `${LARGE} ` });
    channel.deliver({ type: 'bodyChecked', requestId: 1, outcome: { kind: 'json' } });
    assert.deepEqual(channel.sent('send'), []);
    assert.equal(store.canSend.value, true);
  });

  it('takes the result of a send away when the form changes', () => {
    const { channel, store } = open({ body: 'x' });
    channel.deliver({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
    store.send();
    channel.deliver({ type: 'sent', requestId: 1, queueArn: IMAGES, outcome: { ok: true, result: RESULT } });
    assert.equal(store.outcome.value?.kind, 'sent');
    store.change({ delaySeconds: 'soon' });
    assert.equal(store.outcome.value, undefined);
  });

  it('has a draft for each queue that is chosen from outside, and says where the other one is', () => {
    const [first, second] = SAMPLE_QUEUES;
    assert.ok(first && second);
    const { channel, store } = open({ queueArn: first.arn, body: 'for the first', count: '3' });
    channel.deliver({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
    assert.equal(store.leftoverOf.value, undefined);
    channel.deliver({ type: 'selectQueue', queueArn: second.arn });
    assert.deepEqual([store.leftoverOf.value, store.isBlank.value], [first.arn, true]);
    store.change({ body: 'for the second' });
    assert.equal(store.leftoverOf.value, undefined);
    channel.deliver({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES, queueArn: first.arn });
    assert.deepEqual(
      [store.leftoverOf.value, store.draft.value.body, store.draft.value.count],
      [second.arn, 'for the first', '3'],
    );
    store.clear();
    assert.deepEqual([store.isBlank.value, store.draft.value.queueArn], [true, first.arn]);
    channel.deliver({ type: 'selectQueue', queueArn: second.arn });
    assert.deepEqual([store.leftoverOf.value, store.draft.value.body], [undefined, 'for the second']);
  });

  it('copies the draft of the other queue when asked, and keeps both', () => {
    const [first, second] = SAMPLE_QUEUES;
    assert.ok(first && second);
    const { channel, store } = open({ queueArn: first.arn, body: 'x' });
    channel.deliver({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
    channel.deliver({ type: 'selectQueue', queueArn: second.arn });
    store.copyLeftover();
    assert.deepEqual([store.draft.value.body, store.draft.value.queueArn], ['x', second.arn]);
    store.change({ body: 'y' });
    channel.deliver({ type: 'selectQueue', queueArn: first.arn });
    assert.equal(store.draft.value.body, 'x');
  });

  it('takes the draft along to a queue without one that is chosen or created in the form', () => {
    const [first, second, third] = SAMPLE_QUEUES;
    assert.ok(first && second && third);
    const { channel, store } = open({ queueArn: first.arn });
    channel.deliver({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
    channel.deliver({ type: 'selectQueue', queueArn: second.arn });
    store.change({ body: 'x' });
    store.selectQueue(first.arn);
    channel.deliver({ type: 'selectQueue', queueArn: third.arn, isNew: true });
    assert.deepEqual(
      [store.leftoverOf.value, store.draft.value.body, store.draft.value.queueArn],
      [undefined, 'x', third.arn],
    );
  });

  it('keeps the drafts of other queues in its state', async () => {
    const [first, second] = SAMPLE_QUEUES;
    assert.ok(first && second);
    const { channel, store } = open({
      queueArn: first.arn,
      others: [{ queueArn: second.arn, body: 'kept' }, 'not a draft', { body: 'of no queue' }],
    });
    channel.deliver({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
    store.change({ body: 'x' });
    channel.deliver({ type: 'selectQueue', queueArn: second.arn });
    assert.equal(store.draft.value.body, 'kept');
    const saved = (await channel.nextState()) as { readonly others: readonly unknown[] };
    assert.equal(saved.others.length, 1);
  });

  it('names the queue that a message was sent to, also when another is in the form by then', () => {
    const [first, second] = SAMPLE_QUEUES;
    assert.ok(first && second);
    const { channel, store } = open({ queueArn: first.arn, body: 'x' });
    channel.deliver({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
    store.send();
    channel.deliver({ type: 'selectQueue', queueArn: second.arn });
    const failure = { message: 'Too long.', code: 'InvalidParameterValue', parameter: 'DelaySeconds' };
    channel.deliver({ type: 'sent', requestId: 1, queueArn: IMAGES, outcome: { ok: false, failure } });
    assert.deepEqual(store.outcome.value, { kind: 'failed', queueArn: first.arn, failure });
    assert.equal(store.failureField.value, undefined);
  });
});

describe('kept drafts', () => {
  it('lets the oldest go when there are too many, or too large ones', () => {
    const kept = new KeptDrafts(undefined);
    for (let number = 1; number <= 21; number += 1)
      kept.keep({ ...EMPTY_DRAFT, queueArn: `q${number}`, body: 'x' });
    assert.deepEqual([kept.list().length, kept.find('q1')], [20, undefined]);
    kept.keep({ ...EMPTY_DRAFT, queueArn: 'large', body: 'x'.repeat(2_097_150) });
    assert.deepEqual(
      kept.list().map(({ queueArn }) => queueArn),
      ['q20', 'q21', 'large'],
    );
  });
});
