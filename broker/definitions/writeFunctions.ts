import { listWritten } from './writtenFaults.ts';
import type { DefinitionTarget } from './definition.ts';

/**
 * The member `functions` of a file, as `readFunctions.ts` reads it back; empty without any. Left out are mappings of queues that
 * are not in the file.
 */
export function describeFunctions(
  { functions }: Pick<DefinitionTarget, 'functions'>,
  queueNames: ReadonlySet<string>,
): Readonly<Record<string, object>> {
  const written = functions.all.map(({ settings, faults }) => {
    const { name, mappings = [], ...members } = settings.given;
    const own = mappings.filter(({ queue }) => queueNames.has(queue));
    return [
      name,
      {
        ...members,
        ...(own.length === 0 ? {} : { mappings: own }),
        ...(faults === undefined ? {} : { faults: listWritten({ ...faults.faults }) }),
      },
    ];
  });
  return written.length === 0 ? {} : { functions: Object.fromEntries(written) as object };
}
