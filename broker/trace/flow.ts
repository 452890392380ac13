import type { MessageContent } from '../engine/base/content.ts';

/** W3C Trace Context: version, trace id, parent id, flags. */
const TRACE_PARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;
/** AWS X-Ray: `Root=1-<8 hex of the time>-<24 hex>`, and the id of the segment that sent. */
const TRACE_ROOT = /(?:^|;)\s*Root=1-([0-9a-f]{8})-([0-9a-f]{24})(?:;|$)/i;
const TRACE_SEGMENT = /(?:^|;)\s*Parent=([0-9a-f]{16})(?:;|$)/i;

/** Where in a distributed trace a message was sent. */
export interface FlowContext {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits, where the sender said it. */
  readonly spanId: string | undefined;
}

/**
 * What a message's sender wrote on it about its distributed trace. Both spellings of one trace give the same id: the time
 * and the rest of an X-Ray id are the halves of a W3C one.
 */
export function readFlow({ attributes, traceHeader }: MessageContent): FlowContext | undefined {
  const given = attributes?.find(({ name }) => name === 'traceparent')?.value;
  const parent = typeof given === 'string' ? TRACE_PARENT.exec(given) : null;
  if (parent !== null) return { traceId: parent[1] as string, spanId: parent[2] };
  if (traceHeader === undefined) return undefined;
  const root = TRACE_ROOT.exec(traceHeader);
  if (root === null) return undefined;
  return {
    traceId: `${root[1]}${root[2]}`.toLowerCase(),
    spanId: TRACE_SEGMENT.exec(traceHeader)?.[1]?.toLowerCase(),
  };
}
