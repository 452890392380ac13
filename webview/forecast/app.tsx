import * as l10n from '@vscode/l10n';
import { QueuePage } from '../shared/queuePage.tsx';
import { ForecastForm } from './forecastForm.tsx';
import { ForecastResults } from './forecastResults.tsx';
import type { ForecastStore } from './forecastStore.ts';

/** The whole panel: what to change on the left, what would come of it on the right, below each other where it is narrow. */
export function ForecastPanel({ store }: { readonly store: ForecastStore }) {
  return (
    <QueuePage
      name="forecast"
      title={l10n.t('What if')}
      emptyText={l10n.t('No queues yet. Create a queue to forecast its waits.')}
      choice={store}
      hasContent={store.report.value !== undefined}
      onRun={store.read}
    >
      <div class="columns">
        <ForecastForm store={store} />
        <ForecastResults store={store} />
      </div>
    </QueuePage>
  );
}
