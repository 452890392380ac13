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

/** Lives of messages, some of them troubled: `count` events in order, 130 ms apart. */
export function makeTraceEvents(count: number, firstSequence = 1): TraceEvent[] {
  return Array.from({ length: count }, (_, index) => makeTraceEvent(firstSequence + index));
}

function makeTraceEvent(sequence: number): TraceEvent {
  const message = Math.floor((sequence - 1) / 8);
  const id = `${(0x1f3a5c00 + message * 7919).toString(16)}-6b1e-4c7d-9a52-0123456789ab`;
  const at = START + sequence * 130;
  const common = { sequence, at, queueArn: `${ARN_PREFIX}images`, messageId: id };
  const steps: readonly TraceEvent[] = [
    {
      ...common,
      kind: 'sent',
      consumer: PRODUCER,
      action: 'SendMessage',
      sizeBytes: 212,
      chunks: 1,
      ageMs: 0,
      preview: `{"task":"watermark","source":"uploads/img-${message}.png","text":"© Queueside"}`,
    },
    {
      ...common,
      kind: 'received',
      consumer: WORKER,
      action: 'ReceiveMessage',
      receiveCount: 1,
      ageMs: 41,
      timeoutMs: 30_000,
    },
    { ...common, kind: 'held', consumer: WORKER, receiveCount: 1, ageMs: 1200, timeoutMs: 28_841 },
    { ...common, kind: 'released', consumer: WORKER, receiveCount: 1, ageMs: 64_000, timeoutMs: 28_841 },
    { ...common, kind: 'expired', receiveCount: 1, ageMs: 92_841, inFlightMs: 92_800 },
    {
      ...common,
      kind: 'received',
      consumer: WORKER,
      action: 'ReceiveMessage',
      receiveCount: 2,
      ageMs: 92_900,
      timeoutMs: 30_000,
    },
    {
      ...common,
      kind: 'deleted',
      consumer: WORKER,
      action: 'DeleteMessage',
      receiveCount: 2,
      ageMs: 93_250,
      inFlightMs: 350,
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
