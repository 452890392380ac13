import type { SendMessageResult } from '../../broker/protocol/message.ts';
import type { HostToComposer, PageQueue, QueueAddress, RequestFailure } from '../protocol.ts';
import { addressOf } from '../shared/queueAddress.ts';

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

type Answer = Extract<HostToComposer, { readonly type: 'sent' }>['outcome'];

/** @param queue that it was sent to */
export function readOutcome(answer: Answer, queue: PageQueue): SendOutcome {
  const queueArn = addressOf(queue);
  if (!answer.ok) return { kind: 'failed', queueArn, failure: answer.failure };
  const hasTrace = queue.connection?.hasTrace ?? true;
  return { kind: 'sent', at: Date.now(), queueArn, hasTrace, result: answer.result };
}
