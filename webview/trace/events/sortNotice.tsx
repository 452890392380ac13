import * as l10n from '@vscode/l10n';
import type { TraceStore } from '../traceStore.ts';
import { COLUMNS } from './columns.ts';
import { isByTime } from './tableLayout.ts';

/** Sorted by anything but time, the newest events are anywhere: says so, and how to follow them again. */
export function SortNotice({ store }: { readonly store: TraceStore }) {
  const { sort } = store.table.layout.value;
  if (sort === undefined || isByTime(sort)) return null;
  const { title } = COLUMNS[sort.column];
  return (
    <div class="sort-notice" role="status">
      <span>
        {sort.isDescending
          ? l10n.t('Sorted by {0}, descending. New events are added at their place in this order.', title)
          : l10n.t('Sorted by {0}, ascending. New events are added at their place in this order.', title)}
      </span>
      <button type="button" class="link" onClick={store.table.followNewest}>
        {l10n.t('Follow Newest')}
      </button>
    </div>
  );
}
