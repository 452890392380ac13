import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import type { Uri } from 'vscode';
import type { BatchedMessage, BatchedSend } from '../../../broker/protocol/messages.ts';
import type { ConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { FileTrips } from '../../support/connections/fileTrips.ts';

const LINE = (body: string, attributes: object = {}) =>
  `${JSON.stringify({ Body: body, Attributes: attributes })}\n`;

describe('messages are imported', () => {
  let trips: FileTrips;
  let world: ConnectionWorld;
  let batches: (readonly BatchedMessage[])[];
  let answer: (message: BatchedMessage) => BatchedSend | Error;
  let deleted: string[];
  /** Why nothing can be deleted. */
  let refusal: string | undefined;

  beforeEach(async () => {
    batches = [];
    deleted = [];
    refusal = undefined;
    answer = ({ body }) => ({ messageId: `new ${body}`, isDuplicate: false });
    trips = await FileTrips.open({
      sendBatch: ({ messages: batch }) => {
        batches.push(batch);
        const sends = batch.map((message) => answer(message));
        const failure = sends.find((send) => send instanceof Error);
        return failure ? Promise.reject(failure) : Promise.resolve({ sends: sends as BatchedSend[] });
      },
      change: {
        delete: ({ messageIds }) => {
          if (refusal !== undefined) return Promise.reject(new Error(refusal));
          deleted.push(...messageIds);
          const missed = messageIds.slice(2).map((messageId) => ({ messageId, reason: '' }));
          return Promise.resolve({ done: messageIds.slice(0, 2), missed });
        },
        release: () => Promise.reject(new Error('not asked for')),
        extend: () => Promise.reject(new Error('not asked for')),
      },
    });
    ({ world } = trips);
  });
  afterEach(() => trips.close());

  const sentBodies = () => batches.flat().map(({ body }) => body);
  const importFrom = (name: string, content: string, queue?: string) => {
    writeFileSync(trips.path(name), content);
    return trips.run('importMessages', name, queue);
  };

  it('in their order, after a question, in batches of ten', async () => {
    const bodies = Array.from({ length: 23 }, (_, at) => `b${at}`);
    await importFrom('a.jsonl', bodies.map((body) => LINE(body)).join(''));
    assert.deepEqual(
      batches.map(({ length }) => length),
      [10, 10, 3],
    );
    assert.deepEqual(sentBodies(), bodies);
    assert.deepEqual(world.window.said, [
      'Import 23 messages from a.jsonl into orders?',
      'Imported 23 messages from a.jsonl into orders.',
    ]);
    assert.deepEqual(world.window.reported, ['10 of 23', '20 of 23', '23 of 23']);
  });

  it('in batches that together have no more than the connection takes', async () => {
    const large = 'x'.repeat(1500);
    await importFrom(
      'a.jsonl',
      LINE(large) + LINE('small') + LINE('y'.repeat(1000)) + LINE('z'.repeat(5000)),
    );
    assert.deepEqual(
      batches.map((batch) => batch.map(({ body }) => body.length)),
      [[1500, 5], [1000], [5000]],
    );
  });

  it('with all that can be restored, and nothing else', async () => {
    const attributes = { n: { DataType: 'Number', StringValue: '1' } };
    const line = JSON.stringify({
      MessageId: 'old',
      Body: 'b',
      MessageAttributes: attributes,
      Attributes: {
        MessageGroupId: 'g',
        MessageDeduplicationId: 'd',
        AWSTraceHeader: 'Root=1',
        SentTimestamp: '5',
        ApproximateReceiveCount: '7',
      },
    });
    await importFrom('a.jsonl', line);
    const sent = {
      body: 'b',
      attributes: [{ name: 'n', type: 'Number', value: '1' }],
      traceHeader: 'Root=1',
    };
    assert.deepEqual(batches, [[{ ...sent, groupId: 'g' }]]);
    assert.match(world.window.details.at(-1) ?? '', /new message IDs[^]*a standard queue has none/);
  });

  it('into a FIFO queue with their groups, one for those that have none, and new deduplication IDs', async () => {
    world.window.typed = 'rest';
    world.window.choose = (items) => items.find(({ label }) => label === 'New deduplication IDs');
    const content =
      LINE('1', { MessageGroupId: 'g', MessageDeduplicationId: 'd' }) +
      LINE('2', { MessageDeduplicationId: 'd' });
    await importFrom('a.jsonl', content, 'orders.fifo');
    assert.deepEqual(
      batches.flat().map(({ groupId }) => groupId),
      ['g', 'rest'],
    );
    const ids = batches.flat().map(({ deduplicationId }) => deduplicationId ?? '');
    assert.ok(ids.every((id) => id.length > 30) && ids[0] !== ids[1]);
  });

  it('into a FIFO queue with the group that was asked for where the file has an empty one', async () => {
    world.window.typed = 'rest';
    world.window.choose = (items) => items.find(({ label }) => label === 'The deduplication IDs of the file');
    const empty = { MessageGroupId: '', MessageDeduplicationId: '', AWSTraceHeader: '' };
    await importFrom('a.jsonl', LINE('1', empty) + LINE('2', { MessageDeduplicationId: 'd' }), 'orders.fifo');
    const [first, second] = batches.flat();
    assert.deepEqual([first?.groupId, first?.traceHeader, second?.groupId], ['rest', undefined, 'rest']);
    assert.ok((first?.deduplicationId ?? '').length > 30);
    assert.equal(second?.deduplicationId, 'd');
  });

  it('into a FIFO queue with the deduplication IDs of the file if the user wants those, and counts duplicates', async () => {
    world.window.choose = (items) => items.find(({ label }) => label === 'The deduplication IDs of the file');
    answer = ({ body }) => ({ messageId: 'x', isDuplicate: body === '2' });
    const attributes = { MessageGroupId: 'g', MessageDeduplicationId: 'd' };
    await importFrom('a.jsonl', LINE('1', attributes) + LINE('2', attributes), 'orders.fifo');
    assert.deepEqual(
      batches.flat().map(({ deduplicationId }) => deduplicationId),
      ['d', 'd'],
    );
    assert.equal(
      world.window.said.at(-1),
      'Imported 1 message from a.jsonl into orders.fifo. 1 was a duplicate.',
    );
  });

  it('by name of the line if they cannot be: the others are, and the rest is listed', async () => {
    answer = ({ body }) =>
      body === 'bad' ? { refusal: 'Not allowed.' } : { messageId: body, isDuplicate: false };
    world.window.press = 'Show What Was Left Out';
    await importFrom('a.jsonl', `${LINE('a')}{\n${LINE('bad')}${LINE('b')}`);
    assert.match(world.window.details.at(-1) ?? '', /1 line is left out:\nLine 2: It isn’t JSON\./);
    assert.equal(
      world.window.said.at(-1),
      'Imported 2 messages from a.jsonl into orders. 1 was rejected. Line 3: Not allowed.',
    );
    const [shown] = world.window.opened.slice(-1);
    assert.equal(
      world.texts.provideTextDocumentContent(shown as unknown as Uri),
      'Line 2: It isn’t JSON.\nLine 3: Not allowed.\n',
    );
  });

  it('until one fails for a reason that the others have too, which is said', async () => {
    answer = ({ body }) =>
      body === '10' ? new Error('The queue is gone.') : { messageId: body, isDuplicate: false };
    await importFrom('a.jsonl', Array.from({ length: 35 }, (_, at) => LINE(String(at))).join(''));
    assert.equal(batches.length, 2);
    assert.equal(
      world.window.said.at(-1),
      'Imported 10 messages from a.jsonl into orders. The import stopped: The queue is gone.',
    );
  });

  it('without one that is too large for any batch', async () => {
    answer = ({ body }) =>
      body.length > 2048 ? new Error('Too long.') : { messageId: body, isDuplicate: false };
    await importFrom('a.jsonl', LINE('a') + LINE('x'.repeat(3000)) + LINE('b'));
    assert.equal(
      world.window.said.at(-1),
      'Imported 2 messages from a.jsonl into orders. 1 was rejected. Line 2: Too long.',
    );
  });

  it('until the user cancels, and what was sent stays', async () => {
    world.window.cancelAfter = 1;
    await importFrom('a.jsonl', Array.from({ length: 35 }, (_, at) => LINE(String(at))).join(''));
    assert.equal(batches.length, 1);
    assert.equal(
      world.window.said.at(-1),
      'The import was canceled. Imported 10 messages from a.jsonl into orders.',
    );
  });

  it('until the user cancels, also among lines of which none is sent', async () => {
    world.window.cancelAfter = 1;
    const refused = LINE('x', { MessageGroupId: 'g'.repeat(200) });
    await importFrom(
      'a.jsonl',
      Array.from({ length: 10 }, () => LINE('a')).join('') + refused.repeat(30) + LINE('b'),
    );
    assert.equal(batches.length, 1);
    assert.match(world.window.said.at(-1) ?? '', /^The import was canceled\. Imported 10 messages/u);
    assert.doesNotMatch(world.window.said.at(-1) ?? '', /rejected/u);
  });

  it('and deleted again by Undo, as far as they still wait', async () => {
    world.window.press = 'Undo';
    await importFrom('a.jsonl', LINE('a') + LINE('b') + LINE('c'));
    assert.deepEqual(deleted, ['new a', 'new b', 'new c']);
    assert.equal(
      world.window.said.at(-1),
      'Deleted 2 messages from orders. 1 imported message was no longer in the queue.',
    );
  });

  it('and deleted again by Undo Last Change, once', async () => {
    await importFrom('a.jsonl', LINE('a') + LINE('b'));
    world.window.choose = (items) => items[0];
    await world.run('undoLastChange');
    await trips.settle();
    assert.deepEqual(
      world.window.items.map(({ label, description }) => `${label}: ${description}`),
      ['Import Messages: orders · 2 messages'],
    );
    assert.deepEqual(deleted, ['new a', 'new b']);
    assert.equal(world.window.said.at(-1), 'Deleted 2 messages from orders.');
    await world.run('undoLastChange');
    assert.equal(world.window.said.at(-1), 'Nothing to undo. Changes can be undone for a few minutes only.');
  });

  it('and can be deleted by Undo Last Change if Undo failed', async () => {
    world.window.press = 'Undo';
    refusal = 'The broker has stopped.';
    await importFrom('a.jsonl', LINE('a'));
    refusal = undefined;
    world.window.choose = (items) => items[0];
    await world.run('undoLastChange');
    await trips.settle();
    assert.deepEqual(deleted, ['new a']);
  });

  it('and says why Undo could not delete them again', async () => {
    world.window.press = 'Undo';
    refusal = 'The broker has stopped.';
    await importFrom('a.jsonl', LINE('a'));
    assert.equal(world.window.said.at(-1), 'Nothing was undone. The broker has stopped.');
  });

  for (const [what, name, content, said] of [
    ['has none', 'a.jsonl', '\n', 'a.jsonl has no messages.'],
    [
      'has none that can be read',
      'a.csv',
      'Body\r\na,b\r\n',
      'a.csv has no messages. Row 2: It doesn’t have as many cells as the first row.',
    ],
    [
      'is a saved trace',
      'a.jsonl',
      '{"format":"queueside-trace"}',
      'a.jsonl is a saved trace. To send its messages again, run Replay Trace.',
    ],
    ['has quotes that do not match', 'a.csv', 'Body\r\na\r\n"b', 'a.csv: Row 3: Its quotes don’t match.'],
  ] as const)
    it(`not from a file that ${what}, which is said`, async () => {
      await importFrom(name, content);
      assert.deepEqual([world.window.said, batches], [[said], []]);
    });

  it('not from a file that was changed while the user was asked', async () => {
    const { showWarningMessage } = world.window;
    const window = world.window as unknown as { showWarningMessage: unknown };
    window.showWarningMessage = (...all: Parameters<typeof showWarningMessage>) => {
      writeFileSync(trips.path('a.jsonl'), LINE('other') + LINE('more'));
      return showWarningMessage(...all);
    };
    try {
      await importFrom('a.jsonl', LINE('a'));
    } finally {
      window.showWarningMessage = showWarningMessage;
    }
    assert.deepEqual(batches, []);
    assert.equal(world.window.said.at(-1), 'a.jsonl has changed since you were asked. Import it again.');
  });

  it('up to where a file ends that is cut during the import, which is said', async () => {
    answer = ({ body }) => {
      writeFileSync(trips.path('a.jsonl'), '');
      return { messageId: body, isDuplicate: false };
    };
    world.window.press = 'Undo';
    await importFrom('a.jsonl', LINE('x'.repeat(2000)).repeat(1000));
    const { length } = batches;
    assert.ok(length > 0 && length < 1000);
    assert.equal(
      world.window.said.findLast((each) => each.startsWith('Imported')),
      `Imported ${length} messages from a.jsonl into orders. The import stopped: a.jsonl changed during the import.`,
    );
    assert.equal(deleted.length, length);
  });

  describe('from a file that is dropped onto a queue', () => {
    const placed = () => {
      const queue = trips.place.queues.findByName('orders');
      assert.ok(queue);
      return { connection: trips.place, queue };
    };

    async function drop(...names: string[]): Promise<string> {
      const files = names.map((name) => {
        writeFileSync(trips.path(name), LINE('a'));
        return { scheme: 'file', fsPath: trips.path(name), path: trips.path(name) } as Uri;
      });
      let isSent = false;
      await world.code.offerImport(world.services, placed(), files, () => {
        isSent = true;
        return Promise.resolve();
      });
      await trips.settle();
      return isSent ? 'sent' : 'not sent';
    }

    it('are imported, or the file is one message, whichever is chosen', async () => {
      world.window.choose = ([first]) => first;
      assert.equal(await drop('a.jsonl'), 'not sent');
      assert.deepEqual(sentBodies(), ['a']);
      world.window.choose = ([, second]) => second;
      assert.equal(await drop('a.jsonl'), 'sent');
      world.window.choose = () => undefined;
      assert.equal(await drop('a.jsonl'), 'not sent');
      assert.equal(batches.length, 1);
      assert.deepEqual(
        world.window.items.map(({ label }) => label),
        ['$(cloud-upload) Import the messages in a.jsonl', '$(send) Send a.jsonl as one message'],
      );
    });

    it('are not looked for in other files, or in several', async () => {
      world.window.items = [];
      assert.equal(await drop('a.json'), 'sent');
      assert.equal(await drop('a.csv', 'b.csv'), 'sent');
      assert.deepEqual(world.window.items, []);
    });
  });
});
