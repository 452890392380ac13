import type { Caller, CallerInvocation } from '../engine/base/caller.ts';
import type { Mapping } from './mapping.ts';

/** The calls of a mapping are those of one consumer, which is named after its function. */
export function createMappingCaller(
  { id, region, account, functionName }: Mapping,
  action: 'ReceiveMessage' | 'DeleteMessageBatch',
  requestId: string,
  invocation?: CallerInvocation,
): Caller {
  return {
    consumerId: `mapping ${id}`,
    accessKeyId: `mapping of ${functionName}`,
    account,
    region,
    userAgent: '',
    requestId,
    action,
    // The name to show.
    process: { processId: undefined, name: functionName },
    invocation,
  };
}
