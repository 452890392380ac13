import { can } from '../connections/whenCapable.ts';
import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS } from '../ground/conditions.ts';
import { ALARM_ROW, ONE_ROW, QUEUE_ROW, has, inSubmenu, onRow } from '../ground/whenClauses.ts';
import {
  createAlarm,
  deleteAlarm,
  disableAlarmActions,
  editAlarm,
  enableAlarmActions,
  setAlarmState,
} from './changeAlarms.ts';
import { showAlarmHistory } from './showAlarmHistory.ts';

const ALARMS = can('alarms');

export const ALARM_COMMANDS = {
  createAlarm: {
    title: 'Create Alarm…',
    icon: 'bell',
    enabled: ALWAYS,
    menus: [
      inSubmenu('queueMessages', '2_trace@3', QUEUE_ROW, ALARMS, ONE_ROW),
      onRow('1_alarm@2', ALARM_ROW, ALARMS, ONE_ROW),
    ],
    run: createAlarm,
  },
  editAlarm: {
    title: 'Edit Alarm…',
    icon: 'edit',
    enabled: ALWAYS,
    menus: [onRow('inline@1', ALARM_ROW, ALARMS, ONE_ROW), onRow('1_alarm@1', ALARM_ROW, ALARMS, ONE_ROW)],
    run: editAlarm,
  },
  showAlarmHistory: {
    title: 'Show Alarm History',
    icon: 'history',
    enabled: ALWAYS,
    menus: [onRow('inline@2', ALARM_ROW, ALARMS, ONE_ROW), onRow('2_state@1', ALARM_ROW, ALARMS, ONE_ROW)],
    run: showAlarmHistory,
  },
  setAlarmState: {
    title: 'Set Alarm State…',
    enabled: ALWAYS,
    menus: [onRow('2_state@2', ALARM_ROW, ALARMS, ONE_ROW)],
    run: setAlarmState,
  },
  disableAlarmActions: {
    title: 'Disable Alarm Actions',
    icon: 'bell-slash',
    enabled: ALWAYS,
    menus: [onRow('2_state@3', ALARM_ROW, ALARMS, has('acting'), ONE_ROW)],
    run: disableAlarmActions,
  },
  enableAlarmActions: {
    title: 'Enable Alarm Actions',
    icon: 'bell',
    enabled: ALWAYS,
    menus: [onRow('2_state@3', ALARM_ROW, ALARMS, has('silent'), ONE_ROW)],
    run: enableAlarmActions,
  },
  deleteAlarm: {
    title: 'Delete Alarm…',
    icon: 'trash',
    enabled: ALWAYS,
    menus: [onRow('9_destructive@1', ALARM_ROW, ALARMS, ONE_ROW)],
    run: deleteAlarm,
  },
} satisfies CommandTable<never>;
