import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { HostToTrace, TraceToHost } from '../../../../webview/protocol.ts';
import { createTraceStore } from '../../../../webview/trace/traceStore.ts';
import { makeQueue, makeTraceEvents } from '../../../support/webviewSamples.ts';
import { FakeChannel } from '../fakeChannel.ts';

function open(state?: unknown) {
  const channel = new FakeChannel<HostToTrace, TraceToHost>(state);
  return { channel, store: createTraceStore(channel, { capacity: 100 }) };
}

describe('trace store', () => {
  it('asks for the whole life of an opened message and follows it on', () => {
    const { channel, store } = open();
    const [sent, received, held] = makeTraceEvents(3);
    assert.ok(sent && received && held);
    channel.deliver({ type: 'events', start: 'snapshot', events: [received], dropped: 0 });
    store.open(store.log.positionOfRow(0) ?? -1);
    const messageId = received.messageId ?? '';
    assert.deepEqual(channel.sent('loadHistory'), [{ type: 'loadHistory', messageId }]);
    assert.deepEqual(store.messageHistory.value, [received]);
    channel.deliver({ type: 'historyLoaded', messageId, events: [sent, received] });
    channel.deliver({ type: 'historyLoaded', messageId: 'another', events: [] });
    channel.deliver({ type: 'events', start: 'continue', events: [held], dropped: 0 });
    assert.deepEqual(store.messageHistory.value, [sent, received, held]);
  });

  it('reports that a body is no longer available', () => {
    const { channel, store } = open();
    const [sent] = makeTraceEvents(1);
    assert.ok(sent?.messageId && sent.queueArn);
    channel.deliver({ type: 'events', start: 'snapshot', events: [sent], dropped: 0 });
    store.open(store.log.positionOfRow(0) ?? -1);
    store.loadBody(sent.queueArn, sent.messageId);
    assert.equal(store.body.value?.kind, 'loading');
    const outcome = { ok: false, gone: true, failure: { message: 'not found' } } as const;
    channel.deliver({ type: 'bodyLoaded', messageId: sent.messageId, outcome });
    assert.equal(store.body.value?.kind, 'gone');
  });

  it('lists the consumers that were seen', () => {
    const { channel, store } = open();
    channel.deliver({ type: 'events', start: 'snapshot', events: makeTraceEvents(40), dropped: 0 });
    assert.deepEqual([...store.consumers.value.keys()], ['producer', 'worker']);
  });

  it('asks for each gap again, once', () => {
    const { channel, store } = open();
    channel.deliver({ type: 'events', start: 'snapshot', events: makeTraceEvents(2), dropped: 0 });
    channel.deliver({ type: 'events', start: 'continue', events: makeTraceEvents(2, 10), dropped: 7 });
    store.refill();
    store.refill();
    assert.deepEqual(channel.sent('refill'), [{ type: 'refill', afterSequence: 2, beforeSequence: 10 }]);
    channel.deliver({ type: 'refilled', events: makeTraceEvents(4, 6), lost: 3 });
    assert.equal(store.lostCount.value, 3);
    assert.equal(store.log.rowCount, 8);
  });

  it('combines filters and removes single parts', () => {
    const { channel, store } = open({ filter: { text: 'debug' } });
    channel.deliver({ type: 'events', start: 'snapshot', events: makeTraceEvents(80), dropped: 0 });
    store.changeFilter({ kinds: ['received'], consumerId: 'worker' });
    assert.deepEqual(store.filter.value, { text: 'debug', kinds: ['received'], consumerId: 'worker' });
    assert.equal(store.log.rowCount, 20);
    store.changeFilter({ kinds: undefined });
    assert.deepEqual(store.filter.value, { text: 'debug', consumerId: 'worker' });
    assert.deepEqual(channel.state, {
      filter: { text: 'debug', consumerId: 'worker' },
      showsChart: true,
      tab: 'events',
      laneMode: 'messages',
      timeForm: 'local',
      table: { widthsPx: {} },
    });
  });

  it('takes counts of a new run for news also when the trace was cleared before', () => {
    const { channel, store } = open();
    const { arn } = makeQueue('orders');
    const tell = (visible: number, sequence: number): void => {
      const queues = visible === 0 ? [] : [makeQueue('orders', visible)];
      channel.deliver({ type: 'queuesChanged', queues, now: 5_000, sequence });
    };
    channel.deliver({ type: 'events', start: 'snapshot', events: [], dropped: 0, sequence: 80 });
    tell(3, 80);
    assert.equal(store.series.read(arn, 6_000, store.log.line).visible.at(-1), 3);
    channel.deliver({ type: 'events', start: 'run', events: [], dropped: 0, sequence: 2 });
    tell(0, 2);
    assert.equal(store.series.read(arn, 6_000, store.log.line).visible.at(-1), 0);
  });

  describe('after a restart that it did not see', () => {
    const { arn } = makeQueue('orders');
    const restart = (dropped: number) => {
      const { channel, store } = open();
      const sent = { sequence: 1, at: 10_000, kind: 'sent', queueArn: arn, messageId: 'a' } as const;
      const depth = { visible: 1, inFlight: 0, delayed: 0, oldestAgeMs: 0 };
      channel.deliver({ type: 'events', start: 'snapshot', events: [{ ...sent, depth }], dropped: 0 });
      channel.deliver({
        type: 'events',
        start: 'run',
        startedAt: 20_000,
        events: [],
        dropped,
        sequence: dropped,
      });
      const read = (place: number): number | null | undefined => {
        const lines = store.series.read(arn, 90_000, store.log.line);
        return lines.visible[lines.places.findLastIndex((each) => each <= place)];
      };
      const tell = (): void =>
        channel.deliver({ type: 'queuesChanged', queues: [], now: 60_000, sequence: dropped });
      return { store, read, tell };
    };

    it('shows no levels of the new run before the first count, and then fills them in from its start', () => {
      const { store, read, tell } = restart(0);
      assert.deepEqual([read(15_000), read(30_000)], [1, null]);
      assert.equal(store.log.tracks.get('a')?.lastAt, 20_000);
      tell();
      assert.deepEqual([read(15_000), read(20_000), read(30_000), read(70_000)], [1, 0, 0, 0]);
    });

    it('leaves the time before the first count empty when events of the new run are missing', () => {
      const { read, tell } = restart(3);
      tell();
      assert.deepEqual([read(15_000), read(30_000), read(70_000)], [1, null, 0]);
    });
  });

  it('ignores a count from before a move of the clock that it knows already', () => {
    const { channel, store } = open();
    const events = [
      { sequence: 1, at: 10_000, kind: 'queueCreated', queueArn: makeQueue('orders').arn },
      { sequence: 2, at: 500_000, kind: 'clockAdvanced', movedMs: 480_000 },
    ] as const;
    channel.deliver({ type: 'queuesChanged', queues: [], now: 20_000, sequence: 1 });
    channel.deliver({ type: 'events', start: 'snapshot', events, dropped: 0 });
    channel.deliver({ type: 'queuesChanged', queues: [], now: 510_000, sequence: 2 });
    assert.deepEqual(store.log.line.breaks, [{ place: 20_000, movedMs: 480_000, isReset: false }]);
    assert.equal(store.log.line.place(510_000), 30_000);
  });

  it('continues with its time where it was when a new run of the broker has an earlier clock', () => {
    const { channel, store } = open();
    const [event] = makeTraceEvents(1);
    assert.ok(event);
    channel.deliver({ type: 'brokerChanged', broker: { kind: 'running' } });
    channel.deliver({ type: 'events', start: 'snapshot', events: [event], dropped: 0, sequence: 1 });
    channel.deliver({ type: 'events', start: 'run', events: [], dropped: 0, sequence: 0 });
    channel.deliver({ type: 'clockTold', now: event.at - 45_000, sequence: 0 });
    assert.ok(Math.abs(store.clock.now() - (event.at - 45_000)) < 5_000);
    assert.ok(store.readPresent() >= event.at);
    assert.equal(store.log.line.breaks[0]?.movedMs, -45_000);
  });

  describe('with more than one source', () => {
    const PLACE = { id: 'production', name: 'Production', level: 'confirm', state: 'open' } as const;
    const SOURCES = [
      { id: 'local', name: 'Local broker' },
      { id: 'production', name: 'Production', place: PLACE },
    ];
    const show = (sourceId: string) => ({ type: 'sourceChanged', sourceId, sources: SOURCES }) as const;

    it('forgets filter, consumers and queues of the one before', () => {
      const { channel, store } = open();
      channel.deliver(show('local'));
      channel.deliver({ type: 'events', start: 'snapshot', events: makeTraceEvents(40), dropped: 0 });
      store.changeFilter({ text: 'debug' });
      store.open(store.log.positionOfRow(0) ?? 0);
      channel.deliver(show('production'));
      channel.deliver({ type: 'events', start: 'snapshot', events: [], dropped: 0 });
      assert.deepEqual(store.filter.value, {});
      assert.deepEqual([...store.consumers.value], []);
      assert.deepEqual([...store.source.seenQueues.value], []);
      assert.equal(store.opened.value, undefined);
      assert.equal(store.source.gatewayName.value, 'Production');
    });

    it('keeps the filter when only the names of sources change', () => {
      const { channel, store } = open();
      channel.deliver(show('production'));
      store.changeFilter({ text: 'debug' });
      channel.deliver(show('production'));
      assert.deepEqual(store.filter.value, { text: 'debug' });
    });

    it('restores a filter for the source that it was about, and for no other', () => {
      const state = { filter: { queueArn: 'arn:elsewhere' }, sourceId: 'production' };
      const kept = open(state);
      kept.channel.deliver(show('production'));
      assert.deepEqual(kept.store.filter.value, { queueArn: 'arn:elsewhere' });
      const other = open(state);
      other.channel.deliver(show('local'));
      assert.deepEqual(other.store.filter.value, {});
    });

    it('stays with a file, and knows which connection recorded that', () => {
      const { channel, store } = open();
      const file = { fileName: 'a.jsonl', omittedCount: 0, unreadableCount: 0, connection: 'Elsewhere' };
      channel.deliver(show('local'));
      channel.deliver({ type: 'savedChanged', saved: file });
      channel.deliver({ type: 'events', start: 'snapshot', events: makeTraceEvents(4), dropped: 0 });
      store.changeFilter({ text: 'debug' });
      channel.deliver(show('production'));
      assert.deepEqual(store.filter.value, { text: 'debug' });
      assert.equal(store.source.gatewayName.value, 'Elsewhere');
    });

    it('offers queues that events are about, and no columns that a gateway knows nothing for', () => {
      const { channel, store } = open({ table: { columns: ['time', 'queueVisible', 'queueOldest'] } });
      channel.deliver(show('local'));
      assert.deepEqual(store.table.listColumns(), ['time', 'queueVisible', 'queueOldest']);
      channel.deliver(show('production'));
      const events = makeTraceEvents(4);
      channel.deliver({ type: 'events', start: 'snapshot', events, dropped: 0 });
      const seen = new Set(events.map(({ queueArn }) => queueArn));
      assert.deepEqual(new Set(store.source.seenQueues.value), seen);
      assert.deepEqual(store.table.listColumns(), ['time']);
      assert.equal(store.table.offeredColumns.value.includes('queueInFlight'), false);
    });
  });
});
