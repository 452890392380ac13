import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createComposerStore } from '../../../../webview/composer/composerStore.ts';
import type { ComposerToHost, HostToComposer } from '../../../../webview/protocol.ts';
import { SAMPLE_QUEUES } from '../../../support/webviewSamples.ts';
import { FakeChannel } from '../fakeChannel.ts';

const RUNNING = { kind: 'running', maximumMessageBytes: 262_144 } as const;
const RESULT = { messageId: 'id', bodyMd5: 'md5', sizeBytes: 1, chunks: 1, sentCount: 1, duplicateCount: 0 };

function open() {
  const channel = new FakeChannel<HostToComposer, ComposerToHost>(undefined);
  return { channel, store: createComposerStore(channel) };
}

describe('composer store with queues of another connection', () => {
  const connection = { id: 'memory', name: 'In memory', maximumMessageBytes: 2048, hasTrace: false };
  const [images] = SAMPLE_QUEUES;
  const arn = images?.arn ?? '';
  const queues = [...SAMPLE_QUEUES, ...SAMPLE_QUEUES.map((queue) => ({ ...queue, connection }))];

  it('tells two with the same ARN apart, and says where to send', () => {
    const { channel, store } = open();
    channel.deliver({ type: 'initialize', broker: RUNNING, queues, queueArn: `memory/${arn}` });
    assert.equal(store.queue.value?.connection?.id, 'memory');
    assert.equal(store.maximumBytes.value, 2048);
    store.change({ body: 'x' });
    store.send();
    store.selectQueue(arn);
    assert.equal(store.queue.value?.connection, undefined);
    assert.equal(store.maximumBytes.value, 262_144);
    const [sent] = channel.sent('send');
    assert.deepEqual([sent?.connectionId, sent?.params], ['memory', { queueArn: arn, body: 'x', count: 1 }]);
  });

  it('keeps a draft for each', () => {
    const { channel, store } = open();
    channel.deliver({ type: 'initialize', broker: RUNNING, queues, queueArn: `memory/${arn}` });
    store.change({ body: 'in memory' });
    channel.deliver({ type: 'selectQueue', queueArn: arn });
    assert.equal(store.body.value, '');
    channel.deliver({ type: 'selectQueue', queueArn: `memory/${arn}` });
    assert.equal(store.body.value, 'in memory');
  });

  it('offers a trace only where there is one', () => {
    for (const [queueArn, hasTrace] of [
      [arn, true],
      [`memory/${arn}`, false],
    ] as const) {
      const { channel, store } = open();
      channel.deliver({ type: 'initialize', broker: RUNNING, queues, queueArn });
      store.change({ body: 'x' });
      store.send();
      channel.deliver({ type: 'sent', requestId: 1, queueArn, outcome: { ok: true, result: RESULT } });
      const outcome = store.outcome.value;
      assert.equal(outcome?.kind === 'sent' && outcome.hasTrace, hasTrace, queueArn);
    }
  });

  it('sends to it while the broker is stopped', () => {
    const { channel, store } = open();
    const broker = { kind: 'stopped' } as const;
    channel.deliver({ type: 'initialize', broker, queues, queueArn: `memory/${arn}` });
    store.change({ body: 'x' });
    assert.equal(store.canSend.value, true);
  });
});
