import * as l10n from '@vscode/l10n';
import type { LoadReport } from '../../broker/protocol/load.ts';
import type { LoadRunView } from '../loadProtocol.ts';
import { IconButton } from '../shared/controls.tsx';
import { formatTenths } from '../shared/byteFormat.ts';
import { listReportRows } from './loadText.ts';

interface LoadReportTableProps {
  readonly run: LoadRunView;
  readonly report: LoadReport;
  readonly onCopy: (text: string) => void;
}

/** What the test came to. */
export function LoadReportTable({ run, report, onCopy }: LoadReportTableProps) {
  const rows = listReportRows(run, report);
  const copy = (): void => {
    const lines = rows.map(([name, value]) => `${name}: ${value}`);
    onCopy(
      [l10n.t('Load test of {0}, {1} s', run.queueName, formatTenths(report.seconds)), ...lines, ''].join(
        '\n',
      ),
    );
  };
  return (
    <section class="report" aria-label={l10n.t('Report')}>
      <div class="section-header">
        <h3>{l10n.t('Report')}</h3>
        <IconButton icon="copy" label={l10n.t('Copy Report')} onClick={copy} />
      </div>
      <dl>
        {rows.map(([name, value, isPart = false]) => (
          <div key={name} class={isPart ? 'report-row report-part' : 'report-row'}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
