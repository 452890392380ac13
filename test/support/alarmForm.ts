import type { AlarmForm } from '../../broker/protocol/alarms.ts';

export const ALARM_FORM: AlarmForm = {
  description: '',
  metricName: 'ApproximateNumberOfMessagesVisible',
  statistic: 'Maximum',
  comparison: 'GreaterThanThreshold',
  threshold: 100,
  periodSeconds: 60,
  evaluationPeriods: 2,
  datapointsToAlarm: 2,
  missingData: 'missing',
  actionsEnabled: true,
  alarmActions: [],
  okActions: [],
  insufficientDataActions: [],
};
