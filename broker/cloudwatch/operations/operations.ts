import { ALARM_OPERATIONS } from './alarmOperations.ts';
import { METRIC_OPERATIONS } from './metricOperations.ts';

/** The operations that are served; there is no other list. */
export const OPERATIONS = { ...METRIC_OPERATIONS, ...ALARM_OPERATIONS };
export type OperationName = keyof typeof OPERATIONS;

export function isOperation(name: string): name is OperationName {
  return Object.hasOwn(OPERATIONS, name);
}
