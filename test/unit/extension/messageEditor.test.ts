import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import { writeForComparison } from '../../../extension/messageEditor/comparison.ts';
import type { HostToMessage } from '../../../webview/messageProtocol.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { MemoryConnection } from '../../support/connections/memoryConnection.ts';
import { makeDetails, MemoryMessages, ORDERS } from '../../support/connections/memoryMessages.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const DEAD = makeQueue('orders-dead').arn;

describe('the editor of a message, on any connection', () => {
  let world: ConnectionWorld;
  let messages: MemoryMessages;
  let events: TraceEvent[];
  let place: MemoryConnection;

  beforeEach(async () => {
    world = await createConnectionWorld();
    messages = new MemoryMessages();
    events = [];
    place = new MemoryConnection('place', [makeQueue('orders', 3), makeQueue('orders-dead')], {
      peek: messages.peek,
      history: () => Promise.resolve(events),
    });
    world.connections.add(place);
  });

  const target = (messageId: string) => ({ queueRef: { connectionId: 'place', arn: ORDERS }, messageId });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const open = async (messageId: string): Promise<void> => {
    await world.services.messageEditors.openMessage(target(messageId));
    await settle();
  };
  const panel = (index = -1) => {
    const found = world.window.panels.at(index);
    assert.ok(found);
    return found;
  };
  const ready = async (): Promise<void> => {
    panel().receive({ type: 'ready' });
    await settle();
  };
  const say = async (message: object): Promise<void> => {
    panel().receive(message);
    await settle();
    await settle();
  };
  function last<T extends HostToMessage['type']>(type: T) {
    const posted = panel().posted as readonly HostToMessage[];
    return posted.findLast(
      (each): each is Extract<HostToMessage, { readonly type: T }> => each.type === type,
    );
  }

  it('shows the message whole, with what can be done with it there', async () => {
    await open('b');
    await ready();
    const shown = last('messageShown');
    assert.equal(shown?.body, 'body of b');
    assert.equal(shown?.message.details.body, '');
    assert.equal(shown?.message.queueArn, `place/${ORDERS}`);
    assert.equal(shown?.message.connectionName, 'In memory');
    assert.deepEqual(shown?.message.actions, ['compareMessages', 'decryptMessage', 'openBodyAsText']);
    assert.match(panel().title, /^orders · /u);
    assert.deepEqual(last('placeChanged')?.place, {
      hasPrevious: true,
      hasNext: true,
      position: 2,
      count: 4,
    });
  });

  it('shows the queue of a message that it never found', async () => {
    await open('no such message');
    await ready();
    assert.equal(last('messageLost')?.messageId, 'no such message');
    await say({ type: 'showQueue' });
    assert.deepEqual(world.revealedQueues, [{ connectionId: 'place', arn: ORDERS }]);
  });

  it('shows the next message in the same editor, unless it is kept open', async () => {
    const before = world.window.panels.length;
    await open('a');
    await ready();
    await open('b');
    assert.equal(world.window.panels.length, before + 1);
    assert.equal(last('messageShown')?.body, 'body of b');
    await say({ type: 'keepOpen', isKept: true });
    await open('c');
    assert.equal(world.window.panels.length, before + 2);
    // One that is open is not opened twice.
    await open('b');
    assert.equal(world.window.panels.length, before + 2);
    assert.equal(panel(before).revealed, 2);
  });

  it('goes to the next message and back, over one that is gone', async () => {
    await open('a');
    await ready();
    await say({ type: 'show', which: 'next' });
    assert.equal(last('messageShown')?.body, 'body of b');
    await say({ type: 'show', which: 'previous' });
    messages.remove('b');
    await say({ type: 'show', which: 'next' });
    assert.equal(last('messageShown')?.body, 'body of c');
    assert.equal(last('placeChanged')?.place.hasNext, false);
  });

  it('says that a message is gone, and where it went', async () => {
    await open('b');
    await ready();
    messages.remove('b');
    events = [
      {
        sequence: 1,
        at: 0,
        kind: 'movedToDeadLetter',
        messageId: 'b',
        queueArn: ORDERS,
        otherQueueArn: DEAD,
      },
    ];
    await open('a');
    await open('b');
    assert.deepEqual(last('messageLost')?.loss, {
      kind: 'gone',
      moved: { queueArn: `place/${DEAD}`, messageId: 'b' },
    });
    messages.all.push(makeDetails('b', { queueArn: DEAD }));
    await say({ type: 'show', which: 'moved' });
    assert.equal(last('messageShown')?.message.queueName, 'orders-dead');
  });

  it('says that the connection is closed, and what failed', async () => {
    await world.services.messageEditors.openMessage({
      queueRef: { connectionId: 'nowhere', arn: ORDERS },
      messageId: 'a',
    });
    await ready();
    assert.deepEqual(last('messageLost')?.loss, { kind: 'closed' });
    messages.peek.read = () => Promise.reject(new Error('Access denied'));
    await open('a');
    assert.deepEqual(last('messageLost')?.loss, { kind: 'failed', text: 'Access denied' });
  });

  it('runs the commands of the menus on its message', async () => {
    await open('a');
    await ready();
    await say({ type: 'run', action: 'openBodyAsText', messageId: 'a' });
    const [command, row] = world.executed.at(-1) ?? [];
    assert.equal(command, 'queueside.openBodyAsText');
    await world.run('openBodyAsText', row);
    assert.deepEqual(world.executed.at(-1)?.[1], {
      scheme: 'queueside',
      authority: 'place',
      path: '/orders/a.txt',
    });
  });

  it('is restored after a reload with the message of its page, and stays when another is opened', async () => {
    const restore = async (state: unknown): Promise<void> => {
      const restored = world.window.createWebviewPanel();
      const serializer = world.window.serializers.get('queueside.message');
      await serializer?.deserializeWebviewPanel(restored as never, state);
      await ready();
    };
    await restore({ message: { queueArn: `place/${ORDERS}`, details: { messageId: 'b' } }, body: 'x' });
    assert.equal(last('messageShown')?.body, 'body of b');
    assert.deepEqual(last('keptChanged'), { type: 'keptChanged', isKept: true });
    const before = world.window.panels.length;
    await open('a');
    assert.equal(world.window.panels.length, before + 1);
    // A message that is gone meanwhile, and a page that had none.
    await restore({ message: { queueArn: `place/${ORDERS}`, details: { messageId: 'gone' } } });
    assert.deepEqual(last('messageLost')?.loss, { kind: 'gone' });
    await restore(undefined);
    assert.deepEqual(panel().posted, []);
  });

  it('is restored with a message that it never could show, whose connection is added later', async () => {
    const later = new MemoryConnection('later', [makeQueue('orders', 3)], { peek: messages.peek });
    const queueArn = `later/${ORDERS}`;
    const restored = world.window.createWebviewPanel();
    const serializer = world.window.serializers.get('queueside.message');
    await serializer?.deserializeWebviewPanel(restored as never, { lost: { queueArn, messageId: 'b' } });
    await ready();
    assert.deepEqual(last('messageLost')?.loss, { kind: 'closed' });
    world.connections.add(later);
    await settle();
    assert.equal(last('messageShown')?.body, 'body of b');
  });

  it('says that the connection is closed when it is removed, and shows the message when it is back', async () => {
    const later = new MemoryConnection('later', [makeQueue('orders', 3)], { peek: messages.peek });
    const added = world.connections.add(later);
    await world.services.messageEditors.openMessage({
      queueRef: { connectionId: 'later', arn: ORDERS },
      messageId: 'a',
    });
    await ready();
    added.dispose();
    await settle();
    assert.deepEqual(last('messageLost')?.loss, { kind: 'closed' });
    assert.deepEqual(last('messageLost')?.actions, []);
    const before = panel().posted.length;
    world.connections.add(later);
    await settle();
    assert.ok(
      panel()
        .posted.slice(before)
        .some(({ type }) => type === 'messageShown'),
    );
  });

  it('reads a message again that is opened again after it could not be read', async () => {
    const { read } = messages.peek;
    messages.peek.read = () => Promise.reject(new Error('Access denied'));
    await open('a');
    await ready();
    assert.equal(last('messageLost')?.loss.kind, 'failed');
    messages.peek.read = read;
    await open('a');
    assert.equal(last('messageShown')?.body, 'body of a');
  });

  it('does nothing with a message that is not the one it shows', async () => {
    await open('a');
    await ready();
    messages.remove('b');
    await open('b');
    assert.equal(last('messageLost')?.messageId, 'b');
    const before = world.executed.length;
    await say({ type: 'run', action: 'editAndResend', messageId: 'a' });
    // Of one that was never read, only its ID is known.
    await say({ type: 'run', action: 'deleteMessages', messageId: 'b' });
    assert.equal(world.executed.length, before);
  });

  it('keeps the title of its tab while its message is read again', async () => {
    const restored = world.window.createWebviewPanel();
    restored.title = 'orders · 21:15:39';
    const state = { lost: { queueArn: `nowhere/${ORDERS}`, messageId: 'b' } };
    const serializer = world.window.serializers.get('queueside.message');
    await serializer?.deserializeWebviewPanel(restored as never, state);
    await ready();
    assert.equal(restored.title, 'orders · 21:15:39');
  });

  it('ignores what is no message of its page', async () => {
    await open('a');
    await ready();
    const before = world.executed.length;
    await say({ type: 'run', action: 'workbench.action.quit', messageId: 'a' });
    await say({ type: 'show', which: 'everything' });
    assert.equal(world.executed.length, before);
  });

  it('compares two messages, with their attributes and laid-out bodies', async () => {
    const json = makeDetails('json', {
      body: '{"id":1}',
      attributes: [
        { name: 'b', type: 'Number', value: '2' },
        { name: 'a', type: 'String', value: 'x' },
      ],
      systemAttributes: { SenderId: 'me' },
    });
    messages.all.push(json);
    const [first, second] = (await rowsOf()).filter((_, index) => index === 0 || index === 3);
    await world.run('compareMessages', second, [first, second]);
    const [command, left, right] = world.executed.at(-1) ?? [];
    assert.equal(command, 'vscode.diff');
    const read = (uri: unknown) => world.texts.provideTextDocumentContent(uri as never);
    assert.equal(
      read(left),
      '# Message attributes\na (String): x\nb (Number): 2\n\n# System attributes\nSenderId: me\n\n# Body\n{"id":1}\n'.replace(
        '{"id":1}',
        '{\n  "id": 1\n}',
      ),
    );
    assert.match(read(right), /body of a/u);
  });

  it('names the two sides of a comparison by their IDs when they were sent at the same time', async () => {
    messages.all.splice(
      0,
      messages.all.length,
      ...['11111111-aaaa', '22222222-bbbb'].map((id) => makeDetails(id)),
      makeDetails('33333333-cccc', { sentAt: 3_600_000 }),
    );
    const [first, second, third] = await rowsOf();
    await world.run('compareMessages', first, [first, second]);
    assert.match(
      String(world.executed.at(-1)?.[3]),
      /^orders · [^·]+ · 11111111 ↔ orders · [^·]+ · 22222222$/u,
    );
    await world.run('compareMessages', first, [first, third]);
    assert.match(String(world.executed.at(-1)?.[3]), /^orders · [^·]+ ↔ orders · [^·]+$/u);
  });

  async function rowsOf() {
    const [rows] = await world.listRows(await world.findRow(1, 'orders'));
    return world.listRows(rows);
  }
});

describe('a message as text for a comparison', () => {
  it('has its parts in the same order, whatever order they came in', () => {
    const details = makeDetails('x', {
      systemAttributes: { SentTimestamp: '2', SenderId: 'me' },
      attributes: [
        { name: 'z', type: 'String', value: '1' },
        { name: 'a', type: 'Binary', value: 'AQID' },
      ],
    });
    const reversed = { ...details, attributes: details.attributes.toReversed() };
    assert.equal(writeForComparison(details, 'x'), writeForComparison(reversed, 'x'));
    assert.match(writeForComparison(details, 'x'), /a \(Binary\): AQID\nz \(String\): 1\n/u);
  });
});
