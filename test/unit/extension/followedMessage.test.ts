import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { FollowedMessage } from '../../../extension/messageEditor/followedMessage.ts';
import type { HostToMessage } from '../../../webview/messageProtocol.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { MemoryConnection } from '../../support/connections/memoryConnection.ts';
import { makeDetails, MemoryMessages, ORDERS } from '../../support/connections/memoryMessages.ts';
import { ManualSchedule } from '../../support/manualSchedule.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

describe('a message that is followed', () => {
  let world: ConnectionWorld;
  let messages: MemoryMessages;
  let place: MemoryConnection;
  let schedule: ManualSchedule;
  let followed: FollowedMessage;
  let posted: HostToMessage[];

  const target = (messageId: string) => ({ queueRef: { connectionId: 'place', arn: ORDERS }, messageId });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  /** A message came, or went. */
  const changeQueue = (): void => place.queues.put(makeQueue('orders', 3));
  const refresh = async (): Promise<void> => {
    schedule.advance(300);
    await settle();
  };
  const types = () => posted.map(({ type }) => type);

  beforeEach(async () => {
    world = await createConnectionWorld();
    messages = new MemoryMessages();
    place = new MemoryConnection('place', [makeQueue('orders', 3)], { peek: messages.peek });
    world.connections.add(place);
    schedule = new ManualSchedule();
    posted = [];
    followed = new FollowedMessage({
      connections: world.connections,
      settings: { read: () => false } as never,
      schedule: schedule.after,
      target: target('a'),
      hasPage: () => true,
      post: (message) => void posted.push(message),
      onRead: () => undefined,
      onShown: () => undefined,
    });
    await followed.postAll();
    posted = [];
  });

  it('is forgotten when another is shown that is gone', async () => {
    messages.remove('b');
    await followed.show(target('b'));
    assert.equal(followed.details, undefined);
    assert.deepEqual(posted, [
      {
        type: 'messageLost',
        queueArn: `place/${ORDERS}`,
        messageId: 'b',
        loss: { kind: 'gone' },
        actions: ['showMessageInTrace', 'editAndResend'],
      },
    ]);
  });

  it('is shown again when Undo restored it, and is reported as gone once until then', async () => {
    messages.remove('a');
    changeQueue();
    await refresh();
    changeQueue();
    await refresh();
    assert.equal(types().filter((type) => type === 'messageLost').length, 1);
    messages.all.push(makeDetails('a'));
    posted = [];
    changeQueue();
    await refresh();
    assert.ok(types().includes('messageChanged'));
    assert.equal(followed.hasLoss, false);
    // It can be lost again.
    messages.remove('a');
    changeQueue();
    await refresh();
    assert.ok(types().includes('messageLost'));
  });

  it('is shown when Undo restored it after the window was loaded again', async () => {
    messages.remove('b');
    await followed.show(target('b'));
    messages.all.push(makeDetails('b'));
    posted = [];
    changeQueue();
    await refresh();
    assert.equal(posted.find((each) => each.type === 'messageShown')?.body, 'body of b');
  });

  it('is looked for again when its connection comes back', async () => {
    messages.remove('a');
    changeQueue();
    await refresh();
    place.setOpen(false);
    messages.all.push(makeDetails('a'));
    place.setOpen(true);
    await refresh();
    assert.equal(followed.hasLoss, false);
  });

  it('is read whole when it could not be read at first: the page has no body of it', async () => {
    const { read } = messages.peek;
    messages.peek.read = () => Promise.reject(new Error('The broker restarts'));
    await followed.show(target('b'));
    assert.equal(followed.hasLoss, true);
    messages.peek.read = read;
    posted = [];
    changeQueue();
    await refresh();
    const shown = posted.find((each) => each.type === 'messageShown');
    assert.equal(shown?.body, 'body of b');
    assert.ok(!types().includes('messageChanged'));
    assert.equal(followed.hasLoss, false);
  });

  it('is not told as changed by what was on its way for the message before', async () => {
    changeQueue();
    assert.equal(schedule.pendingCount, 1);
    messages.peek.read = () => Promise.reject(new Error('The broker restarts'));
    await followed.show(target('b'));
    assert.equal(schedule.pendingCount, 0);
    assert.deepEqual(types(), ['messageLost']);
  });

  it('is not read again while it is being read, but after that', async () => {
    const { follow } = messages.peek;
    let asked = 0;
    let answer = (): void => undefined;
    messages.peek.follow = async (arn, messageId) => {
      asked += 1;
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return follow(arn, messageId);
    };
    changeQueue();
    await refresh();
    changeQueue();
    assert.equal(schedule.pendingCount, 0);
    assert.equal(asked, 1);
    answer();
    await settle();
    await refresh();
    assert.equal(asked, 2);
  });

  it('stays when all messages behind it are gone', async () => {
    messages.remove('b');
    messages.remove('c');
    await followed.step(1);
    assert.equal(followed.target.messageId, 'a');
    assert.equal(followed.hasLoss, false);
    assert.ok(!types().includes('messageLost'), 'the page does not lose its message on the way');
    const last = posted.findLast((each) => each.type === 'placeChanged');
    assert.equal(last?.place.hasNext, false);
  });

  it('leaves what the trace remembers when it is gone, as long as its connection is open', async () => {
    messages.remove('a');
    changeQueue();
    await refresh();
    const lost = posted.findLast((each) => each.type === 'messageLost');
    assert.deepEqual(lost?.actions, ['showMessageInTrace', 'editAndResend']);
    messages.all.push(makeDetails('a'));
    await followed.show(target('a'));
    assert.equal(followed.hasLoss, false);
  });

  it('offers nothing that needs the connection while that is closed', async () => {
    const listLost = () => posted.filter((each) => each.type === 'messageLost');
    place.setOpen(false);
    assert.deepEqual(
      listLost().map(({ loss, actions }) => [loss.kind, actions]),
      [['closed', []]],
    );
    place.setOpen(true);
    await settle();
    assert.equal(followed.hasLoss, false);
    messages.remove('a');
    changeQueue();
    await refresh();
    posted = [];
    place.setOpen(false);
    place.setOpen(true);
    assert.deepEqual(
      listLost().map(({ loss, actions }) => [loss.kind, actions.length]),
      [
        ['gone', 0],
        ['gone', 2],
      ],
    );
  });
});
