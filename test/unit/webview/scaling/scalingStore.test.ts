import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { chooseTarget } from '../../../../webview/scaling/chartKeys.ts';
import { LINE_KEYS } from '../../../../webview/scaling/scalingLines.ts';
import { createScalingStore, type ScalingStore } from '../../../../webview/scaling/scalingStore.ts';
import {
  FIRST_VIEW,
  makeWatch,
  RANGES_SECONDS,
  restoreView,
} from '../../../../webview/scaling/scalingView.ts';
import type { HostToScaling, ScalingToHost } from '../../../../webview/scalingProtocol.ts';
import { SAMPLE_NOW } from '../../../support/metricsSamples.ts';
import {
  answerScaling,
  IMAGE_WORKERS,
  makeDecision,
  makeStory,
  startScaling,
} from '../../../support/scalingSamples.ts';
import { FakeChannel } from '../fakeChannel.ts';

const VIDEO = { ...IMAGE_WORKERS, name: 'video-workers', state: 'idle' } as const;
const STORY = makeStory();
/** The story's times. */
const { from: FROM, until: UNTIL } = STORY.reading;

describe('the store of the scaling panel', () => {
  let channel: FakeChannel<HostToScaling, ScalingToHost>;
  let store: ScalingStore;

  function open(state?: unknown): void {
    channel = new FakeChannel(state);
    store = createScalingStore(channel);
  }
  function show(requestId = 1): void {
    for (const answer of answerScaling(STORY, requestId)) channel.deliver(answer);
  }
  beforeEach(() => open());

  it('begins with a pool that runs, and asks for the metrics of its queue and its history', () => {
    channel.deliver(startScaling([VIDEO, IMAGE_WORKERS]));
    assert.equal(store.view.value.poolName, 'image-workers');
    assert.deepEqual(channel.posted, [
      {
        type: 'watch',
        requestId: 1,
        poolName: 'image-workers',
        watch: makeWatch(IMAGE_WORKERS.queueArn, 900),
      },
    ]);
  });

  it('begins with the pool that it was opened for, also while that is not known', () => {
    channel.deliver({ type: 'initialize', broker: { kind: 'stopped' }, poolName: 'video-workers' });
    assert.deepEqual(channel.posted, []);
    assert.equal(store.isDeleted.value, false, 'without a broker, no pool is known');
    channel.deliver({ type: 'poolsChanged', pools: [IMAGE_WORKERS, VIDEO] });
    assert.deepEqual(
      channel.sent('watch').map(({ poolName }) => poolName),
      ['video-workers'],
    );
  });

  it('keeps pool, range and lines over a reload', () => {
    channel.deliver(startScaling());
    store.selectRange(3_600);
    store.toggleLine('age');
    const { state } = channel;
    open(state);
    assert.deepEqual(store.view.value, {
      poolName: 'image-workers',
      rangeSeconds: 3_600,
      hidden: ['age', 'inService'],
    });
  });

  it('ignores answers to what is no longer shown', () => {
    channel.deliver(startScaling([IMAGE_WORKERS, VIDEO]));
    store.selectPool('video-workers');
    show(1);
    assert.equal(store.plot.value, undefined);
    show(2);
    assert.equal(store.decisions.value.length, STORY.history.decisions.length);
  });

  it('stops reading while it is paused, and follows the newest again', () => {
    channel.deliver(startScaling());
    show();
    store.pause();
    assert.deepEqual(
      channel.posted.map(({ type }) => type),
      ['watch', 'pause'],
    );
    show(1);
    store.follow();
    assert.deepEqual(
      channel.posted.map(({ type }) => type),
      ['watch', 'pause', 'watch'],
    );
  });

  it('pauses when it is zoomed, within what was read, and no closer than 2 s', () => {
    channel.deliver(startScaling());
    show();
    store.zoomTo({ from: FROM - 50_000, to: FROM + 50_000 });
    assert.deepEqual(store.window.value, { from: FROM, to: FROM + 100_000 });
    assert.equal(store.isPaused.value, true);
    store.zoomTo({ from: UNTIL - 100, to: UNTIL });
    assert.deepEqual(store.window.value, { from: UNTIL - 2_000, to: UNTIL });
    store.zoomTo({ from: FROM - 1, to: UNTIL + 1 });
    assert.equal(store.zoom.value, undefined);
    store.follow();
    assert.deepEqual(store.window.value, { from: FROM, to: UNTIL });
  });

  it('goes up to a decision that is newer than the points of the queue', () => {
    channel.deliver(startScaling());
    show();
    const decisions = [...STORY.history.decisions, makeDecision(UNTIL + 20_000, 1, 2, 70)];
    channel.deliver({
      type: 'historyRead',
      requestId: 1,
      outcome: { ok: true, history: { ...STORY.history, decisions }, readAt: UNTIL + 20_000 },
    });
    assert.deepEqual(store.window.value, { from: FROM + 20_000, to: UNTIL + 20_000 });
    assert.equal(store.decisions.value.at(-1)?.at, UNTIL + 20_000);
  });

  it('keeps the chart of a pool that was deleted, and reads nothing more', () => {
    channel.deliver(startScaling());
    show();
    channel.deliver({ type: 'poolsChanged', pools: [VIDEO] });
    assert.equal(store.isDeleted.value, true);
    assert.equal(store.hasContent.value, true);
    assert.equal(channel.posted.at(-1)?.type, 'pause');
    channel.deliver({ type: 'poolsChanged', pools: [IMAGE_WORKERS] });
    assert.equal(channel.posted.at(-1)?.type, 'watch');
  });

  it('says what could not be read until it is read', () => {
    channel.deliver(startScaling());
    const outcome = { ok: false, failure: { message: 'No such pool' } } as const;
    channel.deliver({ type: 'historyRead', requestId: 1, outcome });
    const [metrics, history] = answerScaling(STORY);
    if (metrics !== undefined) channel.deliver(metrics);
    assert.equal(store.failure.value?.message, 'No such pool', 'the metrics do not make it good');
    if (history !== undefined) channel.deliver(history);
    assert.equal(store.failure.value, undefined);
  });
});

