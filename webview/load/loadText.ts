import * as l10n from '@vscode/l10n';
import { describeConnectionError } from '../../broker/protocol/connectionError.ts';
import type { LoadReport } from '../../broker/protocol/load.ts';
import type { LoadRunView } from '../loadProtocol.ts';
import { formatCount, formatDecimal } from '../shared/byteFormat.ts';
import { formatDuration } from '../shared/timeFormat.ts';

/** ms, as many digits as say something: `0.42 ms`, `3.1 ms`, `250 ms`, `1.5 s`. */
export function formatLatency(ms: number): string {
  if (ms >= 1000) return `${formatDecimal(ms / 1000, 2)} s`;
  if (ms >= 100) return `${Math.round(ms)} ms`;
  return `${formatDecimal(ms, ms >= 10 ? 1 : 2)} ms`;
}

/** One line for where the results are out of sight: `Sending, 12 s of 30 s`. */
export function describeRun(run: LoadRunView): string {
  const { report, state, durationMs } = run;
  const elapsed = formatDuration(readElapsedMs(run));
  if (state !== 'ended')
    return l10n.t('{0}, {1} of {2}', describeState(run), elapsed, formatDuration(durationMs));
  if (report === undefined) return describeState(run);
  const sent = formatCount(report.sent);
  return report.failed === 0
    ? l10n.t('Ended after {0}: {1} sent', elapsed, sent)
    : l10n.t('Ended after {0}: {1} sent, {2} failed', elapsed, sent, formatCount(report.failed));
}

export function describeState({ state, report, failure }: LoadRunView): string {
  if (state === 'running') return l10n.t('Sending');
  if (state === 'stopping') return l10n.t('Stopping');
  if (failure !== undefined || report === undefined) return l10n.t('Failed');
  return report.failed > 0 ? l10n.t('Ended, some messages failed') : l10n.t('Ended');
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
  const rate = l10n.t('{0} messages/s', formatDecimal(roundRate(perSecond, askedPerSecond), 1));
  const latency = (['p50', 'p95', 'p99', 'max'] as const).map(
    (name): ReportRow => [
      name === 'max' ? l10n.t('Latency maximum') : l10n.t('Latency {0}', name),
      formatLatency(latencyMs[name]),
    ],
  );
  return [
    [l10n.t('Sent'), formatCount(sent)],
    [l10n.t('Throughput'), rate],
    [
      l10n.t('Target rate'),
      askedPerSecond === 0
        ? l10n.t('as fast as possible')
        : l10n.t('{0} messages/s', formatCount(askedPerSecond)),
    ],
    ...latency,
    ...(queue === undefined
      ? []
      : [
          [l10n.t('Received by consumers'), formatCount(queue.received)] as const,
          [l10n.t('Deleted'), formatCount(queue.deleted)] as const,
          [l10n.t('Waiting'), formatCount(queue.waiting)] as const,
          [l10n.t('In flight'), formatCount(queue.inFlight)] as const,
        ]),
    [l10n.t('Billed send requests on Amazon SQS'), formatCount(chunks)],
    [l10n.t('Failed'), formatCount(failed)],
    // The service adds to a code whose fault it was.
    ...Object.entries(errors).map(
      ([error, times]): ReportRow => [
        describeConnectionError(error) ?? error.replace(/;(?:Sender|Receiver)$/u, ''),
        formatCount(times),
        true,
      ],
    ),
    ...(behind === 0 ? [] : [[l10n.t('Skipped: no free connection'), formatCount(behind)] as const]),
  ];
}
