import type { ActionName } from '../../api/actions.ts';
import type { Principal } from '../../auth/principal.ts';
import { fail, type Failure, type Result, succeed } from '../../engine/base/result.ts';
import type { Queue } from '../../engine/state/queue.ts';
import { authenticateExchange, describeArn, describeQueue, describeRequest } from '../calls/access.ts';
import type { Exchange } from '../calls/exchange.ts';
import type { SqsFrontOptions } from '../calls/front.ts';

const NO_BODY = new Uint8Array(0);

/** The API actions that show the same data as a view. A caller without permission for these may not see the view. */
export type ViewAction = Extract<ActionName, 'ListQueues' | 'GetQueueAttributes' | 'ReceiveMessage'>;

/** Who looks at the queues, and what they may see. */
export interface Viewer {
  /**
   * Why they may not see it; undefined when they may.
   * @param target a queue, the ARN of one that does not exist, or undefined for no queue in particular
   */
  deny(action: ViewAction, target: Queue | string | undefined): Failure | undefined;
}

const ANYBODY: Viewer = { deny: () => undefined };

/**
 * Returns the caller of a view. If calls must be signed, views must be signed too, whatever the policy of a queue
 * allows to everyone. Errors: AccessDenied without a signature, and those of `Authority.authenticate`.
 */
export function identifyViewer(front: SqsFrontOptions, exchange: Exchange): Result<Viewer> {
  const { authority, engine } = front;
  if (authority === undefined || authority.mode === 'off') return succeed(ANYBODY);
  const who = authenticateExchange(front, exchange, NO_BODY);
  if (!who.ok) return who;
  const { principal } = who.value;
  if (principal.kind === 'anonymous') return fail('AccessDenied', 'This broker asks for signed requests.');
  const request = describeRequest(exchange, NO_BODY);
  return succeed({
    deny: (action, target) => {
      const queue = typeof target === 'string' ? engine.findByArn(target) : target;
      const described =
        typeof target === 'string' ? describeArn(engine, target) : target && describeQueue(target);
      const region = queue?.region ?? who.value.region ?? front.config.region;
      const { result } = authority.permit(who.value, request, { action, region, queue: described });
      if (!result.ok) return result;
      // Who may not use the key of a queue cannot read its messages either.
      return action === 'ReceiveMessage' && queue !== undefined
        ? denyKey(front, queue, principal)
        : undefined;
    },
  });
}

function denyKey({ checkKey }: SqsFrontOptions, queue: Queue, principal: Principal): Failure | undefined {
  const { region, account, settings } = queue;
  const result = checkKey?.(
    { region, account, kmsMasterKeyId: settings.kmsMasterKeyId },
    principal,
    'receive',
  );
  return result === undefined || result.ok ? undefined : result;
}
