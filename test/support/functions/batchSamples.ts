import type { InvocationOutcome } from '../../../broker/protocol/invocation.ts';
import type { ConsumerInfo, TraceEvent } from '../../../broker/protocol/trace.ts';

const START = Date.UTC(2026, 7, 3, 14, 2, 11, 38);

/** An invocation of the sample; times are ms since its begin. */
interface SampleBatch {
  readonly function: string;
  readonly environment: number;
  readonly at: number;
  /** Absent: it goes on. */
  readonly durationMs?: number;
  readonly initMs?: number;
  readonly messages: number;
  /** How many of them, from the first on, the function reports. */
  readonly failed?: number;
  /** They are deleted nevertheless. */
  readonly isIgnored?: boolean;
  readonly outcome?: InvocationOutcome;
  readonly lines?: readonly string[];
  readonly errorLine?: string;
  /** Messages that it sends. */
  readonly sends?: number;
}

/** What two functions do in some seconds, of which one has two environments. */
const BATCHES: readonly SampleBatch[] = [
  {
    function: 'resize',
    environment: 1,
    at: 0,
    durationMs: 820,
    initMs: 640,
    messages: 10,
    sends: 3,
    lines: ['resizing 10 images', 'done in 820 ms'],
  },
  {
    function: 'resize',
    environment: 2,
    at: 350,
    durationMs: 900,
    initMs: 700,
    messages: 6,
    failed: 2,
    lines: ['resizing 6 images', 'image 1 has no width', 'image 2 has no width'],
  },
  {
    function: 'resize',
    environment: 1,
    at: 1700,
    durationMs: 950,
    messages: 4,
    errorLine: 'ERROR image 12 has no width',
    lines: ['resizing 4 images', 'ERROR image 12 has no width'],
  },
  { function: 'resize', environment: 2, at: 2150, durationMs: 3000, messages: 10, outcome: 'timeout' },
  {
    function: 'mail',
    environment: 1,
    at: 600,
    durationMs: 1100,
    initMs: 300,
    messages: 3,
    failed: 1,
    isIgnored: true,
    lines: ['3 mails'],
  },
  { function: 'mail', environment: 1, at: 2600, durationMs: 700, messages: 40, failed: 9 },
  { function: 'resize', environment: 1, at: 4300, messages: 5 },
];

type Part = Omit<TraceEvent, 'sequence' | 'at'>;

/** The events of these batches, in their order. */
export function makeBatches(batches: readonly SampleBatch[] = BATCHES): readonly TraceEvent[] {
  const timed: { readonly at: number; readonly part: Part }[] = [];
  for (const [index, batch] of batches.entries()) {
    for (const { at, ...part } of listEvents(batch, index)) timed.push({ at: START + batch.at + at, part });
  }
  timed.sort((one, other) => one.at - other.at);
  return timed.map(({ at, part }, index) => ({ sequence: index + 1, at, ...part }));
}

function listEvents(batch: SampleBatch, index: number): readonly (Part & { readonly at: number })[] {
  const { function: name, environment: number, messages, failed = 0, isIgnored = false, outcome } = batch;
  const { durationMs, initMs, lines = [], errorLine, sends = 0 } = batch;
  const environment = `${name} #${number}`;
  const queueArn = `arn:aws:sqs:us-east-1:000000000000:${name}-tasks`;
  const mapping: ConsumerInfo = {
    id: `mapping of ${name}`,
    name,
    kind: 'function',
    accessKeyId: `mapping of ${name}`,
  };
  const consumer: ConsumerInfo = {
    id: `QSFN-${environment}`,
    name: environment,
    kind: 'debugSession',
    accessKeyId: `QSFN-${environment}`,
  };
  const invocation = `b${index}7d9e33-6b1e-4c7d-9a52-0123456789ab`;
  const link = { queueArn, invocation, environment };
  const invoked = { function: name, mappingId: mapping.id, isCold: initMs !== undefined, messages };
  const ids = Array.from(
    { length: messages },
    (_, message) => `${index}f3a5c${String(message).padStart(2, '0')}-6b1e-4c7d-9a52-0123456789ab`,
  );
  const events: (Part & { readonly at: number })[] = [];
  for (const messageId of ids) {
    events.push({
      at: -200,
      kind: 'sent',
      queueArn,
      messageId,
      preview: `{"image":"${messageId}"}`,
      sizeBytes: 60,
    });
    const receive = { receiveCount: 1, timeoutMs: 30_000, requestId: `receive ${index}` };
    events.push({ at: -10, kind: 'received', queueArn, messageId, consumer: mapping, ...receive });
  }
  events.push({ at: 0, kind: 'invoked', ...link, consumer, invoked: { ...invoked, messageIds: ids } });
  if (durationMs === undefined) return events;
  const end = durationMs + (initMs ?? 0);
  for (let sent = 0; sent < sends; sent += 1)
    events.push({
      at: end - 50 * (sent + 1),
      kind: 'sent',
      queueArn: queueArn.replace('tasks', 'done'),
      messageId: `${index}d${sent}`,
      consumer,
      preview: 'done',
    });
  const figures = { durationMs, billedMs: Math.ceil(end), memory: 128, lastLines: lines };
  const hasReturned = outcome === undefined;
  events.push({
    at: end,
    kind: hasReturned ? 'invocationEnded' : 'invocationFailed',
    ...link,
    consumer,
    durationMs,
    ...(hasReturned
      ? {}
      : { error: { code: 'Sandbox.Timedout', message: 'Task timed out after 3.00 seconds' } }),
    invoked: {
      ...invoked,
      end: { outcome: outcome ?? 'returned', ...figures, ...(initMs === undefined ? {} : { initMs }) },
    },
  });
  if (errorLine !== undefined)
    events.push({ at: end + 1, kind: 'errorLogged', ...link, consumer, invoked, detail: errorLine });
  for (const [place, messageId] of ids.entries()) {
    const isFailed = !hasReturned || place < failed;
    const what =
      isFailed && !isIgnored
        ? {
            kind: 'batchItemFailed' as const,
            cause: hasReturned ? ('reported' as const) : ('failed' as const),
          }
        : { kind: 'deleted' as const, ...(isFailed ? { cause: 'unreadReport' as const } : {}) };
    events.push({ at: end + 2, ...link, ...what, messageId, consumer: mapping, inFlightMs: end + 12 });
  }
  return events;
}
