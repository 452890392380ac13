import type { DefinitionTarget } from './definition.ts';
import { listPoolAlarms } from './readPools.ts';

/**
 * The member `pools` of a file, as `readPools.ts` reads it back; empty without any. Left out is what the file could not name:
 * pools on queues and alarms that are not in it.
 */
export function describePools(
  { pools }: Pick<DefinitionTarget, 'pools'>,
  queueNames: ReadonlySet<string>,
  alarmNames: ReadonlySet<string>,
): Readonly<Record<string, object>> {
  const written = pools.all
    .map(({ settings }) => settings.given)
    .filter(
      (given) =>
        queueNames.has(given.queue) && listPoolAlarms(given).every(({ alarm }) => alarmNames.has(alarm)),
    )
    .map(({ name, ...members }) => [name, members]);
  return written.length === 0 ? {} : { pools: Object.fromEntries(written) as object };
}
