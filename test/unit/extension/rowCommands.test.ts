import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { MessageState, MessageSummary, PeekMessagesParams } from '../../../broker/protocol/message.ts';
import type { TreeNode } from '../../../extension/ground/treeNode.ts';
import { formatQueueRef } from '../../../extension/connections/queueRef.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { MemoryConnection } from '../../support/connections/memoryConnection.ts';
import type { MenuItem } from '../../support/menus/menuItem.ts';
import { readWhen } from '../../support/menus/whenClause.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

/** Commands that do what they do to all selected rows. */
const TAKE_SEVERAL: readonly string[] = [
  'copyMessageBody',
  'copyMessages',
  'copyQueueArn',
  'copyQueueUrl',
  'deleteMessages',
  'deleteQueue',
  'exportMessages',
  'extendMessages',
  'moveMessages',
  'openMetrics',
  'pinQueues',
  'purgeQueue',
  'redriveMessages',
  'releaseMessages',
  'sendAgain',
  'stopFaults',
  'unpinQueues',
];

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly contributes: {
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly keybindings: readonly {
      readonly command: string;
      readonly key: string;
      readonly when: string;
    }[];
  };
};

const IDS = ['a', 'b', 'c'];

describe('a command on rows', () => {
  let world: ConnectionWorld;
  let place: MemoryConnection;
  let asked: [string, unknown][];
  let states: (MessageState | undefined)[];

  beforeEach(async () => {
    world = await createConnectionWorld();
    asked = [];
    states = [];
    const edit = (name: string) => (params: unknown) => {
      asked.push([name, params]);
      return Promise.resolve({ done: ['a'], missed: [] });
    };
    const queue = { ...makeQueue('orders', 3), counts: { visible: 3, inFlight: 0, delayed: 1 } };
    place = new MemoryConnection('able', [queue, makeQueue('others')], {
      attributes: (arn) =>
        Promise.resolve({ ...queue, arn, attributes: { VisibilityTimeout: '30' }, tags: { team: 'a' } }),
      edit: {
        maximumMessageBytes: 2048,
        check: () => Promise.reject(new Error('not asked for')),
        change: (params) => {
          asked.push(['edit', params]);
          return Promise.reject(new Error('not asked for'));
        },
      },
      peek: {
        page: ({ state }: PeekMessagesParams) => {
          states.push(state);
          const ids = state === 'inFlight' ? [] : state === 'delayed' ? ['late'] : IDS;
          return Promise.resolve({ messages: ids.map(makeMessage) });
        },
        search: () => Promise.reject(new Error('not asked for')),
        read: (_arn, messageId) =>
          Promise.resolve({
            ...makeMessage(messageId),
            body: `body ${messageId}`,
            attributes: [],
            systemAttributes: {},
          } as never),
        readPage: () => Promise.reject(new Error('not asked for')),
        follow: () => Promise.reject(new Error('not asked for')),
      },
      change: { delete: edit('delete'), release: edit('release'), extend: edit('extend') },
    });
    world.connections.add(place);
    // Questions offer only the queues of the other connection.
    const [local] = world.connections.all;
    assert.ok(local);
    Object.assign(local.can, { change: undefined, edit: undefined });
  });

  const queueRow = (name = 'orders') => world.findRow(1, name);
  async function messageRows(): Promise<TreeNode[]> {
    const rows = await world.listRows(await queueRow());
    const messages = rows.find((row) => world.tree.getTreeItem(row).contextValue?.startsWith('messages'));
    return world.listRows(messages ?? rows[0]);
  }
  async function attributeRows(): Promise<{ parent: TreeNode; rows: TreeNode[] }> {
    const rows = await world.listRows(await queueRow());
    const parent = rows.find((row) => world.tree.getTreeItem(row).contextValue?.startsWith('attributes'));
    assert.ok(parent);
    return { parent, rows: await world.listRows(parent) };
  }
  const select = (...rows: readonly TreeNode[]) => Object.assign(world.services.view, { selection: rows });

  describe('by its key', () => {
    it('copies bodies of messages, a value of an attribute, and URLs of queues', async () => {
      const messages = (await messageRows()).slice(0, 2);
      select(...messages);
      await world.run('copyMessageBody', 'selection');
      assert.equal(world.readClipboard(), 'body a\nbody b');
      assert.equal(world.window.said.at(-1), '$(check) Copied the bodies of 2 messages.');
      const { rows } = await attributeRows();
      const team = rows.find((row) => world.tree.getTreeItem(row).label === 'team');
      assert.ok(team);
      select(team);
      await world.run('copyAttributeValue', 'selection');
      assert.equal(world.readClipboard(), 'a');
      select(await queueRow());
      await world.run('copyQueueUrl', 'selection');
      assert.equal(world.readClipboard(), makeQueue('orders').url);
    });

    it('deletes the messages that are selected', async () => {
      select(...(await messageRows()).slice(0, 2));
      await world.run('deleteMessages', 'selection');
      assert.deepEqual(asked, [['delete', { queueArn: makeQueue('orders').arn, messageIds: ['a', 'b'] }]]);
    });

    it('does nothing on rows that it is not about, and takes no queue by its name', async () => {
      place.queues.queues = [...place.queues.queues, makeQueue('selection')];
      const { parent, rows } = await attributeRows();
      const [message] = await messageRows();
      assert.ok(message && rows[0]);
      for (const selection of [[parent], [rows[0]], [message], [message, await queueRow()], []]) {
        select(...selection);
        for (const command of ['deleteQueue', 'copyQueueUrl']) await world.run(command, 'selection');
      }
      select(parent);
      for (const command of ['deleteMessages', 'copyMessageBody', 'copyAttributeValue'])
        await world.run(command, 'selection');
      assert.deepEqual(asked, []);
      assert.deepEqual(world.window.said, []);
      assert.equal(place.queues.queues.length, 3);
    });

    it('is one command for each kind of rows', () => {
      for (const [key, commands] of [
        ['delete', { queue: 'deleteQueue', message: 'deleteMessages', attribute: undefined }],
        ['ctrl+c', { queue: 'copyQueueUrl', message: 'copyMessageBody', attribute: 'copyAttributeValue' }],
      ] as const)
        for (const [kind, command] of Object.entries(commands)) {
          const bound = contributes.keybindings
            .filter((binding) => binding.key === key)
            .filter(({ when }) =>
              readWhen(when).holds({
                focusedView: 'queueside.queues',
                inputFocus: false,
                'queueside.selectedKind': kind,
              }),
            )
            .map((binding) => binding.command.replace('queueside.', ''));
          assert.deepEqual(bound, command === undefined ? [] : [command], `${key} on ${kind}`);
        }
    });
  });

  describe('with several rows', () => {
    it('copies the bodies of all', async () => {
      const rows = await messageRows();
      await world.run('copyMessageBody', rows[0], rows.slice(0, 3));
      assert.equal(world.readClipboard(), 'body a\nbody b\nbody c');
    });

    it('compares two, and says so where more are selected', async () => {
      const rows = await messageRows();
      await world.run('compareMessages', rows[0], rows.slice(0, 3));
      assert.deepEqual(world.window.said, ['Select two messages to compare them.']);
      await world.run('compareMessages', rows[0], rows.slice(0, 2));
      assert.equal(world.executed.at(-1)?.[0], 'vscode.diff');
    });

    it('is offered only where it does it to all of them', () => {
      const offered = Object.entries(contributes.menus)
        .filter(([menu]) => menu === 'view/item/context' || /queue|message/i.test(menu))
        .flatMap(([, items]) => items)
        .filter(
          ({ when = '', group = '' }) =>
            /view == queueside\.(?:queues|inFlight)/.test(when) && !group.startsWith('inline'),
        )
        .filter(({ when = '' }) => /viewItem =~ \/\^(?:queue|message)|viewItem == inFlight/.test(when))
        .filter(({ when = '' }) => !when.includes('!listMultiSelection'))
        .flatMap(({ command }) => command?.replace('queueside.', '') ?? []);
      assert.ok(offered.length > 10);
      assert.deepEqual([...new Set(offered)].toSorted(), TAKE_SEVERAL);
    });
  });

  it('offers delayed messages to make visible, too', async () => {
    // The queue first; then all messages that are offered.
    world.window.choose = (items) => (items[0]?.label === 'orders' ? items[0] : (items as never));
    await world.run('releaseMessages');
    assert.deepEqual(states, ['inFlight', 'delayed']);
    assert.deepEqual(asked, [['release', { queueArn: makeQueue('orders').arn, messageIds: ['late'] }]]);
  });

  it('says where no queue has messages that it is about', async () => {
    for (const queue of place.queues.queues)
      place.queues.put({ ...queue, counts: { visible: 1, inFlight: 0, delayed: 0 } });
    await world.run('releaseMessages');
    await world.run('extendMessages');
    assert.deepEqual(world.window.said, [
      'No queue has messages in flight or delayed.',
      'No queue has messages in flight.',
    ]);
  });

  it('replaces no dead-letter queue, and detaches none where none is', async () => {
    const orders = place.queues.queues[0];
    assert.ok(orders);
    await world.run('detachDeadLetterQueue', await queueRow());
    assert.equal(world.window.said.at(-1), 'orders has no dead-letter queue.');
    place.queues.put({ ...orders, deadLetterTarget: makeQueue('others').arn });
    await world.run('attachDeadLetterQueue', { connectionId: 'able', arn: orders.arn });
    assert.equal(
      world.window.said.at(-1),
      'orders has the dead-letter queue others. Detach it first, or edit the queue.',
    );
    await world.run('attachDeadLetterQueue');
    assert.deepEqual(
      world.window.items.map(({ label }) => label),
      ['others'],
    );
    assert.deepEqual(asked, []);
  });

  it('redrives no queue that is not a dead-letter queue', async () => {
    Object.assign(place.can, { redrive: () => Promise.reject(new Error('not asked for')) });
    await world.run('redriveQueue', await queueRow());
    assert.equal(world.window.said.at(-1), 'orders is not the dead-letter queue of another queue.');
  });

  it('pins queues that are not pinned, and unpins those that are', async () => {
    const list = () => world.window.items.map(({ label, detail }) => `${label} ${detail?.split(' on ')[1]}`);
    await world.run('unpinQueues');
    assert.deepEqual(world.window.said, ['No queue is pinned.']);
    world.arrangement.pin([formatQueueRef({ connectionId: 'able', arn: makeQueue('others').arn })]);
    await world.run('unpinQueues');
    assert.deepEqual(list(), ['others In memory']);
    await world.run('pinQueues');
    assert.ok(!list().includes('others In memory'));
    assert.ok(list().includes('orders In memory'));
  });

  it('asks about one message in the singular', async () => {
    const rows = await messageRows();
    await world.run('deleteMessages', rows[0], rows.slice(0, 1));
    await world.run('deleteMessages', rows[0], rows.slice(0, 2));
    assert.deepEqual(world.window.details, [
      'A consumer that is processing it can no longer delete or extend it. You can’t undo this.',
      'A consumer that is processing one of them can no longer delete or extend it. You can’t undo this.',
    ]);
  });
});

function makeMessage(messageId: string): MessageSummary {
  return { messageId, state: 'visible', sentAt: 0, receiveCount: 1, sizeBytes: 5, preview: messageId };
}
