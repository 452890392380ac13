import assert from 'node:assert/strict';
import type { AlarmForm, AlarmInfo } from '../../../broker/protocol/alarms.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import type { FakePanel } from '../../support/connections/fakeWindow.ts';
import { waitForPosted } from '../../support/connections/editableQueues.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const ORDERS = makeQueue('orders').arn;

const WAITING: AlarmInfo = {
  arn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:orders-waiting',
  name: 'orders-waiting',
  queueArn: ORDERS,
  condition: {
    metricName: 'ApproximateNumberOfMessagesVisible',
    statistic: 'Maximum',
    comparison: 'GreaterThanThreshold',
    threshold: 100,
    periodSeconds: 60,
    evaluationPeriods: 2,
    datapointsToAlarm: 2,
  },
  state: 'OK',
  reason: 'Unchecked: Initial alarm creation',
  since: 0,
  actionsEnabled: true,
};

describe('alarms in the editor', () => {
  let world: ConnectionWorld;

  beforeEach(async () => {
    world = await createConnectionWorld();
    world.connections.add(world.memory);
  });

  const findAlarmRow = async () => (await world.listRows(await world.findRow(0, 'orders'))).at(-1);
  const readAlarmRow = async () => (await world.read(await world.findRow(0, 'orders'))).at(-1);

  it('are rows under their queue, with what they say in words', async () => {
    const before = (await world.read(await world.findRow(0, 'orders'))).length;
    world.alarms.push(WAITING);
    const rows = await world.read(await world.findRow(0, 'orders'));
    assert.equal(rows.length, before + 1);
    const row = rows.at(-1);
    assert.deepEqual([row?.label, row?.description], ['orders-waiting', 'OK · visible messages > 100']);
    assert.equal(row?.contextValue?.startsWith('alarm;acting;canAlarms'), true);
    const elsewhere = await world.read(await world.findRow(1, 'orders'));
    assert.ok(elsewhere.every(({ label }) => label !== 'orders-waiting'));
  });

  it('that have gone off show on the row of the queue too, for eyes and for screen readers', async () => {
    world.alarms.push({ ...WAITING, state: 'ALARM', actionsEnabled: false });
    const alarm = await readAlarmRow();
    assert.equal(alarm?.description, 'in alarm · visible messages > 100 · actions off');
    assert.equal(alarm.resourceUri?.path, '/alarm');
    const queue = (await world.read((await world.listRows())[0])).find(({ label }) => label === 'orders');
    assert.equal(queue?.resourceUri?.path, '/alarm');
    assert.match(JSON.stringify(queue.iconPath), /problemsErrorIcon\.foreground/);
    assert.match(String(queue.description), / · in alarm$/);
    assert.match(queue.accessibilityInformation?.label ?? '', /, in alarm$/);
  });

  const words: readonly [Partial<NonNullable<AlarmInfo['condition']>>, string][] = [
    [{ comparison: 'LessThanOrEqualToThreshold', threshold: 5 }, 'visible messages ≤ 5'],
    [
      { metricName: 'ApproximateAgeOfOldestMessage', threshold: 300 },
      'the age of the oldest message > 5 minutes',
    ],
    [
      { metricName: 'SentMessageSize', comparison: 'LessThanThreshold', threshold: 1_024 },
      'the size of sent messages < 1 KiB',
    ],
  ];
  for (const [condition, text] of words) {
    it(`are described: ${text}`, async () => {
      world.alarms.push({ ...WAITING, condition: { ...WAITING.condition!, ...condition } });
      assert.equal((await readAlarmRow())?.description, `OK · ${text}`);
    });
  }

  const FORM: AlarmForm = {
    ...WAITING.condition!,
    description: '',
    missingData: 'missing',
    actionsEnabled: true,
    alarmActions: [],
    okActions: [],
    insufficientDataActions: [],
  };
  const openForm = async (command: string, row: unknown): Promise<FakePanel> => {
    await world.run(command, row);
    const panel = world.window.panels.at(-1);
    assert.ok(panel);
    panel.receive({ type: 'ready' });
    await waitForPosted(panel, 'initialize');
    return panel;
  };

  it('are created by a form, which knows the names that are taken', async () => {
    const { queueArn: _, ...own } = WAITING;
    world.alarms.push(
      own,
      { ...own, arn: 'arn:aws:cloudwatch:us-east-1:111111111111:alarm:elsewhere', name: 'elsewhere' },
      { ...own, arn: 'arn:aws:cloudwatch:eu-west-1:000000000000:alarm:elsewhere', name: 'elsewhere' },
    );
    const panel = await openForm('createAlarm', await world.findRow(0, 'orders'));
    assert.equal(panel.title, 'Create alarm: orders');
    const { queueArn, takenNames, name, alarm } = await waitForPosted(panel, 'initialize');
    assert.deepEqual(
      [queueArn, takenNames, name, alarm],
      [ORDERS, ['orders-waiting'], undefined, { exists: false, targets: [] }],
    );
    panel.receive({ type: 'save', requestId: 1, name: 'busy', form: FORM });
    const { outcome } = await waitForPosted(panel, 'saved');
    assert.deepEqual(outcome, { ok: true, name: 'busy', form: FORM });
    assert.deepEqual(world.alarmCalls, [
      ['put', { queueArn: ORDERS, name: 'busy', form: FORM, isNew: true }],
    ]);
    // From now on, it is the form of that alarm.
    assert.equal(panel.title, 'Edit alarm: busy');
    panel.receive({ type: 'save', requestId: 2, name: 'another', form: FORM });
    await waitForPosted(panel, 'saved', 2);
    assert.deepEqual(world.alarmCalls.at(-1), [
      'put',
      { queueArn: ORDERS, name: 'busy', form: FORM, isNew: false },
    ]);
  });

  it('are edited in the same form, once for each, which follows what others change', async () => {
    world.alarms.push(WAITING);
    world.alarmForms.set(WAITING.name, FORM);
    const panel = await openForm('editAlarm', await findAlarmRow());
    assert.deepEqual((await waitForPosted(panel, 'initialize'))['alarm'], {
      exists: true,
      targets: [],
      form: FORM,
    });
    const { length } = world.window.panels;
    await world.run('editAlarm', await findAlarmRow());
    assert.equal(world.window.panels.length, length);
    world.alarmForms.set(WAITING.name, { ...FORM, threshold: 7 });
    world.alarmChanges.fire();
    const news = await waitForPosted(panel, 'initialize', 2);
    assert.deepEqual(news['alarm'], { exists: true, targets: [], form: { ...FORM, threshold: 7 } });
  });

  it('say in the form why they were not saved', async () => {
    const panel = await openForm('createAlarm', await world.findRow(0, 'orders'));
    world.alarmRefusal.current = new Error('no');
    panel.receive({ type: 'save', requestId: 1, name: 'busy', form: FORM });
    const { outcome } = await waitForPosted(panel, 'saved');
    assert.deepEqual(outcome, { ok: false, failure: { message: 'no' } });
    assert.equal(panel.title, 'Create alarm: orders');
  });

  it('say in the form that the connection is closed, so that it can be saved again later', async () => {
    const panel = await openForm('createAlarm', await world.findRow(0, 'orders'));
    world.services.connections.listAble = () => [];
    panel.receive({ type: 'save', requestId: 1, name: 'busy', form: FORM });
    const { outcome } = await waitForPosted(panel, 'saved');
    assert.deepEqual(outcome, { ok: false, failure: { message: 'The connection of this queue is closed.' } });
  });

  it('are not changed by a page that sends something else', async () => {
    const panel = await openForm('createAlarm', await world.findRow(0, 'orders'));
    for (const form of [undefined, {}, { ...FORM, threshold: 'many' }, { ...FORM, comparison: 'about' }])
      panel.receive({ type: 'save', requestId: 1, name: 'busy', form });
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(world.alarmCalls, []);
  });

  const commands: readonly [command: string, call: readonly unknown[], says: string][] = [
    ['deleteAlarm', ['delete', WAITING.arn], 'Deleted the alarm orders-waiting.'],
    ['disableAlarmActions', ['enableActions', WAITING.arn, false], 'Disabled the actions of orders-waiting.'],
    ['enableAlarmActions', ['enableActions', WAITING.arn, true], 'Enabled the actions of orders-waiting.'],
    ['setAlarmState', ['setState', WAITING.arn, 'ALARM'], 'orders-waiting is now: in alarm.'],
  ];
  for (const [command, call, says] of commands) {
    it(`do what is asked on their row: ${command}`, async () => {
      world.alarms.push(WAITING);
      world.window.press = 'Delete';
      world.window.choose = (items) => items.find(({ label }) => label === 'in alarm');
      await world.run(command, await findAlarmRow());
      assert.deepEqual(world.alarmCalls, [call]);
      assert.equal(world.window.said.at(-1), says);
    });
  }

  it('have a row of their own if they are on no queue that exists, and can be deleted there', async () => {
    const { queueArn: _, ...expression } = WAITING;
    const gone = { ...WAITING, arn: `${WAITING.arn}-gone`, name: 'gone', queueArn: makeQueue('deleted').arn };
    world.alarms.push(WAITING, gone, { ...expression, arn: `${WAITING.arn}-ratio`, name: 'ratio' });
    const [local] = await world.listRows();
    const rows = (await world.listRows(local)).slice(-2);
    assert.deepEqual(
      rows.map((row) => world.tree.getTreeItem(row).label),
      ['gone', 'ratio'],
    );
    await world.run('editAlarm', rows[0]);
    assert.match(world.window.said.at(-1) ?? '', /gone is on no queue that exists/);
    world.window.press = 'Delete';
    await world.run('deleteAlarm', rows[0]);
    assert.deepEqual(world.alarmCalls, [['delete', gone.arn]]);
  });

  it('are asked for when a command has no row, and only those that it makes sense for', async () => {
    world.alarms.push(WAITING, { ...WAITING, arn: `${WAITING.arn}-2`, name: 'off', actionsEnabled: false });
    await world.run('enableAlarmActions');
    assert.deepEqual(
      world.window.items.map(({ label }) => label),
      ['off'],
    );
    world.alarms.length = 0;
    await world.run('deleteAlarm');
    assert.equal(world.window.said.at(-1), 'No alarm is available for this command.');
  });

  it('show their history', async () => {
    world.alarms.push(WAITING);
    await world.run('showAlarmHistory', await findAlarmRow());
    assert.equal(world.window.opened.length, 1);
  });
});
