import assert from 'node:assert/strict';
import type { AlarmInfo } from '../../../broker/protocol/alarms.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const ORDERS = makeQueue('orders').arn;
const ALARM: AlarmInfo = {
  arn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:waiting',
  name: 'waiting',
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
  state: 'ALARM',
  reason: 'Threshold Crossed: 1 datapoint.',
  since: 0,
  actionsEnabled: true,
};

describe('notifications of alarms', () => {
  let world: ConnectionWorld;
  let tell: (params: { readonly alarm: AlarmInfo }) => void;
  let isWanted: boolean;
  let revealed: string[];

  beforeEach(async () => {
    world = await createConnectionWorld();
    [isWanted, revealed] = [true, []];
    world.notifyOfAlarms(
      {
        onNotification: (_: unknown, listener: typeof tell) => {
          tell = listener;
          return { dispose: () => undefined };
        },
      } as never,
      { read: () => isWanted } as never,
      (arn: string) => Promise.resolve(void revealed.push(arn)),
    );
  });

  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('say in words why an alarm went off, and show its queue', async () => {
    world.window.press = 'Show Queue';
    tell({ alarm: ALARM });
    await turn();
    assert.deepEqual(world.window.said, [
      'Alarm waiting: the maximum of visible messages is greater than 100 in the last 2 periods of 1 minute',
    ]);
    assert.deepEqual(revealed, [ORDERS]);
  });

  it('say the reason of an alarm that words cannot say, or that is on no queue', async () => {
    const { condition: _, ...expression } = ALARM;
    const { queueArn: __, ...elsewhere } = expression;
    tell({ alarm: expression });
    tell({ alarm: elsewhere });
    await turn();
    assert.deepEqual(
      world.window.said,
      Array.from({ length: 2 }, () => 'Alarm waiting: Threshold Crossed: 1 datapoint.'),
    );
    assert.deepEqual(revealed, []);
  });

  it('come only for alarms that go off, if the user wants them', async () => {
    for (const state of ['OK', 'INSUFFICIENT_DATA'] as const) tell({ alarm: { ...ALARM, state } });
    isWanted = false;
    tell({ alarm: ALARM });
    await turn();
    assert.deepEqual(world.window.said, []);
  });
});
