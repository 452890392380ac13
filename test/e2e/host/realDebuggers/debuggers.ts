import type { Debuggers } from '../../../support/clients/debuggers.mjs';

/** What the stage has fetched and built. */
export function readDebuggers(): Debuggers {
  return JSON.parse(process.env['QUEUESIDE_DEBUGGERS'] ?? '{}') as Debuggers;
}
