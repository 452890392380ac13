import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import type { TreeItem, Uri } from 'vscode';
import type { HostToReceive, SampleState } from '../../../webview/receiveProtocol.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { MemoryConnection } from '../../support/connections/memoryConnection.ts';
import { makeReceived } from '../../support/receiveSamples.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const ORDERS = makeQueue('orders').arn;

describe('a queue whose messages can only be received', () => {
  let world: ConnectionWorld;
  let looks: string[];

  beforeEach(async () => {
    world = await createConnectionWorld();
    looks = [];
    const can = { sample: (arn: string) => Promise.resolve(void looks.push(arn)) };
    world.connections.add(new MemoryConnection('memory', [makeQueue('orders')], can));
  });

  it('has a row that says so, and that asks for a sample when it is selected', async () => {
    const row = await world.findRow(1, 'orders');
    const [messages] = (await world.read(row)) as readonly TreeItem[];
    assert.deepEqual(
      [messages?.label, messages?.description, messages?.collapsibleState],
      ['Messages', 'sample only…', 0],
    );
    const { tooltip } = messages ?? {};
    assert.ok(typeof tooltip === 'string' && tooltip.startsWith('Amazon SQS has no peek.'));
    assert.equal(messages?.command?.command, 'queueside.sampleMessages');
    await world.run('sampleMessages', ...(messages?.command?.arguments ?? []));
    assert.deepEqual(looks, [ORDERS]);
  });

  it('has its messages below it, as soon as another endpoint turns out to list them', async () => {
    const row = await world.findRow(1, 'orders');
    await world.read(row);
    const other = world.connections.find('memory');
    assert.ok(other instanceof MemoryConnection);
    const page = { messages: [], hasMore: false };
    Object.assign(other.can, { sample: undefined, peek: { page: () => Promise.resolve(page) } });
    assert.deepEqual(
      (await world.read(row)).map(({ label, description }) => [label, description]),
      [
        ['Messages', '1'],
        ['Attributes', undefined],
      ],
    );
  });

  it('is offered if there is no row, and queues of the local broker are not', async () => {
    await world.run('sampleMessages');
    assert.deepEqual(
      world.window.items.map(({ label, detail }) => [label, detail]),
      [['orders', ORDERS]],
    );
  });
});

describe('the page of a sample, in the extension host', () => {
  const STATE: SampleState = {
    queueArn: ORDERS,
    phase: 'held',
    summary: '1 message.',
    status: '',
    messages: [makeReceived('a')],
    givenBack: [],
  };

  async function open() {
    const world = await createConnectionWorld();
    const done: string[] = [];
    const view = world.code.openSamplePanel({ fsPath: '/' } as Uri, 'staging', 'orders', {
      giveBack: () => void done.push('giveBack'),
      lookAgain: () => Promise.resolve(void done.push('lookAgain')),
      close: () => void done.push('close'),
    });
    const panel = world.window.panels.at(-1);
    assert.ok(panel);
    const told = () =>
      (panel.posted as readonly HostToReceive[]).flatMap((each) =>
        each.type === 'sampleTold' ? [each.sample] : [],
      );
    return { view, panel, done, told };
  }

  it('shows the state as it is, also after it was hidden', async () => {
    const { view, panel, told } = await open();
    view.show({ ...STATE, phase: 'receiving' });
    assert.deepEqual(told(), [], 'the page does not listen yet');
    panel.receive({ type: 'ready' });
    view.show(STATE);
    assert.deepEqual(
      told().map(({ phase }) => phase),
      ['receiving', 'held'],
    );
    panel.setVisible(false);
    view.show({ ...STATE, phase: 'over' });
    panel.setVisible(true);
    panel.receive({ type: 'ready' });
    assert.equal(told().at(-1)?.phase, 'over');
  });

  it('does what its buttons say, and takes no other message', async () => {
    const { panel, done } = await open();
    for (const type of ['cancel', 'giveBack', 'lookAgain', 'startBroker', 'unknown']) panel.receive({ type });
    panel.receive({ type: 'deleteHandles', queueArn: ORDERS, handles: ['x'] });
    assert.deepEqual(done, ['giveBack', 'giveBack', 'lookAgain']);
  });

  it('gives back when the user closes it', async () => {
    const { panel, done } = await open();
    panel.dispose();
    assert.deepEqual(done, ['close']);
  });
});
