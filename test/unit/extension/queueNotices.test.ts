import assert from 'node:assert/strict';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { MemoryConnection } from '../../support/connections/memoryConnection.ts';
import { ManualSchedule } from '../../support/manualSchedule.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const DEAD = { ...makeQueue('orders-dead', 1), deadLetterSources: [makeQueue('orders').arn] };

describe('notifications about queues', () => {
  let world: ConnectionWorld;
  let place: MemoryConnection;
  let schedule: ManualSchedule;
  let settings: Record<string, unknown>;
  let notices: { dispose(): void };

  beforeEach(async () => {
    world = await createConnectionWorld();
    schedule = new ManualSchedule();
    settings = { 'notify.deadLetters': true, 'notify.threshold': 0 };
    place = new MemoryConnection('place', [makeQueue('orders', 1), DEAD], {
      peek: {
        page: () => Promise.resolve({ messages: [] }),
        search: () => Promise.reject(new Error('not asked for')),
        readPage: () => Promise.reject(new Error('not asked for')),
        read: () => Promise.reject(new Error('not asked for')),
        follow: () => Promise.reject(new Error('not asked for')),
      },
      redrive: () => Promise.resolve({ done: [], missed: [] }),
    });
    world.connections.add(place);
    notices = new world.code.QueueNotices(
      world.connections,
      { read: (key) => settings[key] as never },
      schedule.after,
    );
  });
  afterEach(() => notices.dispose());

  const count = (name: 'orders' | 'orders-dead', visible: number) =>
    place.queues.put({
      ...(name === 'orders' ? makeQueue('orders') : DEAD),
      counts: { visible, inFlight: 0, delayed: 0 },
    });

  it('say nothing of what is there when the window opens, or of other queues', () => {
    count('orders', 50);
    schedule.advance(120_000);
    assert.deepEqual(world.window.said, []);
  });

  it('count the dead letters of a burst, and announce the next one after a quiet minute', () => {
    for (let visible = 3; visible < 8; visible += 1) count('orders-dead', visible);
    assert.deepEqual(world.window.said, []);
    schedule.advance(1_000);
    assert.deepEqual(world.window.said, ['5 messages arrived in the dead-letter queue orders-dead.']);
    for (let visible = 8; visible < 20; visible += 1) {
      count('orders-dead', visible);
      schedule.advance(30_000);
    }
    assert.equal(world.window.said.length, 1);
    schedule.advance(60_000);
    count('orders-dead', 0);
    count('orders-dead', 1);
    schedule.advance(1_000);
    assert.equal(world.window.said.at(-1), '1 message arrived in the dead-letter queue orders-dead.');
  });

  for (const [button, command] of [
    ['Show', 'queueside.peekMessages'],
    ['Redrive', 'queueside.redriveQueue'],
  ] as const) {
    it(`have a button that runs ${command}`, async () => {
      world.window.press = button;
      count('orders-dead', 4);
      schedule.advance(1_000);
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(world.executed.at(-1), [command, { connectionId: 'place', arn: DEAD.arn }]);
    });
  }

  it('are off by default', () => {
    settings['notify.deadLetters'] = false;
    count('orders-dead', 4);
    schedule.advance(1_000);
    assert.deepEqual(world.window.said, []);
  });

  it('announce a queue that passes the threshold, and again only after it was clearly below', () => {
    settings['notify.threshold'] = 10;
    for (const visible of [10, 11, 9, 12, 11]) count('orders', visible);
    assert.deepEqual(world.window.said, ['orders has more than 10 messages.']);
    count('orders', 8);
    count('orders', 11);
    assert.equal(world.window.said.length, 2);
  });

  it('count a threshold of one message in the singular', () => {
    settings['notify.threshold'] = 1;
    count('orders', 0);
    count('orders', 2);
    assert.equal(world.window.said.at(-1), 'orders has more than 1 message.');
  });

  it('forget queues that are deleted, and leave no timer behind', () => {
    count('orders-dead', 4);
    assert.equal(schedule.pendingCount, 1);
    place.queues.remove(DEAD.arn);
    assert.equal(schedule.pendingCount, 0);
    schedule.advance(1_000);
    assert.deepEqual(world.window.said, []);
  });
});
