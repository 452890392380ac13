import type { QueueSummary } from '../../broker/protocol/queue.ts';
import type { HostToReceive, ReceivedMessage } from '../../webview/receiveProtocol.ts';
import { SAMPLE_ATTRIBUTES, SAMPLE_JSON } from './messageSamples.ts';
import { makeQueue, SAMPLE_QUEUES } from './webviewSamples.ts';

/** A message whose visibility timeout ends 30 s after it was received at 1,000 ms. */
export function makeReceived(id: string, more: Partial<ReceivedMessage> = {}): ReceivedMessage {
  return {
    messageId: id,
    receiptHandle: `handle of ${id}`,
    body: `body of ${id}`,
    attributes: [],
    systemAttributes: { ApproximateReceiveCount: '1' },
    visibleAt: 31_000,
    ...more,
  };
}

/** What the panel is sent when it opens. */
export function makeReceiveStart(
  queueArn = makeQueue('images').arn,
  queues: readonly QueueSummary[] = SAMPLE_QUEUES,
): readonly HostToReceive[] {
  return [
    {
      type: 'initialize',
      broker: { kind: 'running', maximumMessageBytes: 1_048_576 },
      queues,
      queueArn,
      clocks: [{ connectionId: 'local', now: 0 }],
    },
  ];
}

/** Messages of which the second one's time is over soon. */
export function makeReceivedMessages(now: number): readonly ReceivedMessage[] {
  const handle = 'AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a'.repeat(3);
  return [
    makeReceived('1f3a5c00-6b1e-4c7d-9a52-0123456789ab', {
      body: SAMPLE_JSON,
      receiptHandle: handle,
      attributes: SAMPLE_ATTRIBUTES,
      systemAttributes: {
        SenderId: 'AIDACKCEVSQ6C2EXAMPLE',
        SentTimestamp: String(Date.UTC(2026, 7, 3, 14, 0, 36)),
        ApproximateReceiveCount: '2',
        ApproximateFirstReceiveTimestamp: String(Date.UTC(2026, 7, 3, 14, 1, 31)),
        MessageGroupId: 'customer-7',
        MessageDeduplicationId: '5f3c1a2e9d',
        SequenceNumber: '18849496460467696128',
        AWSTraceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
        DeadLetterQueueSourceArn: makeQueue('images').arn,
      },
      visibleAt: now + 25_000,
    }),
    makeReceived('2e4b6d11-7c2f-4d8e-8b63-123456789abc', {
      body: Array.from({ length: 30 }, (_, index) => `line ${index + 1} of a body that is long`).join('\n'),
      receiptHandle: `${handle}B`,
      visibleAt: now - 1_000,
    }),
  ];
}
