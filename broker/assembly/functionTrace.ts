import { parseErrorMembers } from '../calls/errorMembers.ts';
import { truncateText } from '../calls/truncateText.ts';
import type { Caller } from '../engine/base/caller.ts';
import { findErrorLine } from '../functions/errorLine.ts';
import type { FunctionPorts, InvocationSubject } from '../functions/functionPorts.ts';
import type { ProcessedEnd } from '../functions/ports.ts';
import {
  type InvocationFigures,
  type InvocationReport,
  type InvokedFunction,
  MAXIMUM_NAMED_MESSAGES,
  MAXIMUM_TRACED_LINE,
  MAXIMUM_TRACED_LINES,
} from '../protocol/invocation.ts';
import type { RecordedError } from '../trace/record.ts';
import type { TraceRecorder } from '../trace/recorder.ts';

/** UTF-16 units of an error's type and of its message that the trace keeps. */
const ERROR_LENGTH = 1000;
const NO_LINES: readonly string[] = [];

/**
 * Writes what happens to functions into the trace.
 * @param place of all functions
 */
export function traceFunctions(
  recorder: TraceRecorder,
  place: { readonly region: string; readonly account: string },
): Pick<FunctionPorts, 'recordBegin' | 'recordInvocation' | 'recordFault'> {
  const describe = (subject: InvocationSubject): InvokedFunction => {
    const { function: name, isCold, mappingId, batch } = subject;
    const described = { function: name, isCold, messages: batch?.messages.length ?? 0 };
    return mappingId === undefined ? described : { mappingId, ...described };
  };
  const callerOf = ({ consumerId, requestId, environment }: InvocationSubject): Caller => ({
    region: place.region,
    account: place.account,
    consumerId,
    accessKeyId: consumerId,
    userAgent: '',
    requestId,
    action: 'Invoke',
    invocation: { requestId, environment },
  });
  const recordErrorLine = (subject: InvocationSubject, line: string): void =>
    recorder.recordInvocation({
      kind: 'errorLogged',
      queueArn: subject.batch?.queueArn,
      caller: callerOf(subject),
      invoked: describe(subject),
      detail: truncateText(line.trim(), MAXIMUM_TRACED_LINE),
    });
  return {
    recordBegin: (subject) =>
      recorder.recordInvocation({
        kind: 'invoked',
        queueArn: subject.batch?.queueArn,
        caller: callerOf(subject),
        invoked: describe(subject),
        messageIds: subject.batch?.messages
          .slice(0, MAXIMUM_NAMED_MESSAGES)
          .map(({ messageId }) => messageId),
      }),
    recordInvocation: (report, subject, end, lines) => {
      const error = readError(end);
      recorder.recordInvocation({
        kind: end.outcome === 'returned' ? 'invocationEnded' : 'invocationFailed',
        queueArn: subject.batch?.queueArn,
        caller: callerOf(subject),
        durationMs: report.durationMs,
        error,
        invoked: { end: describeEnd(report, lines), ...describe(subject) },
      });
      const errorLine = end.outcome === 'returned' ? findErrorLine(lines) : undefined;
      if (errorLine !== undefined) recordErrorLine(subject, errorLine);
      return error;
    },
    recordFault: ({ function: name, detail }) => recorder.recordFunctionFault(`${name}: ${detail}`),
  };
}

function describeEnd(
  { outcome, durationMs, billedMs, initMs, memory, usedMemory }: InvocationReport,
  lines: readonly string[],
): InvocationFigures {
  const common = { outcome, durationMs, billedMs, memory, lastLines: cutLines(lines) };
  const figures = usedMemory === undefined ? common : { usedMemory, ...common };
  return initMs === undefined ? figures : { initMs, ...figures };
}

/** What the function said of its failure; undefined: it did not fail. */
function readError(end: ProcessedEnd): RecordedError | undefined {
  if (end.outcome === 'returned') return undefined;
  const { errorType, errorMessage } = parseErrorMembers(end.payload) ?? {};
  return {
    code:
      typeof errorType === 'string' && errorType !== '' ? truncateText(errorType, ERROR_LENGTH) : end.kind,
    message: typeof errorMessage === 'string' ? truncateText(errorMessage, ERROR_LENGTH) : '',
  };
}

function cutLines(lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return NO_LINES;
  return lines.slice(-MAXIMUM_TRACED_LINES).map((line) => truncateText(line, MAXIMUM_TRACED_LINE));
}
