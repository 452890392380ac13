import * as l10n from '@vscode/l10n';
import type { ForecastReport } from '../../broker/protocol/forecast.ts';
import { Icon } from '../shared/controls.tsx';
import { AssumptionList } from './assumptionList.tsx';
import { buildParams } from './forecastRules.ts';
import type { ForecastStore } from './forecastStore.ts';
import {
  describeLaw,
  describeRefusal,
  describeSamples,
  type ForecastRow,
  listForecastRows,
  listMeasuredRows,
} from './forecastText.ts';

/** What would come of it, what that is based on, and how to prove it. */
export function ForecastResults({ store }: { readonly store: ForecastStore }) {
  const report = store.report.value;
  const failure = store.failure.value;
  return (
    <section class="results" aria-label={l10n.t('Results')}>
      {failure !== undefined && (
        <div class="notice error" role="alert">
          <Icon name="error" />
          <span class="notice-text">{failure.message}</span>
        </div>
      )}
      {report !== undefined && <Report store={store} report={report} />}
    </section>
  );
}

interface ReportProps {
  readonly store: ForecastStore;
  readonly report: ForecastReport;
}

function Report({ store, report }: ReportProps) {
  const { measured, forecast, refusal, samples } = report;
  return (
    <>
      {refusal !== undefined && (
        <div class="notice warning" role="status">
          <Icon name="warning" />
          <span class="notice-text">{describeRefusal(refusal, samples)}</span>
        </div>
      )}
      {forecast !== undefined && <ForecastTable store={store} forecast={forecast} />}
      {forecast !== undefined && <Proof store={store} />}
      <h2>{l10n.t('Measured')}</h2>
      <p class="dim">{describeSamples(report)}</p>
      {measured !== undefined && <Rows rows={listMeasuredRows(measured)} />}
      {measured !== undefined && measured.littlesLaw.length > 0 && (
        <>
          <h2>{l10n.t('Little’s law')}</h2>
          <ul class="checks">
            {measured.littlesLaw.map((law) => (
              <li key={law.place}>
                <Icon name={law.holds ? 'pass' : 'warning'} />
                <span>
                  {describeLaw(law)}
                  <span class="check-word">
                    {' '}
                    {law.holds ? l10n.t('It holds.') : l10n.t('It does not hold.')}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <AssumptionList assumptions={report.assumptions} />
    </>
  );
}

function ForecastTable({
  store,
  forecast,
}: {
  readonly store: ForecastStore;
  readonly forecast: NonNullable<ForecastReport['forecast']>;
}) {
  const { targetP95WaitMs = 1000, drainMessages = 1000 } = buildParams(store.draft.value);
  return (
    <>
      <h2>{l10n.t('Forecast')}</h2>
      <Rows rows={listForecastRows(forecast, { targetMs: targetP95WaitMs, drainMessages })} />
    </>
  );
}

function Proof({ store }: { readonly store: ForecastStore }) {
  const isPossible = store.proof.value !== undefined;
  return (
    <div class="proof">
      <vscode-button disabled={!isPossible} onClick={store.prove}>
        {l10n.t('Prove by Load Test…')}
      </vscode-button>
      <p class="hint">
        {isPossible
          ? l10n.t(
              'Opens a load test with Poisson arrivals at this rate. Start as many consumers as planned first.',
            )
          : l10n.t('A load test sends at least 1 message per second.')}
      </p>
    </div>
  );
}

function Rows({ rows }: { readonly rows: readonly ForecastRow[] }) {
  return (
    <dl class="rows">
      {rows.map(({ name, value, range }) => (
        <div key={name} class="row">
          <dt>{name}</dt>
          <dd>
            <span class="row-value">{value}</span>
            {range !== '' && <span class="row-range">{range}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
