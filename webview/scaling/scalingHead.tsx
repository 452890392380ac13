import * as l10n from '@vscode/l10n';
import { IconButton } from '../shared/controls.tsx';
import { ChartSelect } from '../shared/chart/chartSelect.tsx';
import { sayRange } from '../shared/timeRanges.ts';
import type { ScalingStore } from './scalingStore.ts';
import { RANGES_SECONDS } from './scalingView.ts';

interface ScalingHeadProps {
  readonly store: ScalingStore;
  readonly onSavePicture: () => void;
}

/** Which pool is shown, how far back, and what can be done with the chart. */
export function ScalingHead({ store, onSavePicture }: ScalingHeadProps) {
  const { poolName = '', rangeSeconds } = store.view.value;
  const names = (store.pools.value ?? []).map(({ name }) => name);
  const listed = names.includes(poolName) || poolName === '' ? names : [...names, poolName];
  const hasContent = store.hasContent.value;
  const isPaused = store.isPaused.value;
  // Without a pool, there is nothing to choose, and nothing to do.
  if (listed.length === 0) return null;
  return (
    <header class="scaling-head">
      <ChartSelect
        class="pool-select"
        label={l10n.t('Pool')}
        value={poolName}
        options={listed.map((name) => ({ value: name, label: name }))}
        onChange={store.selectPool}
      />
      <ChartSelect
        class="range-select"
        label={l10n.t('Time range')}
        value={String(rangeSeconds)}
        options={RANGES_SECONDS.map((seconds) => ({ value: String(seconds), label: sayRange(seconds) }))}
        onChange={(value) => store.selectRange(Number(value))}
      />
      <div class="head-actions">
        {isPaused ? (
          <IconButton icon="debug-continue" label={l10n.t('Follow Newest')} onClick={store.follow} />
        ) : (
          <IconButton
            icon="debug-pause"
            label={l10n.t('Pause')}
            disabled={!hasContent || store.pool.value === undefined}
            onClick={store.pause}
          />
        )}
        <IconButton
          icon="zoom-out"
          label={l10n.t('Reset Zoom')}
          disabled={store.zoom.value === undefined}
          onClick={store.resetZoom}
        />
        <IconButton
          icon="device-camera"
          label={l10n.t('Save as Picture…')}
          disabled={!hasContent}
          onClick={onSavePicture}
        />
        <IconButton
          icon="export"
          label={l10n.t('Save as CSV…')}
          disabled={!hasContent}
          onClick={store.saveTable}
        />
      </div>
    </header>
  );
}
