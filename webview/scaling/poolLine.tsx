import * as l10n from '@vscode/l10n';
import { Icon } from '../shared/controls.tsx';
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
      <div class="notice warning" role="status">
        <Icon name="warning" />
        <span class="notice-text">
          {l10n.t(
            'The pool {0} was deleted. Choose another pool, or declare it again.',
            store.view.value.poolName ?? '',
          )}
        </span>
        <button type="button" class="link" onClick={store.declarePool}>
          {l10n.t('Declare Pool…')}
        </button>
      </div>
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
        {parts.join('\u00A0· ')}
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
