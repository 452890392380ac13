import assert from 'node:assert/strict';
import {
  type AlarmCondition,
  alarmChanged,
  alarmsChanged,
  deleteAlarm,
  enableAlarmActions,
  listAlarms,
  putAlarm,
  readAlarmHistory,
  setAlarmState,
} from '../../broker/protocol/alarms.ts';
import { CONTROL_ERROR_CODES } from '../../broker/protocol/errors.ts';
import { createQueue } from '../../broker/protocol/queue.ts';
import { readTrace } from '../../broker/protocol/trace.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { startTestBroker } from '../support/testBroker.ts';

const WAITING: AlarmCondition = {
  metricName: 'ApproximateNumberOfMessagesVisible',
  statistic: 'Maximum',
  comparison: 'GreaterThanThreshold',
  threshold: 100,
  periodSeconds: 60,
  evaluationPeriods: 2,
};

describe('Alarms over the control channel', () => {
  let client: ControlClient;
  let queueArn: string;
  const name = 'orders-waiting';
  const alarmArn = `arn:aws:cloudwatch:us-east-1:000000000000:alarm:${name}`;

  before(async () => {
    const { info } = await startTestBroker();
    client = await openClient(info.control);
    queueArn = (await client.request(createQueue, { name: 'orders', attributes: {} })).arn;
  });

  it('are created on a queue, and every client gets a notification', async () => {
    const told = client.waitFor(alarmsChanged, ({ alarms }) => alarms.length === 1);
    const { alarms } = await client.request(putAlarm, { queueArn, name, condition: WAITING });
    const [alarm] = alarms;
    assert.deepEqual(
      { ...alarm, since: 0, reason: '' },
      {
        arn: alarmArn,
        name,
        queueArn,
        condition: WAITING,
        state: 'INSUFFICIENT_DATA',
        reason: '',
        since: 0,
        actionsEnabled: true,
      },
    );
    assert.deepEqual((await told).alarms, alarms);
    assert.deepEqual(await client.request(listAlarms, {}), { alarms });
  });

  it('are put into a state, which is an event of the trace and in the history', async () => {
    const told = client.waitFor(alarmChanged);
    const { alarms } = await client.request(setAlarmState, { alarmArn, state: 'ALARM' });
    assert.equal(alarms[0]?.state, 'ALARM');
    assert.equal((await told).stateBefore, 'INSUFFICIENT_DATA');
    const { events } = await client.request(readTrace, { afterSequence: 0, limit: 100 });
    assert.equal(events.find(({ kind }) => kind === 'alarmChanged')?.queueArn, queueArn);
    const { entries } = await client.request(readAlarmHistory, { alarmArn });
    assert.deepEqual(
      entries.map(({ type }) => type),
      ['StateUpdate', 'ConfigurationUpdate'],
    );
  });

  it('are changed, and keep their state and their other settings', async () => {
    await client.request(enableAlarmActions, { alarmArn, enabled: false });
    const condition = { ...WAITING, threshold: 5 };
    const { alarms } = await client.request(putAlarm, { queueArn, name, condition });
    assert.deepEqual(alarms[0]?.condition, condition);
    assert.deepEqual([alarms[0]?.state, alarms[0]?.actionsEnabled], ['ALARM', false]);
    const enabled = await client.request(enableAlarmActions, { alarmArn, enabled: true });
    assert.equal(enabled.alarms[0]?.actionsEnabled, true);
  });

  it('are refused with the reason of the service', async () => {
    const condition = { ...WAITING, periodSeconds: 45 };
    await assert.rejects(client.request(putAlarm, { queueArn, name, condition }), /must be 10, 20, 30/);
    await assert.rejects(client.request(putAlarm, { queueArn: `${queueArn}-2`, name, condition: WAITING }), {
      code: CONTROL_ERROR_CODES.notFound,
    });
  });

  it('are deleted, once', async () => {
    assert.deepEqual(await client.request(deleteAlarm, { alarmArn }), { alarms: [] });
    const missing = { code: CONTROL_ERROR_CODES.notFound };
    await assert.rejects(client.request(deleteAlarm, { alarmArn }), missing);
    await assert.rejects(client.request(readAlarmHistory, { alarmArn }), missing);
    await assert.rejects(client.request(setAlarmState, { alarmArn, state: 'OK' }), missing);
    await assert.rejects(client.request(enableAlarmActions, { alarmArn, enabled: true }), missing);
  });
});
