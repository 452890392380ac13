import type { ConsumerInfo, TraceEvent } from '../../../broker/protocol/trace.ts';

const QUEUE_ARN = 'arn:aws:sqs:us-east-1:000000000000:images';
const START = Date.UTC(2026, 7, 3, 14, 2, 11, 38);
const MAPPING: ConsumerInfo = {
  id: 'mapping m1',
  name: 'resize',
  kind: 'function',
  accessKeyId: 'mapping of resize',
};
const ENVIRONMENT: ConsumerInfo = {
  id: 'QSFN1',
  name: 'resize #1',
  kind: 'debugSession',
  accessKeyId: 'QSFN1',
  processId: 4711,
};
const INVOCATIONS = ['8f6c1a52-6b1e-4c7d-9a52-0123456789ab', 'b07d9e33-6b1e-4c7d-9a52-0123456789ab'] as const;
const FUNCTION = { function: 'resize', mappingId: 'm1' };

/** Two batches of three messages: one with a message that fails, one that times out; and a message that was filtered out. */
export function makeInvocations(): readonly TraceEvent[] {
  const events: TraceEvent[] = [];
  const add = (afterMs: number, event: Omit<TraceEvent, 'sequence' | 'at' | 'queueArn'>): void => {
    const at = (events.at(-1)?.at ?? START) + afterMs;
    events.push({ sequence: events.length + 1, at, queueArn: QUEUE_ARN, ...event });
  };
  const idOf = (message: number): string => `1f3a5c0${message}-6b1e-4c7d-9a52-0123456789ab`;
  const ids = (first: number): readonly string[] => [first, first + 1, first + 2].map(idOf);
  for (let message = 0; message < 7; message++)
    add(20, { kind: 'sent', messageId: idOf(message), preview: `{"image":${message}}`, sizeBytes: 11 });
  const receive = (messageId: string): void =>
    add(5, {
      kind: 'received',
      messageId,
      consumer: MAPPING,
      receiveCount: 1,
      timeoutMs: 30_000,
      ageMs: 200,
    });
  const begin = (isCold: boolean, messageIds: readonly string[]): void =>
    add(1, {
      kind: 'invoked',
      ...linkOf(isCold ? 0 : 1),
      consumer: ENVIRONMENT,
      invoked: { ...FUNCTION, isCold, messages: 3, messageIds },
    });
  receive(idOf(6));
  add(1, {
    kind: 'filteredOut',
    messageId: idOf(6),
    consumer: MAPPING,
    cause: 'noMatch',
    detail: 'The filter of the mapping of resize does not match.',
  });
  add(0, { kind: 'deleted', messageId: idOf(6), consumer: MAPPING, inFlightMs: 1 });
  for (const id of ids(0)) receive(id);
  begin(true, ids(0));
  add(420, {
    kind: 'invocationEnded',
    ...linkOf(0),
    consumer: ENVIRONMENT,
    durationMs: 132.4,
    invoked: {
      ...FUNCTION,
      isCold: true,
      messages: 3,
      end: {
        outcome: 'returned',
        durationMs: 132.4,
        billedMs: 413,
        initMs: 280.1,
        memory: 128,
        usedMemory: 61,
        lastLines: ['resizing 3 images', 'image 1 has no width'],
      },
    },
  });
  for (const messageId of [idOf(0), idOf(2)])
    add(1, { kind: 'deleted', messageId, consumer: MAPPING, inFlightMs: 430, ...linkOf(0) });
  add(1, {
    kind: 'batchItemFailed',
    messageId: idOf(1),
    consumer: MAPPING,
    cause: 'reported',
    detail: 'The function reported that this message failed.',
    ...linkOf(0),
  });
  for (const id of ids(3)) receive(id);
  begin(false, ids(3));
  const error = {
    code: 'Sandbox.Timedout',
    message: 'RequestId: b07d Error: Task timed out after 3.00 seconds',
  };
  add(3000, {
    kind: 'invocationFailed',
    ...linkOf(1),
    consumer: ENVIRONMENT,
    durationMs: 3000,
    error,
    invoked: {
      ...FUNCTION,
      isCold: false,
      messages: 3,
      end: { outcome: 'timeout', durationMs: 3000, billedMs: 3000, memory: 128, lastLines: [] },
    },
  });
  for (const messageId of ids(3))
    add(1, {
      kind: 'batchItemFailed',
      messageId,
      consumer: MAPPING,
      cause: 'failed',
      detail: `The whole batch failed: ${error.code}: ${error.message}`,
      ...linkOf(1),
    });
  return events;
}

/** What events of one invocation have in common. */
function linkOf(index: 0 | 1): Pick<TraceEvent, 'invocation' | 'environment'> {
  return { invocation: INVOCATIONS[index], environment: 'resize #1' };
}
