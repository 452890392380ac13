import { l10n, window } from 'vscode';
import { writeMessages } from '../ground/counts.ts';
import { formatCount, formatFixed } from '../ground/text.ts';
import type { LoadRunView } from '../../webview/loadProtocol.ts';

/** Shows the result of a load test that ended while its panel was hidden. */
export async function showLoadEnd(run: LoadRunView, openPanel: () => void): Promise<void> {
  const show = l10n.t('Show Report');
  const isBad = run.report === undefined || run.report.failed > 0;
  const tell = isBad ? window.showWarningMessage : window.showInformationMessage;
  if ((await tell(describeLoadEnd(run), show)) === show) openPanel();
}

function describeLoadEnd({ report, failure, queueName }: LoadRunView): string {
  if (report === undefined) return l10n.t('The load test of {0} failed: {1}', queueName, failure ?? '');
  const sent = l10n.t(
    'Load test of {0}: {1} sent, {2} per second, p99 {3} ms; billed requests: {4}.',
    queueName,
    writeMessages(report.sent),
    formatCount(Math.round(report.perSecond)),
    formatFixed(report.latencyMs.p99, 1),
    formatCount(report.chunks),
  );
  return report.failed === 0 ? sent : `${sent} ${l10n.t('{0} failed.', formatCount(report.failed))}`;
}
