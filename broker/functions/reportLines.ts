import type { InvocationReport } from '../protocol/invocation.ts';
import { describeTimedOut } from './failures.ts';

// The lines that the service adds to the log of an environment.

export function writeStartLine(requestId: string): string {
  return `START RequestId: ${requestId} Version: $LATEST`;
}

/** @param systemNow epoch ms on the clock of the system */
export function writeEndLines(
  report: InvocationReport,
  timeoutMs: number,
  systemNow: number,
): readonly string[] {
  const { requestId, outcome, durationMs, billedMs, memory, usedMemory, initMs } = report;
  const figures = [
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${billedMs} ms`,
    `Memory Size: ${memory} MB`,
    ...(usedMemory === undefined ? [] : [`Max Memory Used: ${usedMemory} MB`]),
    ...(initMs === undefined ? [] : [`Init Duration: ${initMs.toFixed(2)} ms`]),
  ];
  return [
    ...(outcome === 'timeout'
      ? [`${new Date(systemNow).toISOString()} ${requestId} ${describeTimedOut(timeoutMs)}`]
      : []),
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\t${figures.join('\t')}`,
  ];
}
