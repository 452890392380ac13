import type { AlarmForm } from '../../../broker/protocol/alarms.ts';
import type { AlarmStart } from '../../../webview/alarmFormProtocol.ts';
import { makeQueue } from '../webviewSamples.ts';
import type { Screen } from './screens.ts';

const IMAGES = makeQueue('images').arn;
const TOPIC = 'arn:aws:sns:us-east-1:000000000000:alerts';
const POOL =
  'arn:aws:autoscaling:us-east-1:000000000000:scalingPolicy:00000000-0000-0000-0000-000000000000:autoScalingGroupName/resizers:policyName/resizers';

/** An alarm as the broker reads it for the form. */
export const READ_ALARM: AlarmForm = {
  description: 'Too few workers for the evening',
  metricName: 'ApproximateNumberOfMessagesVisible',
  statistic: 'Maximum',
  comparison: 'GreaterThanThreshold',
  threshold: 100,
  periodSeconds: 60,
  evaluationPeriods: 3,
  datapointsToAlarm: 2,
  missingData: 'notBreaching',
  actionsEnabled: true,
  alarmActions: [POOL, TOPIC],
  okActions: [],
  insufficientDataActions: [],
};

/** What the host greets the page with. */
export function startAlarmForm(more: Partial<AlarmStart> = {}): AlarmStart & { readonly type: 'initialize' } {
  return {
    type: 'initialize',
    broker: { kind: 'running', maximumMessageBytes: 1_048_576 },
    queueArn: IMAGES,
    queueKind: 'standard',
    takenNames: ['images-alarm'],
    alarm: {
      exists: false,
      targets: [
        { kind: 'topic', name: 'alerts', arn: TOPIC },
        { kind: 'pool', name: 'resizers', arn: POOL },
      ],
    },
    ...more,
  };
}

const EDITED = {
  name: 'images-waiting',
  alarm: { exists: true, form: READ_ALARM, targets: startAlarmForm().alarm?.targets ?? [] },
};

export const ALARM_FORM_SCREENS: readonly Screen[] = [
  form('alarm-create', {}),
  form('alarm-edit', EDITED),
  form('alarm-other', { name: 'images-ratio', alarm: { exists: true, targets: [] } }),
  form('alarm-mistakes', {}, async (page) => {
    await page.getByRole('textbox', { name: 'Alarm name' }).fill('images-alarm');
    await page.getByRole('textbox', { name: 'Threshold' }).fill('many');
    await page.getByRole('textbox', { name: 'Evaluation periods' }).fill('5000');
    await page.getByRole('button', { name: 'In alarm: add an action' }).click();
    await page.getByRole('textbox', { name: 'In alarm: action 1' }).fill('alerts');
  }),
];

function form(name: string, start: Partial<AlarmStart>, act?: Screen['act']): Screen {
  return {
    name,
    page: 'alarmForm',
    messages: () => [startAlarmForm(start)],
    ...(act === undefined ? {} : { act }),
  };
}
