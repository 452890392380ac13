import * as l10n from '@vscode/l10n';
import { formatFixed, formatNumber } from '../language/numbers.ts';
import type { LoadReport } from '../protocol/load.ts';
import { describeConnectionError } from '../protocol/connectionError.ts';

/** The report as text, one fact per line: its name, and what it is. */
export function formatReport(report: LoadReport): string {
  const { sent, failed, behind, seconds, perSecond, chunks, latencyMs, errors, queue } = report;
  const ms = (value: number): string => `${formatFixed(value, 2)} ms`;
  const { p50, p95, p99, max } = latencyMs;
  const rows: (readonly [name: string, fact: string])[] = [
    [
      l10n.t('sent'),
      l10n.t(
        '{0} in {1} s, {2} messages/s',
        formatNumber(sent),
        formatFixed(seconds, 1),
        formatNumber(perSecond),
      ),
    ],
    [l10n.t('latency'), l10n.t('p50 {0}, p95 {1}, p99 {2}, max {3}', ms(p50), ms(p95), ms(p99), ms(max))],
  ];
  if (queue !== undefined) {
    const { received, deleted, waiting, inFlight } = queue;
    const counts = [received, deleted, waiting, inFlight].map((count) => formatNumber(count));
    rows.push([
      l10n.t('consumers'),
      l10n.t('received {0}, deleted {1}; waiting {2}, in flight {3}', ...counts),
    ]);
  }
  rows.push([
    l10n.t('billed'),
    chunks === 1
      ? l10n.t('1 request on Amazon SQS')
      : l10n.t('{0} requests on Amazon SQS', formatNumber(chunks)),
  ]);
  rows.push([l10n.t('failed'), formatNumber(failed)]);
  for (const [error, times] of Object.entries(errors))
    rows.push(['', `${describeConnectionError(error) ?? error}: ${formatNumber(times)}`]);
  if (behind > 0) {
    rows.push([l10n.t('not sent'), l10n.t('{0} (due, but no connection was free)', formatNumber(behind))]);
  }
  const width = Math.max(...rows.map(([name]) => name.length));
  return `${rows.map(([name, fact]) => `${name.padEnd(width + 3)}${fact}`).join('\n')}\n`;
}
