import type { Queue } from '../../engine/state/queue.ts';
import { fail, type Result, succeed } from '../../engine/base/result.ts';
import type { Call } from './action.ts';
import { hintQueueUrl } from './queueUrlHint.ts';
import { parseQueueUrl, type QueueAddress } from '../wire/queueUrl.ts';

/**
 * The queue that a call is about: the QueueUrl member, else the path of a Query request. A JSON call without one, or
 * with nonsense, names no queue that exists; that is the service's answer too.
 * Errors: NonExistentQueue; MissingParameter in the Query protocol.
 */
export function resolveQueue(call: Call, queueUrl: string | undefined): Result<Queue> {
  const address = queueUrl === undefined ? call.pathQueue : parseQueueUrl(queueUrl);
  const url = queueUrl ?? call.path;
  if (address === undefined && queueUrl === undefined && call.protocol === 'query') {
    const hint = url === '/' ? '' : hintQueueUrl(call, url, undefined);
    return fail('MissingParameter', `The request must contain the parameter QueueUrl.${hint}`, 'QueueUrl');
  }
  const queue = findQueue(call, address);
  if (queue.ok || (queueUrl ?? '') === '') return queue;
  return { ...queue, message: queue.message + hintQueueUrl(call, url, address) };
}

/** Looks a queue up in the caller's region. Errors: NonExistentQueue. */
export function findQueue(call: Call, address: QueueAddress | undefined): Result<Queue> {
  const { region, account } = call.caller;
  const queue =
    address === undefined
      ? undefined
      : call.engine.findQueue(region, address.account ?? account, address.name);
  if (queue === undefined) return fail('NonExistentQueue', 'The specified queue does not exist.', 'QueueUrl');
  call.queueArn = queue.arn;
  return succeed(queue);
}
