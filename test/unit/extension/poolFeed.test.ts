import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { listPools, type PoolInfo, poolDecided, poolsChanged } from '../../../broker/protocol/pools.ts';
import type { BrokerClient } from '../../../extension/broker/brokerClient.ts';
import { PoolFeed } from '../../../extension/scaling/poolFeed.ts';
import type { HostToScaling } from '../../../webview/scalingProtocol.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const QUEUE = makeQueue('images').arn;

function makePool(name: string, desired: number): PoolInfo {
  return {
    definition: { name, queue: 'images', command: 'node worker.js' },
    queueArn: QUEUE,
    arn: `arn:aws:autoscaling:us-east-1:000000000000:scalingPolicy:${name}`,
    state: 'running',
    desired,
    processes: [],
    crashes: 0,
  };
}

describe('What the scaling panel reads of pools', () => {
  let feed: PoolFeed;
  let asked: string[];
  let posted: HostToScaling[];
  let notify: Map<string, (params: unknown) => void>;
  let connect: () => void;
  let jump: () => void;
  let state: 'running' | 'stopped';
  let answer: () => Promise<unknown>;
  let pools: PoolInfo[];

  beforeEach(() => {
    asked = [];
    posted = [];
    notify = new Map();
    state = 'running';
    pools = [makePool('image-workers', 1)];
    answer = () => Promise.resolve({ decisions: [], capacity: [] });
    const nothing = { dispose: () => undefined };
    const session = {
      get state() {
        return { kind: state };
      },
      request: ({ method }: { method: string }, { name }: { name?: string }) => {
        asked.push(name ?? 'all');
        return method === listPools.method ? Promise.resolve({ pools }) : answer();
      },
      onNotification: ({ method }: { method: string }, handler: (params: unknown) => void) => {
        notify.set(method, handler);
        return nothing;
      },
      onDidConnect: (handler: () => void) => {
        connect = handler;
        return nothing;
      },
    };
    feed = new PoolFeed({
      session: session as unknown as BrokerClient,
      clock: {
        now: 7,
        onDidChange: (handler: (event: unknown) => void) => {
          jump = () => handler(undefined);
          return nothing;
        },
      },
      post: (message) => posted.push(message),
    });
  });

  const settle = () => new Promise((resolve) => setImmediate(resolve));
  async function change(...changed: readonly PoolInfo[]): Promise<void> {
    notify.get(poolsChanged.method)?.({ pools: changed });
    await settle();
  }
  const readNames = () => asked.filter((name) => name !== 'all');

  it('are all of them with the limits that they have, and the history of one', async () => {
    assert.deepEqual(await feed.readPools(), [
      { name: 'image-workers', queueArn: QUEUE, state: 'running', minimum: 0, maximum: 4 },
    ]);
    feed.watch(3, 'image-workers');
    await settle();
    assert.deepEqual(posted, [
      {
        type: 'historyRead',
        requestId: 3,
        outcome: { ok: true, history: { decisions: [], capacity: [] }, readAt: 7 },
      },
    ]);
  });

  it('is read again when the size of this pool has changed, it has decided or the clock has made a jump', async () => {
    feed.watch(1, 'image-workers');
    await settle();
    await change(makePool('image-workers', 2));
    assert.equal(readNames().length, 2);
    await change(makePool('image-workers', 2), makePool('others', 9));
    assert.equal(readNames().length, 2, 'it is as large as it was');
    notify.get(poolDecided.method)?.({ name: 'others' });
    notify.get(poolDecided.method)?.({ name: 'image-workers' });
    await settle();
    assert.equal(readNames().length, 3);
    jump();
    await settle();
    assert.equal(readNames().length, 4);
    assert.equal(posted.filter(({ type }) => type === 'poolsChanged').length, 2);
  });

  it('is read once more for all that changes while it is read', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    answer = () => held.then(() => ({ decisions: [], capacity: [] }));
    feed.watch(1, 'image-workers');
    for (let desired = 2; desired < 9; desired += 1) await change(makePool('image-workers', desired));
    release();
    await settle();
    assert.equal(readNames().length, 2);
  });

  it('is nothing while the page shows none, and while the broker is stopped', async () => {
    feed.watch(1, 'image-workers');
    await settle();
    feed.pause();
    await change(makePool('image-workers', 2));
    jump();
    await settle();
    assert.equal(readNames().length, 1);
    state = 'stopped';
    feed.watch(2, 'image-workers');
    await settle();
    assert.equal(await feed.readPools(), undefined);
    assert.equal(readNames().length, 1);
  });

  it('is read again from the next broker', async () => {
    feed.watch(1, 'image-workers');
    await settle();
    connect();
    await settle();
    assert.deepEqual(asked, ['image-workers', 'all', 'image-workers']);
  });

  it('is a failure in the words of the broker', async () => {
    answer = () => Promise.reject(new Error('The pool does not exist'));
    feed.watch(1, 'image-workers');
    await settle();
    const [message] = posted;
    assert.deepEqual(message?.type === 'historyRead' && message.outcome, {
      ok: false,
      failure: { message: 'The pool does not exist' },
    });
  });
});
