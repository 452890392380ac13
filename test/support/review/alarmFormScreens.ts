import type { AlarmForm } from '../../../broker/protocol/alarms.ts';
import type { Page } from 'playwright-core';
import type { AlarmStart, HostToAlarmForm, SaveOutcome } from '../../../webview/alarmFormProtocol.ts';
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

/** In seconds, with a period that is not offered, and a pool in the other two lists. */
const AGE_ALARM: AlarmForm = {
  ...READ_ALARM,
  metricName: 'ApproximateAgeOfOldestMessage',
  threshold: 5_400,
  periodSeconds: 180,
};
const AGED = { name: 'images-old', alarm: { ...EDITED.alarm, form: AGE_ALARM } };

export const ALARM_FORM_SCREENS: readonly Screen[] = [
  form('alarm-create', {}),
  form('alarm-edit', EDITED),
  form('alarm-other', { name: 'images-ratio', alarm: { exists: true, targets: [] } }),
  form('alarm-saved', AGED, (page) =>
    answerSave(page, { ok: true, name: AGED.name, form: { ...AGE_ALARM, threshold: 600 } }),
  ),
  form('alarm-refused', AGED, (page) =>
    answerSave(page, {
      ok: false,
      failure: { message: 'The maximum of 5,000 alarms in this region has been reached.' },
    }),
  ),
  {
    name: 'alarm-stopped',
    page: 'alarmForm',
    messages: () => {
      const { alarm: _, ...unread } = startAlarmForm({ name: EDITED.name, broker: { kind: 'stopped' } });
      return [unread];
    },
  },
  form('alarm-mistakes', {}, async (page) => {
    await page.getByRole('textbox', { name: 'Alarm name' }).fill('images-alarm');
    await page.getByRole('textbox', { name: 'Threshold' }).fill('many');
    await page.getByRole('textbox', { name: 'Evaluation periods' }).fill('5000');
    await page.getByRole('button', { name: 'In alarm: add an action' }).click();
    await page.getByRole('textbox', { name: 'In alarm: action 1' }).fill('alerts');
  }),
];

/** Presses Apply, and answers as the host would. */
async function answerSave(page: Page, outcome: SaveOutcome): Promise<void> {
  await page.getByRole('textbox', { name: 'Threshold' }).fill('600');
  await page.getByRole('button', { name: 'Apply' }).click();
  const answer: HostToAlarmForm = { type: 'saved', requestId: 1, outcome };
  await page.evaluate((message) => window.postMessage(message, '*'), answer);
  await page.locator('.outcome').waitFor();
}

function form(name: string, start: Partial<AlarmStart>, act?: Screen['act']): Screen {
  return {
    name,
    page: 'alarmForm',
    messages: () => [startAlarmForm(start)],
    ...(act === undefined ? {} : { act }),
  };
}
