import type { ActionName } from '../../api/actions.ts';
import type { Limits } from '../../engine/base/limits.ts';
import { type Failure, fail } from '../../engine/base/result.ts';
import { refuseJson } from '../../calls/jsonBounds.ts';

/** As many as a Query request may have parameters: a full batch with all attributes has about 500. */
const MAXIMUM_MEMBERS = 10_000;
/** Beside messages: names of members, ids of entries, groups, trace headers. The longest body may be all escapes. */
const OVERHEAD_BYTES = 524_288;

/**
 * Refuses the body of a JSON request that no action could take, before it is parsed: parsing blocks all others. A message
 * that is too long by far is refused in the words for one that is too long by a byte.
 */
export function refuseBody(body: Buffer, action: ActionName, limits: Limits): Failure | undefined {
  const textBytes = limits.batchBytes + OVERHEAD_BYTES;
  switch (refuseJson(body, { members: MAXIMUM_MEMBERS, textBytes })) {
    case undefined:
      return undefined;
    case 'tooComplex':
      return fail('MalformedInput', 'The request has too many members, or is nested too deeply.');
    case 'tooLong':
      return action === 'SendMessageBatch'
        ? fail(
            'BatchRequestTooLong',
            `Batch requests cannot be longer than ${limits.batchBytes} bytes. You have sent ${body.length} bytes.`,
          )
        : fail(
            'InvalidParameterValue',
            `One or more parameters are invalid. Reason: Message must be shorter than ${limits.messageBytes} bytes.`,
          );
  }
}
