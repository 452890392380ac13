import assert from 'node:assert/strict';
import type { TreeItem } from 'vscode';
import type { QueueSummary } from '../../../broker/protocol/queue.ts';
import type { TreeNode } from '../../../extension/ground/treeNode.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { MemoryConnection } from '../../support/connections/memoryConnection.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const QUEUES = 2000;
/** What VS Code sends from one process to the other for each row that it draws. */
const MAXIMUM_ROW_BYTES = 700;

function nameOf(number: number): string {
  return `team${Math.floor(number / 20)}-queue${String(number).padStart(4, '0')}`;
}

describe(`the tree with ${QUEUES} queues`, () => {
  let world: ConnectionWorld;
  let many: MemoryConnection;
  let redrawn: (TreeNode[] | undefined)[];
  let onRedraw: (() => void) | undefined;

  beforeEach(async () => {
    world = await createConnectionWorld();
    const queues = Array.from({ length: QUEUES }, (_, number): QueueSummary => {
      const queue = makeQueue(nameOf(number));
      return { ...queue, counts: { visible: number, inFlight: 0, delayed: 0 } };
    });
    many = new MemoryConnection('many', queues);
    world.connections.add(many);
    redrawn = [];
    world.tree.onDidChangeTreeData((nodes) => {
      redrawn.push(nodes === undefined ? undefined : [nodes].flat());
      onRedraw?.();
    });
    await listQueues();
    redrawn.length = 0;
  });

  afterEach(() => world.tree.dispose());

  async function listQueues(): Promise<TreeNode[]> {
    return world.listRows((await world.listRows())[1]);
  }

  /** Changes a count, and waits until the tree asks to be drawn. */
  async function setVisible(number: number, visible: number): Promise<void> {
    const queue = many.queues.findByName(nameOf(number));
    assert.ok(queue);
    const drawn = new Promise<void>((resolve) => {
      onRedraw = resolve;
    });
    many.queues.put({ ...queue, counts: { ...queue.counts, visible } });
    await drawn;
  }

  const labels = (nodes: readonly TreeNode[] | undefined): unknown =>
    nodes?.map((node) => world.tree.getTreeItem(node).label);

  it('draws only the row whose count changed', async () => {
    await setVisible(7, 1_000_000);
    assert.deepEqual(redrawn.map(labels), [[nameOf(7)]]);
  });

  it('draws the rows again where the order changed, and else only the row', async () => {
    world.arrangement.change({ sorting: 'messages' });
    await listQueues();
    redrawn.length = 0;
    await setVisible(1999, 5000);
    await setVisible(0, 4000);
    assert.deepEqual(redrawn.map(labels), [[nameOf(1999)], undefined]);
    const rows = await listQueues();
    assert.deepEqual(labels(rows.slice(0, 3)), [nameOf(1999), nameOf(0), nameOf(1998)]);
  });

  it('draws the rows again where a hidden queue gets a message', async () => {
    world.arrangement.change({ hidesEmpty: true });
    assert.equal((await listQueues()).length, QUEUES - 1);
    redrawn.length = 0;
    await setVisible(0, 1);
    assert.deepEqual(redrawn, [undefined]);
    assert.equal((await listQueues()).length, QUEUES);
  });

  it('draws the rows again where a dead-letter queue is attached or detached', async () => {
    world.arrangement.change({ grouping: 'deadLetters' });
    await listQueues();
    redrawn.length = 0;
    const put = async (more: Partial<QueueSummary>) => {
      const queue = many.queues.findByName(nameOf(1));
      assert.ok(queue);
      const drawn = new Promise<void>((resolve) => {
        onRedraw = resolve;
      });
      many.queues.put({ ...queue, ...more });
      await drawn;
    };
    const dead = many.queues.findByName(nameOf(9));
    assert.ok(dead);
    many.queues.put({ ...dead, deadLetterSources: [makeQueue(nameOf(1)).arn] });
    await put({ deadLetterTarget: dead.arn });
    assert.deepEqual(redrawn.slice(-1), [undefined]);
    const [, group] = await listQueues();
    assert.deepEqual(labels(await world.listRows(group)), [nameOf(1), nameOf(9)]);
    await put({ deadLetterTarget: undefined as never });
    assert.deepEqual(redrawn.slice(-1), [undefined]);
    assert.deepEqual(labels((await listQueues()).slice(0, 2)), [nameOf(0), nameOf(1)]);
  });

  it('draws a group with the row in it, and shows the rows by what follows the prefix', async () => {
    world.arrangement.change({ grouping: 'prefix' });
    const groups = await listQueues();
    assert.equal(groups.length, QUEUES / 20);
    const rows = await world.listRows(groups[0]);
    assert.deepEqual(labels(rows.slice(0, 2)), ['queue0000', 'queue0001']);
    redrawn.length = 0;
    await setVisible(3, 9);
    assert.deepEqual(redrawn.map(labels), [['queue0003', 'team0-']]);
    const item = world.tree.getTreeItem(groups[0] as TreeNode);
    // 0 to 19, with 9 in place of 3.
    assert.equal(item.description, '20 queues · 196 visible');
    assert.equal(world.tree.getParent(rows[0] as TreeNode), groups[0]);
  });

  it('sends little for each row: what shows when the pointer rests on it is made then', async () => {
    const rows = await listQueues();
    const items = rows.map((row) => world.tree.getTreeItem(row));
    const bytes = items.reduce((sum, item) => sum + JSON.stringify(item).length, 0);
    assert.ok(bytes / QUEUES < MAXIMUM_ROW_BYTES, `${bytes / QUEUES} bytes`);
    const [row] = rows;
    assert.ok(row);
    const resolved: TreeItem = world.tree.resolveTreeItem(world.tree.getTreeItem(row), row);
    assert.match((resolved.tooltip as { readonly value: string }).value, /team0-queue0000, standard queue/);
  });

  it('keeps a pinned queue in a group before all others', async () => {
    await world.run('pinQueues', await findRow(nameOf(1500)));
    const [first, second] = await listQueues();
    assert.deepEqual(labels([first, second] as TreeNode[]), ['Pinned', nameOf(0)]);
    assert.deepEqual(labels(await world.listRows(first)), [nameOf(1500)]);
    const [pinned] = await world.listRows(first);
    assert.match(world.tree.getTreeItem(pinned as TreeNode).contextValue ?? '', /;pinned\b/);
    await world.run('unpinQueues', pinned);
    assert.deepEqual(labels((await listQueues()).slice(0, 1)), [nameOf(0)]);
  });

  it('asks how to sort and group, with the present way marked', async () => {
    world.window.choose = (items) => items[1];
    await world.run('sortQueues');
    assert.deepEqual(
      world.window.items.map(({ label, description }) => [label, description]),
      [
        ['Name', 'current'],
        ['Number of messages', undefined],
        ['Age of the oldest message', undefined],
      ],
    );
    await world.run('groupQueues');
    assert.equal(world.arrangement.current.sorting, 'messages');
    assert.equal(world.arrangement.current.grouping, 'prefix');
    world.window.choose = () => undefined;
  });

  async function findRow(name: string): Promise<TreeNode> {
    const row = (await listQueues()).find((each) => world.tree.getTreeItem(each).label === name);
    assert.ok(row, name);
    return row;
  }
});
