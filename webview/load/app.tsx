import * as l10n from '@vscode/l10n';
import { QueuePage } from '../shared/queuePage.tsx';
import { LoadActions } from './loadActions.tsx';
import { LoadForm } from './loadForm.tsx';
import type { LoadStore } from './loadStore.ts';
import { LoadResults } from './loadResults.tsx';

/** The whole panel: what to send on the left, what came of it on the right, below each other where it is narrow. */
export function LoadPanel({ store }: { readonly store: LoadStore }) {
  return (
    <QueuePage
      name="load"
      title={l10n.t('Load test')}
      emptyText={l10n.t('No queues yet. Create a queue to test.')}
      choice={store}
      hasContent={store.run.value !== undefined}
      onRun={store.start}
    >
      <div class="columns">
        <LoadForm store={store} />
        <LoadActions store={store} />
        <LoadResults store={store} />
      </div>
    </QueuePage>
  );
}
