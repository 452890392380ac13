import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as fc from 'fast-check';
import type { TraceEvent } from '../../../../broker/protocol/trace.ts';
import type { HostToTrace, TraceToHost } from '../../../../webview/protocol.ts';
import {
  COLUMN_NAMES,
  COLUMNS,
  type ColumnName,
  DEFAULT_COLUMNS,
} from '../../../../webview/trace/events/columns.ts';
import {
  arrangeColumns,
  DEFAULT_LAYOUT,
  MAXIMUM_COLUMN_PX,
  MINIMUM_COLUMN_PX,
  nextSort,
  restoreTableLayout,
  type TableLayout,
  toggleColumn,
} from '../../../../webview/trace/events/tableLayout.ts';
import { createTraceStore } from '../../../../webview/trace/traceStore.ts';
import { makeTraceEvents } from '../../../support/webviewSamples.ts';
import { FakeChannel } from '../fakeChannel.ts';

const QUEUE = 'arn:aws:sqs:eu-central-1:000000000000:orders';

function open(state?: unknown, events: readonly TraceEvent[] = makeTraceEvents(24)) {
  const channel = new FakeChannel<HostToTrace, TraceToHost>(state);
  const store = createTraceStore(channel, { capacity: 100 });
  channel.deliver({ type: 'events', start: 'snapshot', events, dropped: 0 });
  return { channel, store };
}

function makeEvent(sequence: number, more: Partial<TraceEvent>): TraceEvent {
  return { sequence, at: sequence, kind: 'received', queueArn: QUEUE, ...more };
}

const room = (widthPx: number) => ({ widthPx, hasLongTimes: false, isRelative: false });

