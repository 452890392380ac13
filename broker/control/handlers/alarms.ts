import { succeed } from '../../engine/base/result.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handler.ts';

export function createAlarmHandlers({
  alarms,
}: ControlServices): HandlersOf<'listAlarms' | 'readAlarmStates'> {
  return {
    listAlarms: () => succeed({ alarms: alarms.describe() }),
    readAlarmStates: ({ queueArns }) => succeed({ alarms: alarms.listStates(queueArns) }),
  };
}
