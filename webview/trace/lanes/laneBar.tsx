import type { ComponentChildren } from 'preact';
import { IconButton, Select } from '../../shared/controls.tsx';
import type { TraceStore } from '../traceStore.ts';
import type { LaneMode } from './laneList.ts';
import { ZOOM_STEP } from './laneGestures.ts';

const MODES: readonly { readonly value: LaneMode; readonly label: string; readonly description: string }[] = [
  { value: 'messages', label: 'Lane per message', description: 'In the order in which they appeared' },
  { value: 'groups', label: 'Lane per group', description: 'One lane for all messages of a group' },
  {
    value: 'flows',
    label: 'Flows together',
    description: 'Each message below the one that was being processed when it was sent',
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
    <div class="lane-bar" role="toolbar" aria-label="Lanes and time">
      {hasModes && (
        <Select
          class="lane-mode"
          label="Lanes"
          value={store.laneMode.value}
          options={MODES}
          onChange={(value) => {
            const mode = MODES.find((each) => each.value === value);
            if (mode !== undefined) store.setLaneMode(mode.value);
          }}
        />
      )}
      {children}
      <IconButton icon="zoom-out" label="Zoom out (-)" onClick={() => store.axis.zoom(ZOOM_STEP)} />
      <IconButton icon="zoom-in" label="Zoom in (+)" onClick={() => store.axis.zoom(1 / ZOOM_STEP)} />
      <IconButton icon="screen-full" label="Show all time (0)" onClick={() => store.axis.showAll()} />
    </div>
  );
}
