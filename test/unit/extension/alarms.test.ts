import assert from 'node:assert/strict';
import type { AlarmInfo } from '../../../broker/protocol/alarms.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
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
    assert.deepEqual(
      [row?.label, row?.description],
      ['orders-waiting', 'OK · more than 100 messages wait for 2 min'],
    );
    assert.equal(row?.contextValue?.startsWith('alarm;acting;canAlarms'), true);
    const elsewhere = await world.read(await world.findRow(1, 'orders'));
    assert.ok(elsewhere.every(({ label }) => label !== 'orders-waiting'));
  });

  it('that have gone off show on the row of the queue too, for eyes and for screen readers', async () => {
    world.alarms.push({ ...WAITING, state: 'ALARM', actionsEnabled: false });
    const alarm = await readAlarmRow();
    assert.equal(alarm?.description, 'in alarm · more than 100 messages wait for 2 min · actions off');
    assert.equal(alarm.resourceUri?.path, '/alarm');
    const queue = (await world.read((await world.listRows())[0])).find(({ label }) => label === 'orders');
    assert.equal(queue?.resourceUri?.path, '/alarm');
    assert.match(JSON.stringify(queue.iconPath), /problemsErrorIcon\.foreground/);
    assert.match(String(queue.description), / · in alarm$/);
    assert.match(queue.accessibilityInformation?.label ?? '', /, in alarm$/);
  });

  const words: readonly [Partial<NonNullable<AlarmInfo['condition']>>, string][] = [
    [{ threshold: 1, evaluationPeriods: 1 }, 'more than 1 message waits for 1 min'],
    [
      { metricName: 'ApproximateAgeOfOldestMessage', threshold: 300 },
      'the oldest message is older than 5 min for 2 min',
    ],
    [
      { metricName: 'ApproximateNumberOfMessagesNotVisible' },
      'more than 100 messages are in flight for 2 min',
    ],
    [
      {
        metricName: 'NumberOfMessagesSent',
        statistic: 'Sum',
        comparison: 'LessThanThreshold',
        threshold: 1,
        evaluationPeriods: 5,
      },
      'fewer than 1 message a minute is sent for 5 min',
    ],
    [
      { metricName: 'NumberOfMessagesDeleted', statistic: 'Sum', comparison: 'LessThanThreshold' },
      'fewer than 100 messages a minute are deleted for 2 min',
    ],
    [{ periodSeconds: 10 }, 'ApproximateNumberOfMessagesVisible (Maximum) > 100 for 20 s'],
    [
      { comparison: 'LessThanOrEqualToThreshold' },
      'ApproximateNumberOfMessagesVisible (Maximum) ≤ 100 for 2 min',
    ],
  ];
  for (const [condition, text] of words) {
    it(`are described: ${text}`, async () => {
      world.alarms.push({ ...WAITING, condition: { ...WAITING.condition!, ...condition } });
      assert.equal((await readAlarmRow())?.description, `OK · ${text}`);
    });
  }

  it('are created by questions in words', async () => {
    world.alarms.push(WAITING);
    const created = world.run('createAlarm', await world.findRow(0, 'orders'));
    await turn();
    const { quickPick } = world.window;
    assert.equal(quickPick.items.length, 5);
    quickPick.accept(quickPick.items[0]);
    await turn();
    assert.equal(world.window.inputBox.value, '100');
    for (const wrong of ['', '-1', '1.5', 'many', '99999999999']) {
      world.window.inputBox.accept(wrong);
      await turn();
      assert.match(world.window.inputBox.validationMessage ?? '', /Enter a whole number/, wrong);
    }
    world.window.inputBox.accept('50');
    await turn();
    assert.equal(world.window.inputBox.value, '2', 'minutes');
    world.window.inputBox.accept('0');
    assert.match(world.window.inputBox.validationMessage ?? '', /from 1 to 1440/);
    world.window.inputBox.accept('3');
    await turn();
    assert.equal(world.window.inputBox.value, 'orders-waiting-2', 'a name that is free');
    world.window.inputBox.accept('orders-waiting');
    assert.match(world.window.inputBox.validationMessage ?? '', /already exists/);
    world.window.inputBox.accept('busy');
    await created;
    const condition = { ...WAITING.condition, threshold: 50, evaluationPeriods: 3 };
    assert.deepEqual(world.alarmCalls, [['put', { queueArn: ORDERS, name: 'busy', condition }]]);
    assert.deepEqual(world.window.said, ['Set the alarm busy: more than 50 messages wait for 3 min.']);
  });

  it('are not created over another alarm of the account and region, whatever it is about', async () => {
    const { queueArn: _, ...own } = WAITING;
    world.alarms.push(
      { ...own, name: 'orders-waiting' },
      {
        ...WAITING,
        arn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:gone',
        name: 'gone',
        queueArn: makeQueue('deleted').arn,
      },
      { ...own, arn: 'arn:aws:cloudwatch:us-east-1:111111111111:alarm:elsewhere', name: 'elsewhere' },
      { ...own, arn: 'arn:aws:cloudwatch:eu-west-1:000000000000:alarm:elsewhere', name: 'elsewhere' },
    );
    const created = world.run('createAlarm', await world.findRow(0, 'orders'));
    await turn();
    world.window.quickPick.accept(world.window.quickPick.items[0]);
    for (const answer of ['50', '3']) {
      await turn();
      world.window.inputBox.accept(answer);
    }
    await turn();
    assert.equal(world.window.inputBox.value, 'orders-waiting-2');
    for (const taken of ['orders-waiting', 'gone']) {
      world.window.inputBox.accept(taken);
      assert.match(world.window.inputBox.validationMessage ?? '', /already exists/, taken);
    }
    world.window.inputBox.accept('elsewhere');
    await created;
    assert.equal(world.alarmCalls.length, 1);
  });

  it('are changed by the same questions, which start with what they are', async () => {
    world.alarms.push({ ...WAITING, condition: { ...WAITING.condition!, threshold: 7 } });
    const changed = world.run('editAlarm', await findAlarmRow());
    await turn();
    const { quickPick } = world.window;
    assert.equal(quickPick.activeItems[0], quickPick.items[0]);
    quickPick.accept(quickPick.items[0]);
    await turn();
    assert.equal(world.window.inputBox.value, '7');
    world.window.inputBox.accept('8');
    await turn();
    world.window.inputBox.accept();
    await changed;
    const condition = { ...WAITING.condition, threshold: 8 };
    assert.deepEqual(world.alarmCalls, [['put', { queueArn: ORDERS, name: 'orders-waiting', condition }]]);
  });

  it('that are more than words can say are changed elsewhere', async () => {
    const { condition: _, ...expression } = WAITING;
    world.alarms.push(expression);
    await world.run('editAlarm', await findAlarmRow());
    assert.deepEqual(world.alarmCalls, []);
    assert.match(world.window.said[0] ?? '', /Change it in queueside.json/);
  });

  const commands: readonly [command: string, call: readonly unknown[], says: string][] = [
    ['deleteAlarm', ['delete', WAITING.arn], 'Deleted the alarm orders-waiting.'],
    [
      'disableAlarmActions',
      ['enableActions', WAITING.arn, false],
      'The actions of orders-waiting no longer run.',
    ],
    ['enableAlarmActions', ['enableActions', WAITING.arn, true], 'The actions of orders-waiting run again.'],
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

  it('are asked for when a command has no row, and only those that it makes sense for', async () => {
    world.alarms.push(WAITING, { ...WAITING, arn: `${WAITING.arn}-2`, name: 'off', actionsEnabled: false });
    await world.run('enableAlarmActions');
    assert.deepEqual(
      world.window.items.map(({ label }) => label),
      ['off'],
    );
    world.alarms.length = 0;
    await world.run('deleteAlarm');
    assert.equal(world.window.said.at(-1), 'No queue has such an alarm.');
  });

  it('show their history', async () => {
    world.alarms.push(WAITING);
    await world.run('showAlarmHistory', await findAlarmRow());
    assert.equal(world.window.opened.length, 1);
  });
});

/** What follows an answer without being waited for: promises only. */
async function turn(): Promise<void> {
  for (let turns = 0; turns < 5; turns += 1) await new Promise((resolve) => setImmediate(resolve));
}
