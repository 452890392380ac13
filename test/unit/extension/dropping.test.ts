import assert from 'node:assert/strict';
import type { Uri } from 'vscode';
import type { MessageSummary } from '../../../broker/protocol/message.ts';
import type { TransferParams } from '../../../extension/connections/capabilities.ts';
import type { ExchangeRequest } from '../../../extension/connections/exchange.ts';
import type { DropActions } from '../../../extension/queues/tree/queuesDragAndDrop.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { MemoryConnection } from '../../support/connections/memoryConnection.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const MESSAGE: MessageSummary = {
  messageId: '6ab1',
  state: 'visible',
  sentAt: 0,
  receiveCount: 0,
  sizeBytes: 5,
  preview: 'hello',
};
const LIMIT = 2048;
const ACTIONS: DropActions = { dropFiles: () => Promise.resolve(), exchange: () => Promise.resolve() };

describe('what is dropped onto a queue', () => {
  let world: ConnectionWorld;
  let moved: TransferParams[];
  let copied: TransferParams[];
  let boxes: MemoryConnection;
  let exchanged: ExchangeRequest[];

  beforeEach(async () => {
    world = await createConnectionWorld();
    moved = [];
    copied = [];
    exchanged = [];
    const record = (list: TransferParams[]) => (params: TransferParams) => {
      list.push(params);
      return Promise.resolve({ done: params.messageIds, missed: [] });
    };
    boxes = new MemoryConnection(
      'boxes',
      [makeQueue('a', 1), makeQueue('b'), makeQueue('c.fifo', 0, 'fifo')],
      {
        peek: { page: () => Promise.resolve({ messages: [MESSAGE] }) } as never,
        transfer: { move: record(moved), copy: record(copied), again: record([]) },
        exchange: { receives: false },
      },
    );
    world.connections.add(boxes);
    world.window.said.length = 0;
  });

  describe('as messages', () => {
    async function drop(name: string, root = 1): Promise<void> {
      const controller = new world.code.QueuesDragAndDrop(world.connections, {
        ...ACTIONS,
        exchange: async (request) => void exchanged.push(request),
      });
      const [messages] = await world.listRows(await world.findRow(1, 'a'));
      const data = new world.code.DataTransfer();
      controller.handleDrag(await world.listRows(messages), data);
      await controller.handleDrop(await world.findRow(root, name), data);
    }

    const params = () => ({
      queueArn: makeQueue('a').arn,
      messageIds: ['6ab1'],
      toQueueArn: makeQueue('b').arn,
    });

    it('is moved or copied, whichever is chosen', async () => {
      world.window.choose = ([move]) => move;
      await drop('b');
      assert.deepEqual([moved, copied], [[params()], []]);
      assert.deepEqual(
        world.window.items.map(({ label }) => label),
        ['$(move) Move 1 message to b', '$(copy) Copy 1 message to b'],
      );
      world.window.choose = ([, copy]) => copy;
      await drop('b');
      assert.deepEqual([moved.length, copied], [1, [params()]]);
      assert.deepEqual(world.window.said, ['Moved 1 message to b.', 'Copied 1 message to b.']);
    });

    it('stays where it is when nothing is chosen, and on its own queue', async () => {
      world.window.choose = () => undefined;
      await drop('b');
      world.window.items = [];
      await drop('a');
      assert.deepEqual([moved, copied, world.window.items], [[], [], []]);
    });

    it('is transferred if the queue is on another connection, with the messages and the mode', async () => {
      world.window.choose = ([, copy]) => copy;
      await drop('orders', 0);
      const [request, ...others] = exchanged;
      assert.deepEqual(
        [request?.mode, request?.from.connection.id, request?.to.connection.id, request?.to.queue.name],
        ['copy', 'boxes', 'local', 'orders'],
      );
      assert.deepEqual([request?.messageIds, others, copied, world.window.said], [['6ab1'], [], [], []]);
    });

    it('cannot go to a queue of the other type, or to a connection that takes none, which is said', async () => {
      await drop('c.fifo');
      const limited = new MemoryConnection('limited', [makeQueue('d')]);
      world.connections.add(limited);
      world.window.choose = ([move]) => move;
      await drop('d', 2);
      assert.deepEqual(world.window.said, [
        'Messages can only be moved or copied between queues of the same type: standard or FIFO.',
        'The connection In memory can’t do this.',
      ]);
      assert.deepEqual([moved, copied, exchanged], [[], [], []]);
    });

    it('may be dropped on any row of the queue, and not beside the queues', async () => {
      const controller = new world.code.QueuesDragAndDrop(world.connections, ACTIONS);
      await controller.handleDrop(undefined, new world.code.DataTransfer());
      assert.deepEqual(world.window.said, ['Drop it onto a queue.']);
      let target: string | undefined;
      const files = new world.code.QueuesDragAndDrop(world.connections, {
        ...ACTIONS,
        dropFiles: (placed, uris) => {
          target = `${placed.queue.name} ${uris.map(String).join()}`;
          return Promise.resolve();
        },
      });
      const data = new world.code.DataTransfer();
      data.set('text/uri-list', new world.code.DataTransferItem('# two\r\nfile:///1.json\r\nfile:///2.json'));
      const [messages] = await world.listRows(await world.findRow(1, 'a'));
      await files.handleDrop(messages, data);
      assert.equal(target, 'a file:///1.json,file:///2.json');
    });
  });

  describe('as addresses', () => {
    async function drop(list: string, dropFiles: DropActions['dropFiles']): Promise<void> {
      const controller = new world.code.QueuesDragAndDrop(world.connections, { ...ACTIONS, dropFiles });
      const data = new world.code.DataTransfer();
      data.set('text/uri-list', new world.code.DataTransferItem(list));
      await controller.handleDrop(await world.findRow(1, 'a'), data);
    }

    it('tells why it could not be taken', async () => {
      await drop('file:///1.json', () => Promise.reject(new Error('No such file.')));
      assert.deepEqual(world.window.said, ['No such file.']);
    });

    it('is not a file where it is the row of a queue', async () => {
      let dropped: readonly Uri[] | undefined;
      await drop('queueside-row:/deadLetters\r\nfile:///1.json', (_placed, files) => {
        dropped = files;
        return Promise.resolve();
      });
      assert.deepEqual(dropped?.map(String), ['file:///1.json']);
    });
  });

  describe('as files', () => {
    const uri = (path: string) => ({ path }) as Uri;

    async function dropOn(connection: MemoryConnection, paths: readonly string[]): Promise<void> {
      const queue = connection.queues.findByName('orders');
      assert.ok(queue);
      await world.code.dropFiles(world.composers, { connection, queue }, paths.map(uri));
    }
    const drop = (...paths: readonly string[]) => dropOn(world.memory, paths);

    beforeEach(() => {
      const { files } = world.code.workspace as unknown as { readonly files: Map<string, Uint8Array> };
      files.clear();
      for (const [path, body] of [
        ['/one.json', '{"id": 1}'],
        ['/two.json', '{"id": 2}'],
        ['/empty.json', ''],
        ['/large.json', 'x'.repeat(LIMIT + 1)],
        ['/full.json', 'x'.repeat(LIMIT)],
      ] as const)
        files.set(path, Buffer.from(body));
      files.set('/picture.png', Buffer.from([0x89, 0x50, 0xff, 0xfe]));
    });

    it('is shown in the composer when it is one, and not sent', async () => {
      const before = world.window.panels.length;
      await drop('/one.json');
      assert.equal(world.window.panels.length, before + 1);
      assert.deepEqual(world.memory.sent, []);
    });

    it('shows how far it is, and stops when that is cancelled', async () => {
      world.window.cancelAfter = 1;
      await drop('/one.json', '/two.json', '/full.json');
      assert.deepEqual(world.window.reported, ['1 of 3']);
      assert.equal(world.memory.sent.length, 1);
      assert.equal(world.window.said.at(-1), 'Sent 1 of 3 files to orders.');
    });

    it('is sent, each as a message, after a question', async () => {
      await drop('/one.json', '/two.json', '/full.json');
      assert.deepEqual(world.window.said, [
        'Send 3 files as 3 messages to orders?',
        'Sent 3 messages to orders.',
      ]);
      assert.deepEqual(
        world.memory.sent.map(({ body }) => body.slice(0, 9)),
        ['{"id": 1}', '{"id": 2}', 'x'.repeat(9)],
      );
    });

    it('is not read before the question is answered, and then one by one', async () => {
      const { fs } = world.code.workspace as unknown as {
        fs: { readFile: (file: Uri) => Promise<Uint8Array> };
      };
      const { readFile } = fs;
      const events: string[] = [];
      fs.readFile = (file) => {
        events.push(`${file.path} after ${world.window.said.length} and ${world.memory.sent.length}`);
        return readFile(file);
      };
      try {
        await drop('/one.json', '/two.json');
      } finally {
        fs.readFile = readFile;
      }
      // Once to check them all, and once to send each.
      assert.deepEqual(events, [
        '/one.json after 1 and 0',
        '/two.json after 1 and 0',
        '/one.json after 1 and 0',
        '/two.json after 1 and 1',
      ]);
    });

    it('reports how many files were sent, and why it stopped', async () => {
      const sent: string[] = [];
      const full = new MemoryConnection('full', [makeQueue('orders')], {
        send: {
          maximumMessageBytes: LIMIT,
          message: ({ body }) => {
            if (sent.length === 1) return Promise.reject(new Error('The memory is full.'));
            sent.push(body);
            return Promise.resolve({} as never);
          },
        },
      });
      await dropOn(full, ['/one.json', '/two.json', '/full.json']);
      assert.equal(world.window.said.at(-1), 'Sent 1 of 3 files. two.json: The memory is full.');
      assert.equal(sent.length, 1);
    });

    it('opens no composer where no file is left', async () => {
      const before = world.window.panels.length;
      await drop();
      assert.deepEqual([world.window.panels.length, world.window.said], [before, []]);
    });

    for (const [what, path, said] of [
      [
        'too large',
        '/large.json',
        'large.json has 2.0 KiB; a message can have at most 2 KiB. Nothing was sent.',
      ],
      ['empty', '/empty.json', 'empty.json is empty. The message body can’t be empty.'],
      ['a folder', '/folder/', ' is a folder. Drop files onto a queue.'],
      ['no text', '/picture.png', 'picture.png is not UTF-8 text. Nothing was sent.'],
    ] as const)
      it(`is not sent, nor any other, when one is ${what}`, async () => {
        await drop('/one.json', path);
        assert.deepEqual(world.memory.sent, []);
        assert.equal(world.window.said.at(-1), said);
      });
  });
});