describe('the table of events', () => {
  it('sorts by a column up, down, and by time again; by time from the newest on and back', () => {
    const up = nextSort(undefined, 'age');
    assert.deepEqual(up, { column: 'age', isDescending: false });
    const down = nextSort(up, 'age');
    assert.deepEqual(down, { column: 'age', isDescending: true });
    assert.equal(nextSort(down, 'age'), undefined);
    assert.deepEqual(nextSort(down, 'queue'), { column: 'queue', isDescending: false });
    const newestFirst = nextSort(undefined, 'time');
    assert.deepEqual(newestFirst, { column: 'time', isDescending: true });
    assert.equal(nextSort(newestFirst, 'time'), undefined);
  });

  it('sorts numbers by size, names as people count, and what has no value last', () => {
    const { store } = open({}, [
      makeEvent(1, { queueArn: `${QUEUE}-10`, ageMs: 9_000 }),
      makeEvent(2, { queueArn: `${QUEUE}-2`, ageMs: 10_000 }),
      makeEvent(3, { kind: 'clockAdvanced' }),
    ]);
    const list = (column: ColumnName, isDescending: boolean): readonly number[] => {
      store.table.setSort({ column, isDescending });
      return store.table.listEvents().map(({ sequence }) => sequence);
    };
    assert.deepEqual(list('age', false), [1, 2, 3]);
    assert.deepEqual(list('age', true), [2, 1, 3]);
    assert.deepEqual(list('queue', false), [3, 2, 1]);
    assert.deepEqual(list('time', true), [3, 2, 1]);
    assert.deepEqual(list('time', false), [1, 2, 3]);
  });

  it('does not follow the newest event while it is sorted by anything but time, until the user resumes', () => {
    const { store } = open();
    assert.equal(store.table.isFollowingRows(), true);
    store.table.sortBy('receives');
    assert.equal(store.table.isFollowingRows(), false);
    assert.equal(store.isFollowing.value, true, 'the lanes still follow');
    assert.equal(store.table.newestRow(), undefined);
    store.table.followNewest();
    assert.equal(store.table.isFollowingRows(), true);
    assert.equal(store.table.layout.value.sort, undefined);
    assert.equal(store.table.newestRow(), 23);
    store.table.sortBy('time');
    assert.equal(store.table.isFollowingRows(), true, 'the newest is at the top');
    assert.equal(store.table.newestRow(), 0);
  });

  it('is as it was after a reload', () => {
    const { channel, store } = open();
    store.table.toggleColumn('consumer');
    store.table.toggleColumn('size');
    store.table.resize(
      'queue',
      210.4,
      new Map([
        ['time', 92],
        ['queue', 120],
        ['size', 300],
      ]),
    );
    store.table.sortBy('size');
    const again = open(JSON.parse(JSON.stringify(channel.state)));
    const expected = {
      columns: ['time', 'queue', 'kind', 'message', 'receives', 'age', 'inFlight', 'size', 'detail'],
      widthsPx: { time: 92, queue: 210 },
      sort: { column: 'size', isDescending: false },
    };
    assert.deepEqual(again.store.table.layout.value, expected);
    assert.equal(again.store.table.listEvents()[0]?.kind, 'sent', 'only sends have a size');
    again.store.table.restoreDefaults();
    assert.deepEqual(again.store.table.layout.value, DEFAULT_LAYOUT);
    assert.deepEqual(again.store.table.listEvents(), makeTraceEvents(24));
    assert.deepEqual((again.channel.state as { table: unknown }).table, DEFAULT_LAYOUT);
  });

  for (const [what, saved] of [
    ['nothing', undefined],
    ['a text', 'columns'],
    [
      'unknown columns',
      { columns: ['price', '__proto__', 7], widthsPx: { price: 90 }, sort: { column: 'price' } },
    ],
    ['no column', { columns: [], widthsPx: [], sort: null }],
    ['widths that are none', { widthsPx: { queue: 'wide', age: null, time: Infinity, kind: Number.NaN } }],
    ['a sort by time, which is none', { sort: { column: 'time', isDescending: false } }],
  ] as const)
    it(`falls back to its defaults if ${what} was kept`, () => {
      assert.deepEqual(restoreTableLayout(saved), DEFAULT_LAYOUT);
    });

  it('keeps what is right of a state that is wrong in part, in bounds', () => {
    assert.deepEqual(
      restoreTableLayout({
        columns: ['detail', 'queue', 'queue', 'price'],
        widthsPx: { queue: -5, detail: 1e9, time: 100.6 },
        sort: { column: 'queue', isDescending: 'yes' },
      }),
      {
        columns: ['queue', 'detail'],
        widthsPx: { time: 101, queue: MINIMUM_COLUMN_PX, detail: MAXIMUM_COLUMN_PX },
        sort: { column: 'queue', isDescending: false },
      },
    );
  });

  it('restores a layout from anything, and then arranges it in any room', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat({ max: 3_000 }), (saved, widthPx) => {
        const layout = restoreTableLayout(saved);
        const { columns, template } = arrangeColumns(layout, room(widthPx));
        assert.ok(columns.length > 0);
        assert.doesNotMatch(template, /NaN|undefined|Infinity/u);
      }),
    );
  });

  it('never loses its last column', () => {
    let layout: TableLayout = DEFAULT_LAYOUT;
    for (const name of COLUMN_NAMES) layout = toggleColumn(layout, name);
    for (const name of layout.columns ?? []) layout = toggleColumn(layout, name);
    assert.equal(layout.columns?.length, 1);
    assert.deepEqual(toggleColumn(layout, layout.columns?.[0] ?? 'time'), layout);
  });

  it('shows as many of its usual columns as fit, and all that the user chose', () => {
    const shown = (widthPx: number) => arrangeColumns(DEFAULT_LAYOUT, room(widthPx));
    assert.deepEqual(shown(1_000).columns, DEFAULT_COLUMNS);
    assert.deepEqual(shown(320).columns, ['time', 'kind']);
    for (let widthPx = 200; widthPx < 1_200; widthPx += 1) {
      const { minimumPx, columns } = shown(widthPx);
      assert.ok(minimumPx <= widthPx, `${minimumPx} px in ${widthPx} px`);
      assert.ok(columns.includes('time') && columns.includes('kind'));
    }
    const chosen = arrangeColumns({ columns: COLUMN_NAMES, widthsPx: {} }, room(200));
    assert.deepEqual(chosen.columns, COLUMN_NAMES);
    assert.ok(chosen.minimumPx > 2_500);
  });

  it('keeps the widths that were set, and gives the rest to the last column', () => {
    const widthsPx = { time: 100, queue: 333, kind: 150 } as const;
    for (const widthPx of [200, 2_000]) {
      const own = arrangeColumns({ columns: ['time', 'queue', 'kind', 'detail'], widthsPx }, room(widthPx));
      assert.equal(own.template, '100px 333px 150px minmax(100px, 1fr)');
      assert.equal(own.minimumPx, 100 + 333 + 150 + 100 + 5 * 10);
    }
    const rigid = arrangeColumns({ columns: ['time', 'age'], widthsPx: {} }, room(900));
    assert.equal(rigid.template, '92px minmax(78px, 1fr)');
  });

  it('has names that no other column has, in every place', () => {
    for (const part of ['title', 'csvName'] as const) {
      const names = COLUMN_NAMES.map((name) => COLUMNS[name][part]);
      assert.equal(new Set(names).size, names.length, part);
    }
  });

  it('offers what an event has', () => {
    const event: TraceEvent = {
      sequence: 12_345,
      at: 0,
      kind: 'received',
      queueArn: QUEUE,
      otherQueueArn: `${QUEUE}-dead`,
      messageId: '1f3a5c00-6b1e-4c7d-9a52-0123456789ab',
      groupId: 'group\n1',
      requestId: 'request-1',
      action: 'ReceiveMessage',
      sizeBytes: 2_048,
      timeoutMs: 30_000,
      durationMs: 12,
      chunks: 2,
      flowId: '1-5759e988',
      depth: { visible: 1_204, inFlight: 3, delayed: 0, oldestAgeMs: 61_000 },
      error: { code: 'OverLimit', message: 'Too many' },
      consumer: {
        id: 'w',
        name: 'worker.py (4711)',
        kind: 'program',
        accessKeyId: 'test',
        sdk: 'Boto3/1.34',
        processId: 4711,
      },
    };
    const texts = Object.fromEntries(
      COLUMN_NAMES.map((name) => [name, COLUMNS[name].read(event, () => '{"order":\n1}')]),
    );
    assert.deepEqual(texts, {
      ...texts,
      sequence: '12,345',
      queue: 'orders',
      region: 'eu-central-1',
      otherQueue: 'orders-dead',
      group: 'group 1',
      timeout: '30 s',
      size: '2 KiB',
      consumer: 'worker.py (4711)',
      processId: '4711',
      sdk: 'Boto3/1.34',
      accessKey: 'test',
      action: 'ReceiveMessage',
      request: 'request-1',
      duration: '12 ms',
      billed: '2',
      queueVisible: '1,204',
      queueInFlight: '3',
      queueDelayed: '0',
      queueOldest: '1 min 1 s',
      flow: '1-5759e988',
      cause: '',
      error: 'OverLimit',
      body: '{"order": 1}',
      detail: 'OverLimit: Too many',
    });
  });
});
