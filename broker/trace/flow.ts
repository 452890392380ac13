import type { MessageContent } from '../engine/content.ts';

/** W3C Trace Context: version, trace id, parent id, flags. */
const TRACE_PARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;
/** AWS X-Ray: `Root=1-<8 hex of the time>-<24 hex>`. */
const TRACE_ROOT = /(?:^|;)\s*Root=1-([0-9a-f]{8})-([0-9a-f]{24})(?:;|$)/i;

/**
 * The id of the trace that a message belongs to, by what its sender wrote on it: 32 hex digits, so that both spellings
 * of one trace meet (the time and the rest of an X-Ray id are the halves of a W3C one).
 */
export function readFlowId({ attributes, traceHeader }: MessageContent): string | undefined {
  const parent = attributes?.find(({ name }) => name === 'traceparent')?.value;
  const traceId = typeof parent === 'string' ? TRACE_PARENT.exec(parent)?.[1] : undefined;
  if (traceId !== undefined || traceHeader === undefined) return traceId;
  const root = TRACE_ROOT.exec(traceHeader);
  return root === null ? undefined : `${root[1]}${root[2]}`.toLowerCase();
}
