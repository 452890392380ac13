import assert from 'node:assert/strict';
import type { ConsumerInfo, TraceEvent } from '../../../../broker/protocol/trace.ts';
import type { TraceToHost } from '../../../../webview/protocol.ts';
import { formatEventsCsv } from '../../../../webview/trace/events/eventsCsv.ts';
import { exportEvents } from '../../../../webview/trace/events/exportEvents.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:orders';

function makeEvent(more: Partial<TraceEvent> = {}): TraceEvent {
  return { sequence: 1, at: 0, kind: 'received', queueArn: QUEUE, ...more };
}

/** The cells of the only event, as a spreadsheet reads them. */
function readCells(consumerName: string): string[] {
  const csv = formatEventsCsv([makeEvent({ consumer: { id: 'c', name: consumerName } as ConsumerInfo })]);
  const body = csv.slice(csv.indexOf('\r\n') + 2, -2);
  return [...body.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}

describe('events as CSV', () => {
  it('have a line of names, and a line each with values that programs read', () => {
    const event = makeEvent({ messageId: '6ab1', receiveCount: 2, ageMs: 1500, inFlightMs: 30 });
    const [names, values] = formatEventsCsv([event]).split('\r\n');
    assert.equal(names, 'time,queue,event,messageId,receiveCount,ageMs,inFlightMs,consumer,details');
    assert.match(values ?? '', /^1970-01-01T00:00:00\.000Z,orders,received,6ab1,2,1500,30,,/);
  });

  for (const [what, value, expected] of [
    ['a comma', 'a,b', 'a,b'],
    ['quotes', 'say "hi"', 'say "hi"'],
    ['line breaks', 'a\r\nb\nc', 'a\r\nb\nc'],
    ['spaces at the ends', ' a ', ' a '],
    ['other letters', 'größe 😀', 'größe 😀'],
    ['what a spreadsheet would calculate', '=HYPERLINK("http://x","y")', '\'=HYPERLINK("http://x","y")'],
    ['a plus', '+1', "'+1"],
    ['a minus', '-1', "'-1"],
    ['an at sign', '@SUM(A1)', "'@SUM(A1)"],
    ['a tab', '\t=1', "'\t=1"],
    ['a carriage return', '\r=1', "'\r=1"],
    ['an equals sign that is not first', 'a=1', 'a=1'],
  ] as const)
    it(`keep ${what}`, () => {
      const cells = readCells(value);
      assert.equal(cells.length, 9);
      assert.equal(cells[7], expected);
    });

  it('are only those that the filter lets through, from the oldest on', () => {
    const listed = [makeEvent({ messageId: 'first' }), makeEvent({ messageId: 'second' })];
    const posted: TraceToHost[] = [];
    const log = { rowCount: listed.length, row: (row: number) => listed[row] };
    exportEvents({ log, post: (message: TraceToHost) => posted.push(message) } as never);
    assert.deepEqual(posted, [{ type: 'exportCsv', csv: formatEventsCsv(listed), count: 2 }]);
  });
});
