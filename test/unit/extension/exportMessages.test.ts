import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { CONTROL_ERROR_CODES } from '../../../broker/protocol/errors.ts';
import type { MessageDetails, RecordedSend } from '../../../broker/protocol/message.ts';
import type { ConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { FileTrips } from '../../support/connections/fileTrips.ts';
import { makeDetails } from '../../support/connections/memoryMessages.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const send: RecordedSend = {
  queueArn: 'q',
  sentAt: 5,
  messageId: 'a',
  body: 'old',
  attributes: [],
  groupId: 'g',
};

describe('messages are exported', () => {
  let trips: FileTrips;
  let world: ConnectionWorld;
  let messages: MessageDetails[];
  let pageSize: number;
  let unreadableIds: string[];

  beforeEach(async () => {
    messages = ['a', 'b', 'c'].map((id, at) => makeDetails(id, { sentAt: at }));
    pageSize = 2;
    unreadableIds = [];
    trips = await FileTrips.open({
      peek: {
        page: () => Promise.resolve({ messages: messages.toReversed() }),
        search: () => Promise.reject(new Error('not asked for')),
        follow: () => Promise.reject(new Error('not asked for')),
        read: (_arn, messageId) => {
          const found = messages.find((message) => message.messageId === messageId);
          const missing = Object.assign(new Error('not found'), { code: CONTROL_ERROR_CODES.notFound });
          return found ? Promise.resolve(found) : Promise.reject(missing);
        },
        readPage: ({ cursor = '0' }) => {
          const from = Number(cursor);
          const page = { messages: messages.slice(from, from + pageSize), unreadableIds };
          const next = from + pageSize;
          return Promise.resolve(next < messages.length ? { ...page, nextCursor: String(next) } : page);
        },
      },
    });
    ({ world } = trips);
  });
  afterEach(() => trips.close());

  const readBodies = (name: string) =>
    readFileSync(trips.path(name), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { readonly Body: string }).Body);

  it('from a queue, page by page, in the order in which they were sent', async () => {
    await trips.run('exportMessages', 'a.jsonl');
    assert.deepEqual(readBodies('a.jsonl'), ['body of a', 'body of b', 'body of c']);
    assert.deepEqual(world.window.said, ['Exported 3 messages from orders to a.jsonl.']);
    assert.deepEqual(world.window.reported, ['2 of 3', '3 of 3']);
  });

  it('as CSV if the file is called so, and opened if the user wants that', async () => {
    world.window.press = 'Open File';
    await trips.run('exportMessages', 'a.csv');
    assert.match(readFileSync(trips.path('a.csv'), 'utf8'), /^MessageId,[^]*\r\na,[^]*,body of a,\r\n/);
    assert.deepEqual(
      world.window.opened.map(({ fsPath }) => fsPath),
      [trips.path('a.csv')],
    );
  });

  it('as those that are selected, the oldest first, and says which are gone', async () => {
    const [list] = await world.listRows(await world.findRow(1, 'orders'));
    const rows = await world.listRows(list);
    const [newest, , oldest] = rows;
    messages.splice(1, 1);
    trips.choose('a.jsonl');
    await world.run('exportMessages', newest, [newest, rows[1], oldest]);
    assert.deepEqual(readBodies('a.jsonl'), ['body of a', 'body of c']);
    assert.deepEqual(world.window.said, [
      'Exported 2 messages from orders to a.jsonl. 1 message was left out: its contents no longer exist.',
    ]);
  });

  it('as those that are selected of a FIFO queue, in the order of their numbers', async () => {
    // A batch is sent in one millisecond; 1000 is behind 900, though not as a text.
    const numbers = ['1000', '7', '8', '900'];
    messages = ['d', 'a', 'b', 'c'].map((id, at) =>
      makeDetails(id, { sentAt: 5, systemAttributes: { SequenceNumber: numbers[at] ?? '' } }),
    );
    messages.push(makeDetails('oldest', { sentAt: 1 }));
    const [list] = await world.listRows(await world.findRow(1, 'orders.fifo'));
    const rows = await world.listRows(list);
    trips.choose('a.jsonl');
    await world.run('exportMessages', rows[1], rows);
    assert.deepEqual(
      readBodies('a.jsonl'),
      ['oldest', 'a', 'b', 'c', 'd'].map((id) => `body of ${id}`),
    );
  });

  it('with a word about those that cannot be read', async () => {
    unreadableIds = ['x'];
    pageSize = 3;
    await trips.run('exportMessages', 'a.jsonl');
    assert.match(world.window.said.join(), /^Exported 3 messages .* 1 message was left out/);
  });

  it('not at all once it is canceled or fails: no file is left behind', async () => {
    world.window.cancelAfter = 1;
    await trips.run('exportMessages', 'a.jsonl');
    assert.deepEqual(readdirSync(trips.folder), []);
    assert.deepEqual(world.window.said, ['The export was canceled. a.jsonl was not written.']);
    world.window.cancelAfter = Infinity;
    await assert.rejects(trips.run('exportMessages', 'missing/a.jsonl'), /ENOENT/);
    assert.equal(existsSync(trips.path('missing')), false);
  });

  it('to a folder on the disk only', async () => {
    world.window.file = { scheme: 'vscode-vfs', fsPath: '/a.jsonl', path: '/a.jsonl' };
    await world.run('exportMessages', { connectionId: 'able', arn: makeQueue('orders').arn });
    assert.deepEqual(world.window.said, ['Choose a folder on the disk.']);
  });

  it('from a saved trace, and from the live one', async () => {
    const services = world.services as unknown as { trace: object };
    const live = services.trace;
    services.trace = { saved: { trace: { events: [], contents: new Map([['a', send]]) } } };
    trips.choose('a.jsonl');
    await world.run('exportTraceMessages');
    assert.equal(
      readFileSync(trips.path('a.jsonl'), 'utf8'),
      '{"MessageId":"a","Body":"old","Attributes":{"SentTimestamp":"5","MessageGroupId":"g"}}\n',
    );
    assert.deepEqual(world.window.said, ['Exported 1 message from the trace to a.jsonl.']);
    services.trace = live;
    const event = (sequence: number, more: object) => ({ sequence, at: 0, kind: 'sent', ...more });
    world.session.answer('trace/subscribe', { subscriptionId: 's', firstSequence: 1, lastSequence: 3 });
    world.session.answer('trace/unsubscribe', null);
    world.session.answer('trace/read', {
      events: [
        event(1, { content: { ...send, body: 'live' } }),
        event(2, {}),
        event(3, { kind: 'received' }),
      ],
    });
    await world.run('exportTraceMessages');
    assert.deepEqual(readBodies('a.jsonl'), ['live']);
    assert.match(
      world.window.said.at(-1) ?? '',
      /^Exported 1 message from the trace .* 1 message was left out/,
    );
  });

  it('from a saved trace, and says how many of its messages have no contents there', async () => {
    const sent = (messageId: string) => ({ kind: 'sent', messageId });
    const events = [sent('a'), sent('b'), { kind: 'received', messageId: 'b' }, sent('c')];
    const services = world.services as unknown as { trace: unknown };
    services.trace = { saved: { trace: { events, contents: new Map([['a', send]]) } } };
    trips.choose('a.jsonl');
    await world.run('exportTraceMessages');
    assert.deepEqual(world.window.said, [
      'Exported 1 message from the trace to a.jsonl. 2 messages were left out: their contents no longer exist.',
    ]);
  });

  it('from the events that the trace lists, and says which the broker no longer knows', async () => {
    const { session } = world.services;
    const request = session.request.bind(session);
    session.request = (method, params) => {
      if (params['messageId'] !== 'gone') return request(method, params);
      return Promise.reject(Object.assign(new Error('not found'), { code: CONTROL_ERROR_CODES.notFound }));
    };
    session.answer('message/getSent', send);
    trips.choose('a.jsonl');
    const services = world.services as never;
    await world.code.exportListedMessages(services, ['a', 'gone']);
    assert.deepEqual(readBodies('a.jsonl'), ['old']);
    const omitted = '1 message was left out: its contents no longer exist.';
    assert.deepEqual(world.window.said, [`Exported 1 message from the trace to a.jsonl. ${omitted}`]);
    session.request = () => Promise.reject(new Error('The broker stopped.'));
    await assert.rejects(world.code.exportListedMessages(services, ['a']), /The broker stopped/);
    assert.deepEqual(readdirSync(trips.folder), ['a.jsonl']);
  });
});
