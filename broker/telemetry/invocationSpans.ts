import {
  type Attributes,
  type Link,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  type Tracer,
} from '@opentelemetry/api';
import { RecentMap } from '../trace/recentMap.ts';
import type { TraceRecord } from '../trace/record.ts';

/** Invocations remembered until they are over. */
const MAXIMUM_BEGUN = 2000;
const BYTES_PER_MB = 1_048_576;

interface Begun {
  readonly at: number;
  /** Of its messages. */
  readonly links: readonly Link[];
}

/**
 * Writes invocations of functions as spans, by OpenTelemetry's semantic conventions for FaaS: from the environment that it got to
 * its end, with the sends of its messages as links.
 */
export class InvocationSpans {
  private readonly tracer: Tracer;
  private readonly findSend: (messageNumber: number) => SpanContext | undefined;
  /** By request id. */
  private readonly begun = new RecentMap<string, Begun>(MAXIMUM_BEGUN);

  /** @param findSend where a message was sent; undefined: it is no longer known */
  constructor(tracer: Tracer, findSend: (messageNumber: number) => SpanContext | undefined) {
    this.tracer = tracer;
    this.findSend = findSend;
  }

  /** An `invoked` record. */
  begin({ at, caller, invoked }: TraceRecord): void {
    if (caller === undefined || invoked === undefined) return;
    const links = invoked.messageNumbers.flatMap((number) => {
      const context = this.findSend(number);
      return context === undefined ? [] : [{ context }];
    });
    this.begun.set(caller.requestId, { at, links });
  }

  /** An `invocationEnded` or `invocationFailed` record. */
  end(record: TraceRecord, queueName: string): void {
    const { at, caller, invoked, error } = record;
    if (caller === undefined || invoked === undefined) return;
    const begun = this.begun.get(caller.requestId);
    this.begun.delete(caller.requestId);
    const isByQueue = record.queueArn !== undefined;
    const span = this.tracer.startSpan(
      invoked.function,
      {
        kind: isByQueue ? SpanKind.CONSUMER : SpanKind.SERVER,
        startTime: begun?.at ?? at - (record.durationMs ?? 0),
        attributes: describe(record, isByQueue ? queueName : undefined),
        links: [...(begun?.links ?? [])],
      },
      ROOT_CONTEXT,
    );
    if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
    span.end(at);
  }
}

function describe({ caller, invoked, error }: TraceRecord, queueName: string | undefined): Attributes {
  const end = invoked?.end;
  return {
    'faas.name': invoked?.function,
    'faas.invocation_id': caller?.requestId,
    'faas.coldstart': invoked?.isCold,
    'faas.trigger': queueName === undefined ? 'other' : 'pubsub',
    'faas.instance': caller?.invocation?.environment,
    'faas.max_memory': end === undefined ? undefined : end.memory * BYTES_PER_MB,
    ...(queueName === undefined
      ? {}
      : {
          'messaging.system': 'aws_sqs',
          'messaging.destination.name': queueName,
          'messaging.operation.type': 'process',
          'messaging.batch.message_count': invoked?.messages,
        }),
    'queueside.billed_ms': end?.billedMs,
    'error.type': error?.code,
  };
}
