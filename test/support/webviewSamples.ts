import type { QueueKind, QueueSummary } from '../../broker/protocol/queue.ts';
import type { ConsumerInfo, TraceEvent } from '../../broker/protocol/trace.ts';

const ARN_PREFIX = 'arn:aws:sqs:us-east-1:000000000000:';
const START = Date.UTC(2026, 7, 3, 14, 2, 11, 38);

/** A queue as the broker lists it. */
export function makeQueue(name: string, visible = 0, kind: QueueKind = 'standard'): QueueSummary {
  return {
    arn: ARN_PREFIX + name,
    name,
    url: `http://127.0.0.1:9324/000000000000/${name}`,
    kind,
    counts: { visible, inFlight: 1, delayed: 0 },
    deadLetterSources: [],
    heldCount: 0,
  };
}

export const SAMPLE_QUEUES: readonly QueueSummary[] = [
  makeQueue('images', 3),
  makeQueue('images-done', 12),
  makeQueue('images-dead-letters'),
  makeQueue('payments.fifo', 1204, 'fifo'),
];

const PRODUCER: ConsumerInfo = {
  id: 'producer',
  name: 'Send images',
  kind: 'program',
  accessKeyId: 'test',
  sdk: 'aws-sdk-js/3.1169.0',
};
const WORKER: ConsumerInfo = {
  id: 'worker',
  name: 'Debug worker',
  kind: 'debugSession',
  accessKeyId: 'QSDBG1',
  sdk: 'aws-sdk-js/3.1169.0',
};

/** From an event of {@link makeTraceEvents} to the next, ms: as whole as the timeouts of a queue. */
export const SAMPLE_STEP_MS = 1_000;

/** Lives of messages, some of them troubled: `count` events in order. */
export function makeTraceEvents(count: number, firstSequence = 1): TraceEvent[] {
  return Array.from({ length: count }, (_, index) => makeTraceEvent(firstSequence + index));
}

function makeTraceEvent(sequence: number): TraceEvent {
  const message = Math.floor((sequence - 1) / 8);
  const id = `${(0x1f3a5c00 + message * 7919).toString(16)}-6b1e-4c7d-9a52-0123456789ab`;
  const at = START + sequence * SAMPLE_STEP_MS;
  /** Since the message was sent. */
  const ageMs = ((sequence - 1) % 8) * SAMPLE_STEP_MS;
  // Two steps of it pass, and the one at a breakpoint does not count.
  const timeoutMs = 2 * SAMPLE_STEP_MS;
  const common = { sequence, at, queueArn: `${ARN_PREFIX}images`, messageId: id };
  const steps: readonly TraceEvent[] = [
    {
      ...common,
      kind: 'sent',
      consumer: PRODUCER,
      action: 'SendMessage',
      sizeBytes: 212,
      chunks: 1,
      ageMs,
      preview: `{"task":"watermark","source":"uploads/img-${message}.png","text":"© Queueside"}`,
    },
    {
      ...common,
      kind: 'received',
      consumer: WORKER,
      action: 'ReceiveMessage',
      receiveCount: 1,
      ageMs,
      timeoutMs,
    },
    { ...common, kind: 'held', consumer: WORKER, receiveCount: 1, ageMs, timeoutMs: SAMPLE_STEP_MS },
    { ...common, kind: 'released', consumer: WORKER, receiveCount: 1, ageMs, timeoutMs: SAMPLE_STEP_MS },
    { ...common, kind: 'expired', receiveCount: 1, ageMs, inFlightMs: 3 * SAMPLE_STEP_MS },
    {
      ...common,
      kind: 'received',
      consumer: WORKER,
      action: 'ReceiveMessage',
      receiveCount: 2,
      ageMs,
      timeoutMs,
    },
    {
      ...common,
      kind: 'deleted',
      consumer: WORKER,
      action: 'DeleteMessage',
      receiveCount: 2,
      ageMs,
      inFlightMs: SAMPLE_STEP_MS,
    },
    {
      sequence,
      at,
      kind: 'rejected',
      queueArn: `${ARN_PREFIX}images-done`,
      consumer: WORKER,
      action: 'SendMessage',
      requestId: '0b0f5d1e-58a0-5c2a-8f6e-2f7f3a1f7c11',
      error: {
        code: 'InvalidParameterValue',
        message: 'One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.',
      },
    },
  ];
  return steps[(sequence - 1) % 8] as TraceEvent;
}
