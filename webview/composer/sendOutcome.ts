import type { SendMessageResult } from '../../broker/protocol/message.ts';
import type { HostToComposer, PageQueue, QueueAddress, RequestFailure } from '../protocol.ts';

/** What became of the last send. */
export type SendOutcome =
  | {
      readonly kind: 'sent';
      readonly at: number;
      readonly queueArn: QueueAddress;
      /** Whether a trace shows what became of it. */
      readonly hasTrace: boolean;
      readonly result: SendMessageResult;
    }
  | { readonly kind: 'failed'; readonly queueArn: QueueAddress; readonly failure: RequestFailure };

type Answer = Extract<HostToComposer, { readonly type: 'sent' }>;

/** @param queue that it was sent to; undefined when it is no longer there */
export function readOutcome({ outcome, queueArn }: Answer, queue: PageQueue | undefined): SendOutcome {
  if (!outcome.ok) return { kind: 'failed', queueArn, failure: outcome.failure };
  const hasTrace = queue !== undefined && (queue.connection?.hasTrace ?? true);
  return { kind: 'sent', at: Date.now(), queueArn, hasTrace, result: outcome.result };
}
