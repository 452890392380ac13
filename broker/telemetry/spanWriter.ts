import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Tracer,
} from '@opentelemetry/api';
import type { MessageContent } from '../engine/base/content.ts';
import { readFlow } from '../trace/flow.ts';
import { RecentMap } from '../trace/recentMap.ts';
import type { TraceRecord } from '../trace/record.ts';
import type { TraceNames } from '../trace/traceEvent.ts';
import { InvocationSpans } from './invocationSpans.ts';

/** Where spans get from what records only refer to. */
export interface SpanSource extends TraceNames {
  contentOf(record: TraceRecord): MessageContent | undefined;
}

/** Sends remembered so that what happens to their messages joins their trace. */
const MAXIMUM_SENDS = 20_000;

/** Writes events as spans, by OpenTelemetry's semantic conventions for messaging, and for FaaS. */
export class SpanWriter {
  private readonly tracer: Tracer;
  private readonly source: SpanSource;
  /** Where each message was sent, by its number. */
  private readonly sends = new RecentMap<number, SpanContext>(MAXIMUM_SENDS);
  private readonly invocations: InvocationSpans;

  constructor(tracer: Tracer, source: SpanSource) {
    this.tracer = tracer;
    this.source = source;
    this.invocations = new InvocationSpans(tracer, (messageNumber) => this.sends.get(messageNumber));
  }

  write(record: TraceRecord): void {
    switch (record.kind) {
      case 'sent':
        this.writeSend(record);
        return;
      case 'received':
        this.writeOperation(record, 'receive', SpanKind.CLIENT, record.at);
        return;
      case 'deleted':
        this.writeProcess(record);
        this.writeOperation(record, 'settle', SpanKind.CLIENT, record.at);
        this.forget(record);
        return;
      case 'expired':
        this.writeProcess(record, 'visibility_timeout');
        return;
      case 'rejected':
        this.writeOperation(record, undefined, SpanKind.CLIENT, record.at, record.error?.code);
        return;
      case 'retentionExpired':
        this.forget(record);
        return;
      case 'invoked':
        this.invocations.begin(record);
        return;
      case 'invocationEnded':
      case 'invocationFailed':
        this.invocations.end(record, nameQueue(record));
        return;
      default:
    }
  }

  private writeSend(record: TraceRecord): void {
    const content = this.source.contentOf(record);
    const flow = content === undefined ? undefined : readFlow(content);
    const parent =
      flow?.spanId === undefined
        ? this.contextOf(record.causedBy)
        : trace.setSpanContext(ROOT_CONTEXT, {
            traceId: flow.traceId,
            spanId: flow.spanId,
            traceFlags: TraceFlags.SAMPLED,
            isRemote: true,
          });
    const span = this.tracer.startSpan(
      `send ${nameQueue(record)}`,
      { kind: SpanKind.PRODUCER, startTime: record.at, attributes: this.describe(record, 'send') },
      parent,
    );
    span.end(record.at);
    if (record.messageNumber !== undefined) this.sends.set(record.messageNumber, span.spanContext());
  }

  /** From the receive to its end: the work of the consumer. */
  private writeProcess(record: TraceRecord, errorType?: string): void {
    if (record.receivedAt === undefined) return;
    this.writeOperation(record, 'process', SpanKind.CONSUMER, record.receivedAt, errorType);
  }

  private writeOperation(
    record: TraceRecord,
    type: 'receive' | 'process' | 'settle' | undefined,
    kind: SpanKind,
    startTime: number,
    errorType?: string,
  ): void {
    const send = record.messageNumber === undefined ? undefined : this.sends.get(record.messageNumber);
    const name = type ?? record.caller?.action ?? 'call';
    const span = this.tracer.startSpan(
      `${name} ${nameQueue(record)}`,
      {
        kind,
        startTime,
        attributes: this.describe(record, type, errorType),
        ...(send === undefined ? {} : { links: [{ context: send }] }),
      },
      this.contextOf(record.messageNumber),
    );
    if (errorType !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(record.at);
  }

  private contextOf(messageNumber: number | undefined): Context {
    const send = messageNumber === undefined ? undefined : this.sends.get(messageNumber);
    return send === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, send);
  }

  private describe(record: TraceRecord, type: string | undefined, errorType?: string): Attributes {
    const { messageNumber, sizeBytes, caller, receiveCount, groupId } = record;
    return {
      'messaging.system': 'aws_sqs',
      'messaging.destination.name': nameQueue(record),
      'messaging.operation.type': type,
      'messaging.operation.name': caller?.action,
      'messaging.client.id': caller === undefined ? undefined : this.source.consumer(caller).name,
      'messaging.message.id': messageNumber === undefined ? undefined : this.source.messageId(messageNumber),
      'messaging.message.body.size': sizeBytes,
      'aws.request_id': caller?.requestId,
      'queueside.receive_count': receiveCount,
      'queueside.message_group': groupId,
      'error.type': errorType,
    };
  }

  private forget({ messageNumber }: TraceRecord): void {
    if (messageNumber !== undefined) this.sends.delete(messageNumber);
  }
}

function nameQueue({ queueArn = '' }: TraceRecord): string {
  return queueArn.slice(queueArn.lastIndexOf(':') + 1);
}
