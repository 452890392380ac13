import * as l10n from '@vscode/l10n';
import type { ForecastReport } from '../../broker/protocol/forecast.ts';
import { BrokerNeeded } from '../shared/brokerNotice.tsx';
import { Icon } from '../shared/controls.tsx';
import { AssumptionList } from './assumptionList.tsx';
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
  const broker = store.broker.value;
  return (
    <section class="results" aria-label={l10n.t('Results')}>
      {failure !== undefined && (
        <div class="notice error" role="alert">
          <Icon name="error" />
          <span class="notice-text">{failure.message}</span>
        </div>
      )}
      {report !== undefined && <Report store={store} report={report} />}
      {report === undefined && broker !== undefined && broker.kind !== 'running' && (
        <BrokerNeeded
          text={l10n.t('You can see the forecast when the broker runs.')}
          broker={broker}
          onStart={store.startBroker}
        />
      )}
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
          {refusal.kind === 'tooFewSamples' && (
            <button type="button" class="link" onClick={store.measure}>
              {l10n.t('Run Load Test…')}
            </button>
          )}
        </div>
      )}
      {forecast !== undefined && <ForecastTable store={store} forecast={forecast} />}
      {forecast?.waitMs !== undefined && <Proof store={store} />}
      <h2>{l10n.t('Measured')}</h2>
      <p class="dim">{describeSamples(report)}</p>
      {measured !== undefined && <Rows head={l10n.t('Measured')} rows={listMeasuredRows(measured)} />}
      {measured !== undefined && measured.littlesLaw.length > 0 && (
        <>
          <h2>{l10n.t('Check of the measurement (Little’s law)')}</h2>
          <ul class="checks">
            {measured.littlesLaw.map((law) => (
              <li key={law.place}>
                <Icon name={law.holds ? 'pass' : 'warning'} class={law.holds ? 'good' : 'doubtful'} />
                <span>
                  {describeLaw(law)}
                  <span class="check-word">
                    {' '}
                    {law.holds
                      ? l10n.t('They agree.')
                      : l10n.t('They differ, so real waits may differ from the forecast.')}
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
  const { targetP95WaitMs = 1000, drainMessages = 1000 } = store.asked.value ?? {};
  return (
    <>
      <h2>{l10n.t('Forecast')}</h2>
      {store.isOutdated.value && (
        <p role="status">
          {l10n.t('These results are from before the mistake. Correct the field to get new ones.')}
        </p>
      )}
      <div class={store.isOutdated.value ? 'outdated' : ''}>
        <Rows
          head={l10n.t('Most likely')}
          rows={listForecastRows(forecast, { targetMs: targetP95WaitMs, drainMessages })}
        />
      </div>
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
              'Opens a load test with random gaps at this rate. Start as many consumers as planned first.',
            )
          : store.isOutdated.value
            ? l10n.t('Correct the field first.')
            : l10n.t('A load test sends at least 1 message per second.')}
      </p>
    </div>
  );
}

interface RowsProps {
  /** Over the values. */
  readonly head: string;
  readonly rows: readonly ForecastRow[];
}

function Rows({ head, rows }: RowsProps) {
  return (
    <div class="rows">
      <div class="row row-head dim" aria-hidden="true">
        <span />
        <span>{head}</span>
        <span>{l10n.t('Range (95%)')}</span>
      </div>
      <dl>
        {rows.map(({ name, value, range }) => (
          <div key={name} class="row">
            <dt>{name}</dt>
            <dd class="row-value">{value}</dd>
            <dd class="row-range">{range}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
