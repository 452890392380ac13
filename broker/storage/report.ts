import type { Engine } from '../engine/engine.ts';
import type { RecoveryReport as FoundInFolder } from '../protocol/storage.ts';

/** What recovery found, as the extension is told of it. */
export interface RecoveryReport extends FoundInFolder {
  readonly ok: true;
}

/** What an engine has after a start. */
export function countRestored(engine: Engine): { readonly queues: number; readonly messages: number } {
  const queues = [...engine.allQueues()];
  return { queues: queues.length, messages: queues.reduce((sum, { messageCount }) => sum + messageCount, 0) };
}
