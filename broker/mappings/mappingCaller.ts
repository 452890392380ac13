import type { Caller, CallerInvocation } from '../engine/base/caller.ts';
import type { Mapping } from './mapping.ts';

type Identity = Pick<Caller, 'consumerId' | 'accessKeyId' | 'account' | 'region' | 'userAgent' | 'process'>;

/** What the calls of a mapping have in common: the trace keeps tens of thousands of them. */
const identities = new WeakMap<Mapping, { readonly functionName: string; readonly identity: Identity }>();

/** The calls of a mapping are those of one consumer, which is named after its function. */
export function createMappingCaller(
  mapping: Mapping,
  action: 'ReceiveMessage' | 'DeleteMessageBatch',
  requestId: string,
  invocation?: CallerInvocation,
): Caller {
  const { consumerId, accessKeyId, account, region, userAgent, process } = findIdentity(mapping);
  return { consumerId, accessKeyId, account, region, userAgent, requestId, action, process, invocation };
}

function findIdentity(mapping: Mapping): Identity {
  const { id, region, account, functionName } = mapping;
  const known = identities.get(mapping);
  // An update may name another function.
  if (known?.functionName === functionName) return known.identity;
  const identity = {
    consumerId: `mapping ${id}`,
    accessKeyId: `mapping of ${functionName}`,
    account,
    region,
    userAgent: '',
    // The name to show.
    process: { processId: undefined, name: functionName },
  };
  identities.set(mapping, { functionName, identity });
  return identity;
}
