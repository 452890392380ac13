import assert from 'node:assert/strict';
import type { ConsumerInfo, TraceEvent } from '../../../../broker/protocol/trace.ts';
import type { HostToTrace, TraceToHost } from '../../../../webview/protocol.ts';
import { DEFAULT_COLUMNS } from '../../../../webview/trace/events/columns.ts';
import { listEventRows } from '../../../../webview/trace/events/eventRows.ts';
import { exportEvents, exportListedMessages } from '../../../../webview/trace/events/exportEvents.ts';
import { createTraceStore } from '../../../../webview/trace/traceStore.ts';
import { FakeChannel } from '../fakeChannel.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:orders';

function makeEvent(more: Partial<TraceEvent> = {}): TraceEvent {
  return { sequence: 1, at: 0, kind: 'received', queueArn: QUEUE, ...more };
}

function list(events: readonly TraceEvent[]) {
  return listEventRows(events, DEFAULT_COLUMNS, () => undefined);
}

describe('the list of events, exported', () => {
  it('has a row of names, and a row each with values that programs read', () => {
    const consumer = { id: 'c', name: '=worker' } as ConsumerInfo;
    const event = makeEvent({ messageId: '6ab1', receiveCount: 2, ageMs: 1500, inFlightMs: 30, consumer });
    const [names, values] = list([event]);
    assert.equal(names?.join(), 'time,queue,event,messageId,receiveCount,ageMs,inFlightMs,consumer,details');
    assert.equal(
      values?.slice(0, 8).join(),
      '1970-01-01T00:00:00.000Z,orders,received,6ab1,2,1500,30,=worker',
    );
    assert.equal(list([makeEvent()])[1]?.[3], '');
  });

  const events = [
    makeEvent({ sequence: 1, messageId: 'small', sizeBytes: 9 }),
    makeEvent({ sequence: 2, messageId: 'large', sizeBytes: 10 }),
    makeEvent({ sequence: 3, messageId: 'hidden', kind: 'deleted' }),
    makeEvent({ sequence: 4, messageId: 'small', sizeBytes: 9 }),
    makeEvent({ sequence: 5 }),
  ];
  function open() {
    const channel = new FakeChannel<HostToTrace, TraceToHost>({
      filter: { kinds: ['received'] },
      table: { columns: ['time', 'message', 'size'], sort: { column: 'size', isDescending: true } },
    });
    const store = createTraceStore(channel);
    channel.deliver({ type: 'events', start: 'snapshot', events, dropped: 0 });
    return { channel, store };
  }

  it('has the events that the table lists, with its columns and in its order', () => {
    const { channel, store } = open();
    exportEvents(store);
    const time = '1970-01-01T00:00:00.000Z';
    const rows = [
      ['time', 'messageId', 'sizeBytes'],
      [time, 'large', '10'],
      [time, 'small', '9'],
      [time, 'small', '9'],
      [time, '', ''],
    ];
    assert.deepEqual(channel.sent('exportCsv'), [{ type: 'exportCsv', rows }]);
  });

  it('comes to its messages, each once, in the order of time', () => {
    const { channel, store } = open();
    exportListedMessages(store);
    assert.deepEqual(channel.sent('exportMessages'), [
      { type: 'exportMessages', messageIds: ['small', 'large'] },
    ]);
  });
});
