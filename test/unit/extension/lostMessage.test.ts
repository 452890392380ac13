import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { MemoryConnection } from '../../support/connections/memoryConnection.ts';
import { MemoryMessages, ORDERS } from '../../support/connections/memoryMessages.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

describe('a message that is gone, in its editor', () => {
  let world: ConnectionWorld;
  let messages: MemoryMessages;
  let place: MemoryConnection;

  beforeEach(async () => {
    world = await createConnectionWorld();
    messages = new MemoryMessages();
    place = new MemoryConnection('place', [makeQueue('orders', 3)], { peek: messages.peek });
    world.connections.add(place);
  });

  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const open = async (messageId: string): Promise<void> => {
    const target = { queueRef: { connectionId: 'place', arn: ORDERS }, messageId };
    await world.services.messageEditors.openMessage(target);
    await settle();
  };
  const panel = () => {
    const found = world.window.panels.at(-1);
    assert.ok(found);
    return found;
  };
  const say = async (message: object): Promise<void> => {
    panel().receive(message);
    await settle();
    await settle();
  };
  const ready = () => say({ type: 'ready' });

  it('shows a message that is gone with its queue in the trace, and sends it again, even after a reload', async () => {
    const traced: unknown[] = [];
    const recalled: string[] = [];
    Object.assign(place.can, {
      trace: (filter: unknown) => Promise.resolve(void traced.push(filter)),
      recall: (messageId: string) => {
        recalled.push(messageId);
        return Promise.resolve({ body: 'as it was', attributes: [] });
      },
    });
    await open('a');
    await ready();
    messages.remove('a');
    messages.remove('b');
    place.queues.remove(ORDERS);
    const editor = panel();
    const runBoth = async (messageId: string): Promise<void> => {
      for (const action of ['showMessageInTrace', 'editAndResend'] as const) {
        editor.receive({ type: 'run', action, messageId });
        await settle();
        await world.run(action, world.executed.at(-1)?.[1]);
      }
    };
    await runBoth('a');
    await open('b');
    await runBoth('b');
    assert.deepEqual(traced, [
      { queueArn: ORDERS, messageId: 'a' },
      { queueArn: ORDERS, messageId: 'b' },
    ]);
    assert.deepEqual(recalled, ['a', 'b']);
    assert.deepEqual(world.window.said, []);
  });

  it('says that the queue is gone when an action needs it', async () => {
    await open('a');
    await ready();
    place.queues.remove(ORDERS);
    for (const action of ['openBodyAsText', 'deleteMessages'] as const) {
      await say({ type: 'run', action, messageId: 'a' });
      await world.run(action, world.executed.at(-1)?.[1]);
    }
    assert.deepEqual(world.window.said, Array(2).fill('This queue no longer exists.'));
  });
});
