import { BucketBook } from '../buckets/bucketBook.ts';
import type { BrokerParts } from './brokerParts.ts';
import type { ControlServices } from '../control/services.ts';
import { formatProblem } from '../definitions/problems.ts';
import type { Engine } from '../engine/engine.ts';
import { definitionWarnings } from '../protocol/definitions.ts';

/** The buckets of a broker; they are remembered in its data folder, if it has one. */
export function createBuckets(
  { schedule, journal, log }: Pick<BrokerParts, 'schedule' | 'journal' | 'log'>,
  engine: Engine,
  ports: Pick<ControlServices, 'broadcast'> & { commit(): void },
): BucketBook {
  return new BucketBook({
    engine,
    schedule,
    measure: () => performance.now(),
    notes: journal,
    onSent: () => ports.commit(),
    onWarnings: (source, warnings) => {
      for (const warning of warnings) log(formatProblem(source, warning));
      ports.broadcast(definitionWarnings, { source, warnings });
    },
    log,
  });
}