describe('the view of the scaling panel', () => {
  it('is as at first where what was kept does not fit', () => {
    for (const kept of [undefined, null, 'no', { rangeSeconds: 7, hidden: 'no', poolName: 3 }])
      assert.deepEqual(restoreView(kept), FIRST_VIEW);
    assert.deepEqual(restoreView({ hidden: ['age', 'nothing'] }).hidden, ['age']);
  });

  it('has periods that are kept for as long as its ranges, and no more points than can be seen', () => {
    for (const rangeSeconds of RANGES_SECONDS) {
      const { periodSeconds } = makeWatch('arn', rangeSeconds);
      assert.ok(periodSeconds >= 60 || rangeSeconds <= 10_800, `${rangeSeconds}`);
      assert.ok(rangeSeconds / periodSeconds <= 1_500, `${rangeSeconds}`);
    }
  });
});

describe('the keys of the scaling chart', () => {
  const decisions = [100, 200, 300].map((seconds) => makeDecision(FROM + seconds * 1_000, 1, 2, 0));
  const times = Array.from({ length: 901 }, (_, second) => FROM + second * 1_000);
  const plot = {
    reading: STORY.reading,
    history: { decisions, capacity: [] },
    times,
    values: LINE_KEYS.map(() => times.map(() => 1)),
  };
  const shown = {
    plot,
    window: { from: FROM, to: SAMPLE_NOW },
    hidden: [],
    bands: [],
    decisions,
    chosen: undefined,
  };
  const press = (key: string, cursor?: number, part: object = {}) =>
    chooseTarget(key, { ...shown, ...part }, cursor);

  it('go from point to point within the window', () => {
    assert.deepEqual(press('ArrowLeft', 5), { index: 4 });
    assert.deepEqual(press('ArrowLeft', 0), { index: 0 });
    assert.deepEqual(press('ArrowRight', 900), { index: 900 });
    const window = { from: FROM + 50_000, to: FROM + 80_000 };
    assert.deepEqual(
      [press('Home', 60, { window }), press('End', 60, { window })],
      [{ index: 50 }, { index: 80 }],
    );
    assert.equal(press('a', 5), undefined);
  });

  it('go from decision to decision, from where the cursor is at first', () => {
    assert.deepEqual(press('PageDown', 150), { decision: decisions[1] });
    assert.deepEqual(press('PageUp', 150), { decision: decisions[0] });
    assert.deepEqual(press('PageUp'), { decision: decisions[2] });
    assert.deepEqual(press('PageDown', 150, { chosen: decisions[1] }), { decision: decisions[2] });
    assert.equal(press('PageDown', 150, { chosen: decisions[2] }), undefined);
  });

  it('zoom around the cursor', () => {
    assert.deepEqual(press('+', 300), {
      window: { from: FROM + 150_000, to: FROM + 600_000 },
    });
    assert.deepEqual(press('-', 300), {
      window: { from: FROM - 300_000, to: FROM + 1_500_000 },
    });
  });
});
