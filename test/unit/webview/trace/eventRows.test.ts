import assert from 'node:assert/strict';
import type { ConsumerInfo, TraceEvent } from '../../../../broker/protocol/trace.ts';
import type { TraceToHost } from '../../../../webview/protocol.ts';
import { listEventRows } from '../../../../webview/trace/events/eventRows.ts';
import { exportEvents, exportListedMessages } from '../../../../webview/trace/events/exportEvents.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:orders';

function makeEvent(more: Partial<TraceEvent> = {}): TraceEvent {
  return { sequence: 1, at: 0, kind: 'received', queueArn: QUEUE, ...more };
}

describe('the list of events, exported', () => {
  it('has a row of names, and a row each with values that programs read', () => {
    const consumer = { id: 'c', name: '=worker' } as ConsumerInfo;
    const event = makeEvent({ messageId: '6ab1', receiveCount: 2, ageMs: 1500, inFlightMs: 30, consumer });
    const [names, values] = listEventRows([event]);
    assert.equal(names?.join(), 'time,queue,event,messageId,receiveCount,ageMs,inFlightMs,consumer,details');
    assert.equal(
      values?.slice(0, 8).join(),
      '1970-01-01T00:00:00.000Z,orders,received,6ab1,2,1500,30,=worker',
    );
    assert.equal(listEventRows([makeEvent()])[1]?.[3], '');
  });

  const listed = [
    makeEvent({ messageId: 'first' }),
    makeEvent({ messageId: 'second' }),
    makeEvent({ kind: 'emptyReceive' }),
    makeEvent({ messageId: 'first', kind: 'deleted' }),
  ];
  function run(exportListed: typeof exportEvents): TraceToHost[] {
    const posted: TraceToHost[] = [];
    const log = { rowCount: listed.length, row: (row: number) => listed[row] };
    exportListed({ log, post: (message: TraceToHost) => posted.push(message) } as never);
    return posted;
  }

  it('has only those that the filter lets through, from the oldest on', () => {
    assert.deepEqual(run(exportEvents), [{ type: 'exportCsv', rows: listEventRows(listed) }]);
  });

  it('comes to its messages, each once', () => {
    assert.deepEqual(run(exportListedMessages), [
      { type: 'exportMessages', messageIds: ['first', 'second'] },
    ]);
  });
});
