import type { Engine } from '../../engine/engine.ts';
import type { Queue } from '../../engine/state/queue.ts';
import type {
  DamagedSegment,
  MissingSegment,
  RecoveryReport as FoundInFolder,
} from '../../protocol/storage.ts';
import type { ScanReport } from './recovery.ts';
import type { MissingSegment as FoundMissing } from '../disk/segmentBook.ts';
import { nameSegment } from '../format/segmentHeader.ts';

/** What recovery found, as the extension gets it. */
export interface RecoveryReport extends FoundInFolder {
  readonly ok: true;
}

/**
 * What reading the folder brought to light, and what the engine has after it.
 * @param recovered queues that were created for messages whose own queue is unknown
 */
export function reportStart(
  engine: Engine,
  { records, tornTails, missing }: ScanReport,
  damaged: readonly DamagedSegment[],
  recovered: readonly Queue[],
) {
  const queues = [...engine.allQueues()];
  return {
    ok: true,
    records,
    tornTails,
    damaged,
    queues: queues.length,
    messages: queues.reduce((sum, { messageCount }) => sum + messageCount, 0),
    missing: missing.map(describeMissing),
    recovered: recovered.map(({ arn, messageCount }) => ({ queueArn: arn, messages: messageCount })),
  } as const;
}

function describeMissing({ number, listed }: FoundMissing): MissingSegment {
  const file = nameSegment(number);
  return listed === undefined ? { file } : { file, bytes: listed.bytes, messages: listed.messages };
}
