import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import type { TraceSourceView } from '../../../webview/protocol.ts';
import { SCENARIO_CONSUMERS, SCENARIO_START } from '../traceScenario.ts';
import { makeQueue } from '../webviewSamples.ts';

const ORDERS = makeQueue('orders').arn;
const DEAD = makeQueue('orders-dead-letters').arn;

/** A window with a gateway beside its broker. */
export const TRACE_SOURCES: readonly TraceSourceView[] = [
  { id: 'local', name: 'Local broker' },
  {
    id: 'production',
    name: 'Production (eu-central-1)',
    place: { id: 'production', name: 'Production (eu-central-1)', level: 'confirm', state: 'open' },
  },
];

/** What passes through a gateway: its program received messages of others, and some of what follows is inferred. */
export function makeGatewayEvents(): TraceEvent[] {
  const { worker } = SCENARIO_CONSUMERS;
  const events: Omit<TraceEvent, 'sequence'>[] = [];
  for (let index = 0; index < 4; index += 1) {
    const at = SCENARIO_START + index * 9_000;
    const messageId = `${(0x3c5a1f00 + index * 7919).toString(16)}-6b1e-4c7d-9a52-0123456789ab`;
    const common = { queueArn: ORDERS, messageId, consumer: worker };
    const preview = `{"order":${4711 + index}}`;
    const receive = { ...common, kind: 'received', timeoutMs: 5_000, action: 'ReceiveMessage' } as const;
    events.push({ ...receive, at, receiveCount: 1, ageMs: 40_000, preview });
    if (index % 2 === 0) {
      events.push({ ...common, at: at + 700, kind: 'deleted', inFlightMs: 700, action: 'DeleteMessage' });
      continue;
    }
    events.push({
      ...common,
      at: at + 5_000,
      kind: 'expired',
      inFlightMs: 5_000,
      isInferred: true,
      detail: 'Inferred: its visibility timeout must have run out.',
    });
    if (index === 3)
      events.push({
        queueArn: ORDERS,
        otherQueueArn: DEAD,
        messageId,
        at: at + 6_000,
        kind: 'movedToDeadLetter',
        isInferred: true,
        detail: 'Inferred: it was in another queue before, and no call through this gateway moved it.',
      });
  }
  return events
    .toSorted((one, other) => one.at - other.at)
    .map((event, index) => ({ ...event, sequence: index + 1 }));
}
