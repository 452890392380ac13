import type { ApiCall } from '../apiCall.ts';
import { TraceRecord } from './record.ts';

/** What an API call adds to the trace beyond the engine's events: a refusal, or a receive that found nothing. */
export function recordApiCall(call: ApiCall, at: number): TraceRecord | undefined {
  const { error, failedEntries } = call;
  const isEmptyReceive = call.action === 'ReceiveMessage' && call.messageCount === 0;
  if (error === undefined && failedEntries === undefined && !isEmptyReceive) return undefined;
  const isRejected = error !== undefined || failedEntries !== undefined;
  const record = new TraceRecord(isRejected ? 'rejected' : 'emptyReceive', at, call.queueArn);
  record.caller = call.caller;
  record.chunks = call.billedRequests;
  record.durationMs = call.durationMs;
  if (error !== undefined) record.error = error;
  else if (failedEntries === undefined) record.detail = `Nothing came in ${Math.round(call.durationMs)} ms.`;
  else {
    const { count, code, message } = failedEntries;
    record.isPartial = true;
    record.error = { code, message };
    record.detail = `${count} of ${count + call.messageCount} entries of the batch failed.`;
  }
  if (call.explanation !== undefined && call.explanation.length > 0)
    record.detail = call.explanation.join('\n');
  return record;
}
