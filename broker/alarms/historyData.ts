import type { Alarm, AlarmStatus } from './alarm.ts';
import type { AlarmSettings } from './settings.ts';

/** The data of an item about a change of state, as the service writes them. */
export function describeTransition(before: AlarmStatus, after: AlarmStatus): object {
  return { version: '1.0', oldState: describeState(before), newState: describeState(after) };
}

function describeState({ state, reason, reasonData }: AlarmStatus): object {
  return {
    stateValue: state,
    stateReason: reason,
    ...(reasonData === undefined ? {} : { stateReasonData: readJson(reasonData) }),
  };
}

/** Callers of SetAlarmState may give any text. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const TYPES = { created: 'Create', updated: 'Update', deleted: 'Delete' } as const;

/** The data of an item about what an alarm is set to. */
export function describeConfiguration(
  { settings }: Alarm,
  verb: keyof typeof TYPES,
  before: AlarmSettings | undefined,
): object {
  const common = { version: '1.0', type: TYPES[verb] };
  switch (verb) {
    case 'created':
      return { ...common, createdAlarm: settings };
    case 'updated':
      return { ...common, originalUpdatedFields: before, updatedAlarm: settings };
    case 'deleted':
      return { ...common, deletedAlarm: settings };
  }
}
