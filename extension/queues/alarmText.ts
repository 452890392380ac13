import { l10n } from 'vscode';
import {
  describeBriefly,
  describeCondition as describeInWords,
} from '../../broker/protocol/alarmSentence.ts';
import type { AlarmCondition, AlarmInfo, AlarmStateValue } from '../../broker/protocol/alarms.ts';
import { formatCount } from '../ground/text.ts';

/** When an alarm goes off, in words. */
export function describeCondition(condition: AlarmCondition): string {
  return describeInWords(condition, formatCount);
}

/** What an alarm says, in words. */
export function describeAlarmState(state: AlarmStateValue): string {
  switch (state) {
    case 'OK':
      return l10n.t('OK');
    case 'ALARM':
      return l10n.t('in alarm');
    case 'INSUFFICIENT_DATA':
      return l10n.t('insufficient data');
  }
}

/** The row of an alarm behind its name. */
export function describeAlarm({ state, condition, actionsEnabled }: AlarmInfo): string {
  return [
    describeAlarmState(state),
    ...(condition === undefined ? [] : [describeBriefly(condition, formatCount)]),
    ...(actionsEnabled ? [] : [l10n.t('actions off')]),
  ].join(' · ');
}
