import type { LoadReport } from '../../broker/protocol/load.ts';
import type { LoadRunView } from '../protocol.ts';
import { formatCount } from '../shared/byteFormat.ts';

/** ms, as many digits as say something: `0.42 ms`, `3.1 ms`, `250 ms`, `1.5 s`. */
export function formatLatency(ms: number): string {
  if (ms >= 1000) return `${trim((ms / 1000).toFixed(2))} s`;
  if (ms >= 100) return `${Math.round(ms)} ms`;
  return `${trim(ms >= 10 ? ms.toFixed(1) : ms.toFixed(2))} ms`;
}

function trim(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/u, '') : decimal;
}

/** `isPart`: belongs to the row before. */
export type ReportRow = readonly [name: string, value: string, isPart?: boolean];

/** The report as names and values, for the table and for copying. */
export function listReportRows(
  { askedPerSecond }: Pick<LoadRunView, 'askedPerSecond'>,
  report: LoadReport,
): readonly ReportRow[] {
  const { sent, failed, behind, perSecond, chunks, latencyMs, errors, queue } = report;
  const rate = `${formatCount(Math.round(perSecond))} messages/s`;
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
    ['Billed requests on Amazon SQS', formatCount(chunks)],
    ['Failed', formatCount(failed)],
    // The service adds to a code whose fault it was.
    ...Object.entries(errors).map(
      ([error, times]): ReportRow => [error.replace(/;(?:Sender|Receiver)$/u, ''), formatCount(times), true],
    ),
    ...(behind === 0 ? [] : [['Skipped: no free connection', formatCount(behind)] as const]),
  ];
}
