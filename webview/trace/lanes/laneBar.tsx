import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { IconButton } from '../../shared/controls.tsx';
import { Select } from '../../shared/select.tsx';
import type { TraceStore } from '../traceStore.ts';
import type { LaneMode } from './laneList.ts';
import { ZOOM_STEP } from './laneGestures.ts';

const MODES: readonly { readonly value: LaneMode; readonly label: string; readonly description: string }[] = [
  {
    value: 'messages',
    label: l10n.t('Lane per message'),
    description: l10n.t('In the order in which they appeared'),
  },
  {
    value: 'groups',
    label: l10n.t('Lane per group'),
    description: l10n.t('One lane for all messages of a group'),
  },
  {
    value: 'flows',
    label: l10n.t('Flows together'),
    description: l10n.t('Group each message under the one that was being processed when it was sent'),
  },
  {
    value: 'batches',
    label: l10n.t('Batches'),
    description: l10n.t('Each batch of a function as one bar, with its messages inside'),
  },
];

interface LaneBarProps {
  readonly store: TraceStore;
  /** The user can choose what lanes show. */
  readonly hasModes?: boolean;
  /** The legend. */
  readonly children: ComponentChildren;
}

/** The bar under the lanes: what they show, what the signs mean, and the displayed time range. */
export function LaneBar({ store, hasModes = false, children }: LaneBarProps) {
  return (
    <div class="lane-bar" role="toolbar" aria-label={l10n.t('Lanes and time')}>
      {hasModes && (
        <Select
          class="lane-mode"
          label={l10n.t('Lanes')}
          value={store.laneMode.value}
          options={MODES}
          onChange={(value) => {
            const mode = MODES.find((each) => each.value === value);
            if (mode !== undefined) store.setLaneMode(mode.value);
          }}
        />
      )}
      {children}
      <IconButton icon="zoom-out" label={l10n.t('Zoom Out (-)')} onClick={() => store.axis.zoom(ZOOM_STEP)} />
      <IconButton
        icon="zoom-in"
        label={l10n.t('Zoom In (+)')}
        onClick={() => store.axis.zoom(1 / ZOOM_STEP)}
      />
      <IconButton
        icon="screen-full"
        label={l10n.t('Show All Time (0)')}
        onClick={() => store.axis.showAll()}
      />
    </div>
  );
}
