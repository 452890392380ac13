import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { CONTROL_ERROR_CODES } from '../../../broker/protocol/errors.ts';
import type { MessageDetails } from '../../../broker/protocol/message.ts';
import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import { writeForComparison } from '../../../extension/messageEditor/comparison.ts';
import { Neighbours } from '../../../extension/messageEditor/neighbours.ts';
import type { HostToMessage } from '../../../webview/messageProtocol.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { MemoryConnection } from '../../support/connections/memoryConnection.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const ORDERS = makeQueue('orders', 3).arn;
const DEAD = makeQueue('orders-dead').arn;

function makeDetails(messageId: string, more: Partial<MessageDetails> = {}): MessageDetails {
  return {
    messageId,
    queueArn: ORDERS,
    state: 'visible',
    sentAt: 0,
    receiveCount: 0,
    sizeBytes: 5,
    preview: `body of ${messageId}`,
    body: `body of ${messageId}`,
    bodyMd5: '',
    attributes: [],
    systemAttributes: {},
    ...more,
  };
}

/** Queues with messages that tests take away. */
class Messages {
  readonly all: MessageDetails[] = ['a', 'b', 'c'].map((id) => makeDetails(id));
  readonly followed: string[] = [];
  pagesRead = 0;

  readonly peek = {
    page: ({ limit, cursor = '0' }: { readonly limit: number; readonly cursor?: string }) => {
      this.pagesRead += 1;
      const from = Number(cursor);
      const messages = this.all.slice(from, from + limit);
      const next = from + limit;
      return Promise.resolve(next < this.all.length ? { messages, nextCursor: String(next) } : { messages });
    },
    search: () => Promise.reject(new Error('not asked for')),
    read: (_arn: string, messageId: string) => this.find(messageId),
    follow: async (_arn: string, messageId: string) => {
      this.followed.push(messageId);
      return { ...(await this.find(messageId)), body: '' };
    },
  };

  private find(messageId: string): Promise<MessageDetails> {
    const found = this.all.find((message) => message.messageId === messageId);
    const missing = Object.assign(new Error('not found'), { code: CONTROL_ERROR_CODES.notFound });
    return found ? Promise.resolve(found) : Promise.reject(missing);
  }

  remove(messageId: string): void {
    this.all.splice(
      this.all.findIndex((message) => message.messageId === messageId),
      1,
    );
  }
}

describe('the editor of a message, on any connection', () => {
  let world: ConnectionWorld;
  let messages: Messages;
  let events: TraceEvent[];
  let place: MemoryConnection;

  beforeEach(async () => {
    world = await createConnectionWorld();
    messages = new Messages();
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
    await say({ type: 'run', action: 'openBodyAsText' });
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

  it('ignores what is no message of its page', async () => {
    await open('a');
    await ready();
    const before = world.executed.length;
    await say({ type: 'run', action: 'workbench.action.quit' });
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

  async function rowsOf() {
    const [rows] = await world.listRows(await world.findRow(1, 'orders'));
    return world.listRows(rows);
  }
});

describe('the messages before and after another', () => {
  it('are read by pages, as far as the user goes', async () => {
    const messages = new Messages();
    messages.all.push(...Array.from({ length: 240 }, (_, index) => makeDetails(`m${index}`)));
    const neighbours = new Neighbours(messages.peek, ORDERS);
    assert.deepEqual(await neighbours.find('a'), { index: 0, hasNext: true });
    assert.equal(messages.pagesRead, 1);
    assert.deepEqual(await neighbours.find('m96'), { index: 99, hasNext: true });
    assert.equal(messages.pagesRead, 2, 'the message behind a page is on the next one');
    assert.equal(await neighbours.step('m96', 1), 'm97');
    assert.deepEqual(await neighbours.find('m239'), { index: 242, hasNext: false });
    assert.equal(await neighbours.step('m239', 1), undefined);
    assert.equal(await neighbours.step('a', -1), undefined);
    assert.deepEqual(await neighbours.find('not there'), { index: -1, hasNext: true });
  });

  it('are not looked for without end', async () => {
    const messages = new Messages();
    messages.all.push(...Array.from({ length: 5_000 }, (_, index) => makeDetails(`m${index}`)));
    const neighbours = new Neighbours(messages.peek, ORDERS);
    await neighbours.find('m4999');
    assert.equal(messages.pagesRead, 10);
  });
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
