import assert from 'node:assert/strict';
import { ResponseError } from 'vscode-jsonrpc/node';
import {
  type AlarmCondition,
  type AlarmForm,
  alarmChanged,
  alarmsChanged,
  deleteAlarm,
  enableAlarmActions,
  listAlarms,
  putAlarm,
  readAlarmForm,
  readAlarmHistory,
  setAlarmState,
} from '../../broker/protocol/alarms.ts';
import { CONTROL_ERROR_CODES } from '../../broker/protocol/errors.ts';
import { createQueue } from '../../broker/protocol/queue.ts';
import { readTrace } from '../../broker/protocol/trace.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { startTestBroker } from '../support/testBroker.ts';

const CONDITION: AlarmCondition = {
  metricName: 'ApproximateNumberOfMessagesVisible',
  statistic: 'Maximum',
  comparison: 'GreaterThanThreshold',
  threshold: 100,
  periodSeconds: 60,
  evaluationPeriods: 2,
  datapointsToAlarm: 2,
};

const WAITING: AlarmForm = {
  ...CONDITION,
  description: 'Look at the workers.',
  missingData: 'notBreaching',
  actionsEnabled: true,
  alarmActions: ['arn:aws:sns:us-east-1:000000000000:alerts'],
  okActions: [],
  insufficientDataActions: [],
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
    const { alarms } = await client.request(putAlarm, { queueArn, name, form: WAITING, isNew: true });
    const [alarm] = alarms;
    assert.deepEqual(
      { ...alarm, since: 0, reason: '' },
      {
        arn: alarmArn,
        name,
        queueArn,
        description: WAITING.description,
        condition: CONDITION,
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
      // No file declares its topic: the action failed.
      ['Action', 'StateUpdate', 'ConfigurationUpdate'],
    );
  });

  it('are read as a form has them, and not created over another one', async () => {
    assert.deepEqual(await client.request(readAlarmForm, { queueArn, name }), {
      form: WAITING,
      exists: true,
      targets: [],
    });
    assert.deepEqual(await client.request(readAlarmForm, { queueArn }), { exists: false, targets: [] });
    await assert.rejects(
      client.request(putAlarm, { queueArn, name, form: WAITING, isNew: true }),
      (error) => {
        assert.ok(error instanceof ResponseError);
        assert.deepEqual(
          [error.message, error.data],
          ['The alarm orders-waiting already exists.', { code: 'InvalidParameterValue', parameter: 'name' }],
        );
        return true;
      },
    );
  });

  it('are changed in all that a form has, and keep their state', async () => {
    const form: AlarmForm = {
      ...WAITING,
      description: '',
      metricName: 'SentMessageSize',
      statistic: 'p95',
      comparison: 'LessThanOrEqualToThreshold',
      threshold: 0.5,
      periodSeconds: 300,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      missingData: 'missing',
      actionsEnabled: false,
      alarmActions: [],
      okActions: WAITING.alarmActions,
    };
    const { alarms } = await client.request(putAlarm, { queueArn, name, form, isNew: false });
    assert.deepEqual([alarms[0]?.state, alarms[0]?.actionsEnabled], ['ALARM', false]);
    assert.deepEqual((await client.request(readAlarmForm, { queueArn, name })).form, form);
    const enabled = await client.request(enableAlarmActions, { alarmArn, enabled: true });
    assert.equal(enabled.alarms[0]?.actionsEnabled, true);
  });

  it('are refused with the reason of the service, at the field that is wrong', async () => {
    const refuse = async (part: Partial<AlarmForm>): Promise<unknown> => {
      const form = { ...WAITING, ...part };
      const failure: unknown = await client.request(putAlarm, { queueArn, name, form, isNew: false }).then(
        () => undefined,
        (error: unknown) => error,
      );
      return (failure as ResponseError<{ readonly parameter?: string }>).data?.parameter;
    };
    const wrong: readonly [Partial<AlarmForm>, string][] = [
      [{ periodSeconds: 45 }, 'periodSeconds'],
      [{ statistic: 'Median' }, 'statistic'],
      [{ datapointsToAlarm: 3 }, 'datapointsToAlarm'],
      [{ evaluationPeriods: 2000, datapointsToAlarm: 2000 }, 'evaluationPeriods'],
      [{ okActions: ['alerts'] }, 'okActions'],
    ];
    for (const [part, field] of wrong) assert.equal(await refuse(part), field);
    await assert.rejects(
      client.request(putAlarm, { queueArn: `${queueArn}-2`, name, form: WAITING, isNew: true }),
      { code: CONTROL_ERROR_CODES.notFound },
    );
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
