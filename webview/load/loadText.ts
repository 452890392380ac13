import type { LoadReport } from '../../broker/protocol/load.ts';
import type { LoadRunView } from '../protocol.ts';
import { formatCount } from '../shared/byteFormat.ts';
import { formatDuration } from '../shared/timeFormat.ts';

/** ms, as many digits as say something: `0.42 ms`, `3.1 ms`, `250 ms`, `1.5 s`. */
export function formatLatency(ms: number): string {
  if (ms >= 1000) return `${trim((ms / 1000).toFixed(2))} s`;
  if (ms >= 100) return `${Math.round(ms)} ms`;
  return `${trim(ms >= 10 ? ms.toFixed(1) : ms.toFixed(2))} ms`;
}

function trim(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/u, '') : decimal;
}

/** One line for where the results are out of sight: `Sending, 12 s of 30 s`. */
export function describeRun(run: LoadRunView): string {
  const { report, state, durationMs } = run;
  const elapsed = formatDuration(readElapsedMs(run));
  if (state !== 'ended') return `${describeState(run)}, ${elapsed} of ${formatDuration(durationMs)}`;
  if (report === undefined) return describeState(run);
  const failed = report.failed === 0 ? '' : `, ${formatCount(report.failed)} failed`;
  return `Ended after ${elapsed}: ${formatCount(report.sent)} sent${failed}`;
}

export function describeState({ state, report, failure }: LoadRunView): string {
  if (state === 'running') return 'Sending';
  if (state === 'stopping') return 'Stopping';
  if (failure !== undefined || report === undefined) return 'Failed';
  return report.failed > 0 ? 'Ended, some messages failed' : 'Ended';
}

export function readElapsedMs({ report, progress }: LoadRunView): number {
  return 1000 * (report?.seconds ?? progress?.seconds ?? 0);
}

/** Whole, unless that would hide that a rate was not reached. */
function roundRate(perSecond: number, askedPerSecond: number): number {
  return perSecond < askedPerSecond ? Math.floor(perSecond * 10) / 10 : Math.round(perSecond);
}

/** `isPart`: belongs to the row before. */
export type ReportRow = readonly [name: string, value: string, isPart?: boolean];

/** The report as names and values, for the table and for copying. */
export function listReportRows(
  { askedPerSecond }: Pick<LoadRunView, 'askedPerSecond'>,
  report: LoadReport,
): readonly ReportRow[] {
  const { sent, failed, behind, perSecond, chunks, latencyMs, errors, queue } = report;
  const rate = `${formatCount(roundRate(perSecond, askedPerSecond))} messages/s`;
  const latency = (['p50', 'p95', 'p99', 'max'] as const).map(
    (name): ReportRow => [`Latency ${name === 'max' ? 'maximum' : name}`, formatLatency(latencyMs[name])],
  );
  return [
    ['Sent', formatCount(sent)],
    ['Throughput', rate],
    [
      'Target rate',
      askedPerSecond === 0 ? 'as fast as possible' : `${formatCount(askedPerSecond)} messages/s`,
    ],
    ...latency,
    ...(queue === undefined
      ? []
      : [
          ['Received by consumers', formatCount(queue.received)] as const,
          ['Deleted', formatCount(queue.deleted)] as const,
          ['Waiting', formatCount(queue.waiting)] as const,
          ['In flight', formatCount(queue.inFlight)] as const,
        ]),
    ['Billed send requests on Amazon SQS', formatCount(chunks)],
    ['Failed', formatCount(failed)],
    // The service adds to a code whose fault it was.
    ...Object.entries(errors).map(
      ([error, times]): ReportRow => [error.replace(/;(?:Sender|Receiver)$/u, ''), formatCount(times), true],
    ),
    ...(behind === 0 ? [] : [['Skipped: no free connection', formatCount(behind)] as const]),
  ];
}
