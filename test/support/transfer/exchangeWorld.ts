import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlacedQueue } from '../../../extension/connections/connection.ts';
import type { ExchangeRequest } from '../../../extension/connections/exchange.ts';
import { createConnectionWorld } from '../connections/connectionWorld.ts';
import { createRemoteWorld } from '../upstream/remoteWorld.ts';
import { startPlace, type TransferPlace } from './transferWorld.ts';

export type ExchangeWorld = Awaited<ReturnType<typeof createExchangeWorld>>;

/** A window with the connection “x”, whose queue `orders` has messages, and a local broker with the empty queue `copies`. */
export async function createExchangeWorld(bodies: readonly string[]) {
  const world = await createConnectionWorld();
  const [there, here] = [await startPlace('orders'), await startPlace('copies')];
  await there.fill(bodies.map((body) => ({ body })));
  const remote = createRemoteWorld(there.endpoint);
  await remote.connection.open();
  const folder = await mkdtemp(join(tmpdir(), 'transfers-'));
  // So many as there are: it ends without waiting for others.
  world.window.choose = (items) => items.find(({ label }) => label === 'Another Number…');
  world.window.typed = String(bodies.length);
  world.window.items = [];
  return {
    world,
    remote,
    there,
    here,
    /** Of journals. */
    folder,
    ports: () => ({
      findRemote: (id: string) => (id === 'x' ? remote.connection : undefined),
      folder,
      readMessagesPerSecond: () => 0,
    }),
    describeRequest: (mode: ExchangeRequest['mode']): ExchangeRequest => {
      const queue = remote.connection.queues.findByName('orders');
      assert.ok(queue);
      const from = { connection: remote.connection, queue } as PlacedQueue<'exchange'>;
      return { mode, from, to: here.local as PlacedQueue<'exchange'> };
    },
    listBodies: async (place: TransferPlace) => (await place.read()).map(({ body }) => body).toSorted(),
    /** Of the messages of `orders`, each once. */
    listStates: async () => [...new Set((await there.read()).map(({ state }) => state))],
    untilSaid: (text: string): Promise<void> => {
      const { said } = world.window;
      return new Promise((resolve) => {
        said.push = (...texts) => {
          if (texts.includes(text)) {
            Reflect.deleteProperty(said, 'push');
            resolve();
          }
          return Array.prototype.push.apply(said, texts);
        };
      });
    },
  };
}
