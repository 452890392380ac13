import * as l10n from '@vscode/l10n';
import { queueNameOf } from '../shared/queueName.ts';
import { formatTick } from '../shared/timeFormat.ts';
import { POOL_STATE_TITLES } from './decisionText.ts';
import type { ScalingStore } from './scalingStore.ts';

/** What the pool does now, and what is wrong with it. */
export function PoolLine({ store }: { readonly store: ScalingStore }) {
  const pool = store.pool.value;
  const now = store.plot.value?.reading.until ?? 0;
  const failure = store.failure.value;
  if (pool === undefined)
    return store.isDeleted.value ? (
      <p class="pool-line" role="status">
        {l10n.t('The pool {0} was deleted.', store.view.value.poolName ?? '')}
      </p>
    ) : null;
  const parts = [
    l10n.t('Queue {0}', queueNameOf(pool.queueArn)),
    POOL_STATE_TITLES[pool.state],
    l10n.t('minimum {0}, maximum {1}', pool.minimum, pool.maximum),
  ];
  if (pool.coolsUntil !== undefined && pool.coolsUntil > now)
    parts.push(l10n.t('cooldown until {0}', formatTick(pool.coolsUntil, 1_000)));
  if (store.isPaused.value) parts.push(l10n.t('the chart is paused'));
  return (
    <>
      <p class="pool-line dim" role="status">
        {parts.join(' · ')}
      </p>
      {pool.failure !== undefined && <p class="field-problem">{pool.failure}</p>}
      {failure !== undefined && (
        <p class="field-problem" role="alert">
          {failure.message}
        </p>
      )}
    </>
  );
}
