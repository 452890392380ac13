import type { Handlers } from './action.ts';
import { alarmHandlers } from './alarms.ts';
import { metricHandlers } from './metrics.ts';

/** Does not compile while an operation has no handler. */
export const HANDLERS: Handlers = { ...metricHandlers, ...alarmHandlers };
