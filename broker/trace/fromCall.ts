import type { ApiCall } from '../calls/apiCall.ts';
import { truncateText } from '../calls/truncateText.ts';
import { TraceRecord } from './record.ts';

/** Messages and explanations quote requests, which may be megabytes long. */
const MAXIMUM_MESSAGE_LENGTH = 1000;
const MAXIMUM_DETAIL_LENGTH = 8000;

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
  if (error !== undefined) record.error = boundError(error);
  else if (failedEntries !== undefined) {
    const { count, code, message } = failedEntries;
    record.isPartial = true;
    record.error = boundError({ code, message });
    record.detail = `${count} of ${count + call.messageCount} entries of the batch failed.`;
  }
  if (call.explanation !== undefined && call.explanation.length > 0)
    record.detail = truncateText(call.explanation.join('\n'), MAXIMUM_DETAIL_LENGTH);
  return record;
}

function boundError({ code, message }: { readonly code: string; readonly message: string }) {
  return { code, message: truncateText(message, MAXIMUM_MESSAGE_LENGTH) };
}
