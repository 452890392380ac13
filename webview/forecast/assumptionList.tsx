import * as l10n from '@vscode/l10n';
import type { ForecastAssumption } from '../../broker/protocol/forecast.ts';
import { Icon } from '../shared/controls.tsx';
import { describeAssumption } from './forecastText.ts';

/** What the forecast takes for granted, and whether the trace shows that it is true. */
export function AssumptionList({ assumptions }: { readonly assumptions: readonly ForecastAssumption[] }) {
  return (
    <>
      <h2>{l10n.t('Assumptions')}</h2>
      <ul class="checks">
        {assumptions.map(({ kind, holds }) => (
          <li key={kind}>
            <Icon
              name={holds === undefined ? 'question' : holds ? 'pass' : 'warning'}
              class={holds === undefined ? '' : holds ? 'good' : 'doubtful'}
            />
            <span>
              {describeAssumption(kind)}
              <span class="check-word"> {describeCheck(holds)}</span>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function describeCheck(holds: boolean | undefined): string {
  if (holds === undefined) return l10n.t('Not known.');
  return holds
    ? l10n.t('True so far.')
    : l10n.t('Not true here, so real waits may differ from the forecast.');
}
