import type { ApiCall } from '../apiCall.ts';
import { TraceRecord } from './record.ts';

/** What an API call adds to the trace beyond the engine's events: a refusal, or a receive that found nothing. */
export function recordApiCall(call: ApiCall, at: number): TraceRecord | undefined {
  const isEmptyReceive = call.action === 'ReceiveMessage' && call.messageCount === 0;
  if (call.error === undefined && !isEmptyReceive) return undefined;
  const record = new TraceRecord(call.error === undefined ? 'emptyReceive' : 'rejected', at, call.queueArn);
  record.caller = call.caller;
  record.chunks = call.billedRequests;
  record.durationMs = call.durationMs;
  if (call.error === undefined) record.detail = `Nothing came in ${Math.round(call.durationMs)} ms.`;
  else record.error = call.error;
  if (call.explanation !== undefined && call.explanation.length > 0)
    record.detail = call.explanation.join(' ');
  return record;
}
