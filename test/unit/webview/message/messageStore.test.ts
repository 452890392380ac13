import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import type { HostToMessage, MessageToHost } from '../../../../webview/messageProtocol.ts';
import { keepMessage } from '../../../../webview/message/keptMessage.ts';
import { createMessageStore, type MessageStore } from '../../../../webview/message/messageStore.ts';
import { describeState } from '../../../../webview/message/stateText.ts';
import {
  makeMessageStart,
  makeShownMessage,
  SAMPLE_JSON,
  SAMPLE_NOW,
} from '../../../support/messageSamples.ts';
import { FakeChannel } from '../fakeChannel.ts';

const MESSAGE_ID = makeShownMessage().details.messageId;

describe('The editor of a message', () => {
  let channel: FakeChannel<HostToMessage, MessageToHost>;
  let store: MessageStore;

  /** Work is done at once: what is tested here is not when. */
  const open = (state?: unknown): void => {
    channel = new FakeChannel(state);
    store = createMessageStore({ channel, later: (work) => work(), now: () => 0 });
  };
  const deliver = (messages: readonly HostToMessage[]): void => {
    for (const message of messages) channel.deliver(message);
  };

  const lose = (messageId: string, queueArn = makeShownMessage().queueArn): void =>
    channel.deliver({
      type: 'messageLost',
      queueArn,
      messageId,
      loss: { kind: 'gone' },
      actions: ['editAndResend'],
    });

  beforeEach(() => {
    open();
    deliver(makeMessageStart());
  });

  it('shows a body that looks like JSON laid out, unless the user does not want it', () => {
    assert.equal(store.reader.form.value, 'pretty');
    assert.equal(store.reader.rows.count, 20);
    open();
    deliver(
      makeMessageStart().map((each) =>
        each.type === 'messageShown' ? { ...each, formatsJson: false } : each,
      ),
    );
    assert.equal(store.reader.form.value, 'raw');
    open();
    deliver(makeMessageStart('plain'));
    assert.equal(store.reader.form.value, 'raw');
  });

  it('turns from bytes to the text when it is to be searched', () => {
    for (const form of ['hex', 'bytes'] as const) {
      store.setForm(form);
      store.closeSearch();
      store.openSearch();
      assert.equal(store.reader.form.value, 'raw');
      assert.equal(store.search.isOpen.value, true);
    }
    store.setForm('tree');
    store.openSearch();
    assert.equal(store.reader.form.value, 'tree');
  });

  it('copies what was sent, not what is shown', () => {
    store.copyContent();
    assert.deepEqual(
      channel.sent('copy').map(({ text }) => text),
      [SAMPLE_JSON],
    );
    store.showContent({ kind: 'attribute', name: 'tenant' });
    store.copyContent();
    assert.equal(channel.sent('copy').at(-1)?.text, 'north-west');
  });

  it('reads an attribute like a body, bytes as bytes, and goes back', () => {
    store.showContent({ kind: 'attribute', name: 'thumbnail' });
    assert.equal(store.reader.form.value, 'bytes');
    assert.equal(store.isBinaryContent(), true);
    assert.deepEqual([...store.reader.bytes.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
    store.showContent({ kind: 'body' });
    assert.equal(store.reader.form.value, 'pretty');
    assert.equal(store.isBinaryContent(), false);
  });

  it('keeps the place and the form when only the state of the message changed', () => {
    store.setForm('tree');
    const message = makeShownMessage({ state: 'visible', receiveCount: 3 });
    channel.deliver({ type: 'messageChanged', message, now: SAMPLE_NOW });
    assert.equal(store.message.value?.details.receiveCount, 3);
    assert.equal(store.reader.form.value, 'tree');
  });

  it('keeps what it knows of a message that is gone, also over a reload', () => {
    lose(MESSAGE_ID);
    assert.equal(store.loss.value?.kind, 'gone');
    assert.equal(store.message.value?.details.messageId, MESSAGE_ID);
    open(structuredClone(channel.state));
    assert.equal(store.message.value?.details.messageId, MESSAGE_ID);
    assert.equal(store.reader.rows.count, 20);
    assert.equal(store.timeline.value?.steps.length, 8);
    assert.equal(store.isCut.value, false);
  });

  for (const [name, messageId, queueArn] of [
    ['another message', 'another', undefined],
    ['its message in another queue', MESSAGE_ID, 'arn:aws:sqs:eu-west-1:000000000000:elsewhere'],
  ] as const) {
    it(`does not show what it has as ${name}, which is lost`, () => {
      lose(messageId, queueArn);
      assert.equal(store.message.value, undefined);
      assert.equal(store.timeline.value, undefined);
      assert.equal(store.reader.text, '');
      store.copyContent();
      assert.equal(channel.sent('copy').at(-1)?.text, '');
      store.run('editAndResend');
      assert.deepEqual(channel.sent('run'), []);
      assert.deepEqual(store.lost.value, { queueArn: queueArn ?? makeShownMessage().queueArn, messageId });
      assert.equal(store.canRun('showMessageInTrace'), false);
      store.showLostInTrace();
      assert.deepEqual(channel.sent('run').at(-1), { type: 'run', action: 'showMessageInTrace', messageId });
      const state = structuredClone(channel.state) as { readonly lost?: unknown };
      assert.deepEqual(state.lost, { queueArn: queueArn ?? makeShownMessage().queueArn, messageId });
      open(state);
      assert.equal(store.message.value, undefined);
    });
  }

  it('offers what still works with a message that is lost, and acts on the message that it shows', () => {
    assert.equal(store.canRun('deleteMessages'), true);
    lose(MESSAGE_ID);
    assert.equal(store.canRun('deleteMessages'), false);
    assert.equal(store.canRun('editAndResend'), true);
    store.run('editAndResend');
    assert.deepEqual(channel.sent('run'), [{ type: 'run', action: 'editAndResend', messageId: MESSAGE_ID }]);
    deliver(makeMessageStart());
    assert.equal(store.canRun('deleteMessages'), true);
  });

  it('keeps only the start of a large body over a reload, and says so', () => {
    deliver(makeMessageStart('x'.repeat(1_048_576)));
    assert.ok(JSON.stringify(channel.state).length < 200_000);
    open(structuredClone(channel.state));
    assert.equal(store.isCut.value, true);
    assert.equal(store.reader.text.length, 65_536);
    // Unless the message still exists.
    deliver(makeMessageStart('x'.repeat(1_048_576)));
    assert.equal(store.isCut.value, false);
    assert.equal(store.reader.text.length, 1_048_576);
  });

  for (const [name, state] of [
    ['nothing', undefined],
    ['a text', 'x'],
    ['parts of a message', { message: { queueArn: 'a' }, body: 'x' }],
    ['no details', { message: { queueArn: 'a', queueName: 'a', actions: [], details: null }, body: '' }],
  ] as const) {
    it(`opens empty when what was saved is ${name}`, () => {
      open(state);
      assert.equal(store.message.value, undefined);
    });
  }

  it('forgets the life of the message before', () => {
    const [, shown] = makeMessageStart('other', { messageId: 'another' });
    assert.ok(shown);
    channel.deliver(shown);
    assert.equal(store.timeline.value, undefined);
    // An answer that comes too late is about the message before.
    channel.deliver({ type: 'lifeLoaded', messageId: MESSAGE_ID, events: [] });
    assert.equal(store.timeline.value, undefined);
  });

  it('finds within the body, from hit to hit and around', () => {
    store.search.isOpen.value = true;
    store.searchFor('WIDTH');
    assert.equal(store.reader.hits?.count, 2);
    store.search.at.value = 0;
    store.goToHit(1);
    assert.equal(store.search.at.value, 1);
    store.goToHit(1);
    assert.equal(store.search.at.value, 0);
    store.goToHit(-1);
    assert.equal(store.search.at.value, 1);
    store.setMatchesCase(true);
    assert.equal(store.reader.hits?.count, 0);
    store.closeSearch();
    assert.equal(store.reader.hits, undefined);
  });
});

describe('The state of a message', () => {
  for (const [details, text] of [
    [{ state: 'visible' }, 'Visible'],
    [{ state: 'inFlight', visibleAt: 12_000 }, 'In flight, 12 s left'],
    [{ state: 'inFlight', visibleAt: 100 }, 'In flight, 1 s left'],
    [{ state: 'inFlight', visibleAt: -5 }, 'In flight, 0 s left'],
    [{ state: 'delayed', visibleAt: 125_000 }, 'Delayed, 2 min 5 s left'],
    [{ state: 'inFlight', heldRemainingMs: 30_000 }, 'Held, 30 s left'],
  ] as const) {
    it(`is “${text}”`, () => assert.equal(describeState(details, 0), text));
  }
});

describe('What is kept of a message over a reload', () => {
  it('has whole characters only', () => {
    const value = `x${'😀'.repeat(40_000)}`;
    const message = makeShownMessage();
    const details = { ...message.details, attributes: [{ name: 'n', type: 'String', value }] };
    const kept = keepMessage({
      message: { ...message, details },
      lost: undefined,
      body: value,
      events: [],
      isWrapped: true,
    });
    // It ends with the second half of a character.
    for (const text of [kept.body, kept.message?.details.attributes[0]?.value])
      assert.deepEqual([text?.length, text?.at(-1)], [65_535, '\uDE00']);
    assert.equal(kept.isCut, true);
  });
});
