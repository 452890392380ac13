import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { TransferParams } from '../../../extension/connections/capabilities.ts';
import type { ExchangeRequest } from '../../../extension/connections/exchange.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { MemoryConnection } from '../../support/connections/memoryConnection.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const MESSAGE = {
  messageId: '6ab1',
  state: 'visible',
  sentAt: 0,
  receiveCount: 0,
  sizeBytes: 5,
  preview: 'hello',
};

describe('What is copied, and to where', () => {
  let world: ConnectionWorld;
  let exchanged: ExchangeRequest[];
  let copied: TransferParams[];
  /** Its messages can be looked at. */
  let boxes: MemoryConnection;
  /** Its messages can only be received. */
  let distant: MemoryConnection;
  let titles: string[][];

  beforeEach(async () => {
    world = await createConnectionWorld();
    exchanged = [];
    copied = [];
    titles = [];
    boxes = new MemoryConnection(
      'boxes',
      [makeQueue('a', 1), makeQueue('b'), makeQueue('c.fifo', 0, 'fifo')],
      {
        peek: { page: () => Promise.resolve({ messages: [MESSAGE] }) } as never,
        transfer: { copy: (params: TransferParams) => note(params) } as never,
        exchange: { receives: false },
      },
    );
    distant = new MemoryConnection('distant', [makeQueue('a', 3), makeQueue('d.fifo', 0, 'fifo')], {
      exchange: { receives: true },
    });
    for (const each of [boxes, distant]) world.connections.add(each);
  });

  function note(params: TransferParams) {
    copied.push(params);
    return Promise.resolve({ done: params.messageIds, missed: [] });
  }

  /** Chooses the rows with these labels, one list after the other. */
  async function copy(target: unknown, ...labels: readonly string[]): Promise<void> {
    const rest = [...labels];
    world.window.choose = (items) => {
      titles.push(items.map(({ label }) => label));
      const wanted = rest.shift();
      return items.find(({ label }) => label === wanted);
    };
    await world.code.sendMessages(world.code.COPY)(
      {
        connections: world.connections,
        view: { selection: [] },
        exchange: (request) => {
          exchanged.push(request);
          return Promise.resolve();
        },
      },
      target,
    );
  }

  const refOf = (connectionId: string, name: string) => ({ connectionId, arn: makeQueue(name).arn });

  it('is the whole queue, where messages can only be received', async () => {
    await copy(refOf('distant', 'a'), 'b');
    const [request] = exchanged;
    assert.deepEqual(
      [request?.mode, request?.from.connection.id, request?.to.queue.name, request?.messageIds],
      ['copy', 'distant', 'b', undefined],
    );
  });

  it('is the whole queue or chosen messages, where they can be looked at', async () => {
    await copy(refOf('boxes', 'a'), 'Messages of the Whole Queue', 'b');
    assert.equal(exchanged[0]?.to.queue.name, 'b');
    await copy(refOf('boxes', 'a'), 'Choose Messages…');
    assert.deepEqual(titles.at(-1), ['hello']);
    assert.deepEqual([exchanged.length, copied], [1, []]);
  });

  it('goes to queues of the same type, below the name of their connection, its own first', async () => {
    await copy(refOf('boxes', 'a'), 'Messages of the Whole Queue');
    assert.deepEqual(titles.at(-1), [
      'In memory',
      'b',
      'Local broker',
      'orders',
      'orders-dead',
      'In memory',
      'a',
    ]);
  });

  it('does not go to a connection that is not open', async () => {
    distant.setOpen(false);
    await copy(refOf('boxes', 'a'), 'Messages of the Whole Queue');
    assert.deepEqual(titles.at(-1), ['In memory', 'b', 'Local broker', 'orders', 'orders-dead']);
  });
});
