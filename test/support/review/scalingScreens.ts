import {
  answerScaling,
  IMAGE_WORKERS,
  makeFlapping,
  makeScalingReading,
  makeStory,
  type ScalingStory,
  startScaling,
} from '../scalingSamples.ts';
import type { Screen } from './screens.ts';

const NOTHING: ScalingStory = {
  reading: makeScalingReading([], [], 900),
  history: { decisions: [], capacity: [] },
};

/** The panel that shows how a pool scales. */
export const SCALING_SCREENS: readonly Screen[] = [
  { name: 'scaling-no-pools', page: 'scaling', messages: () => [startScaling([])] },
  {
    name: 'scaling-stopped',
    page: 'scaling',
    messages: () => [{ type: 'initialize', broker: { kind: 'stopped' } }],
  },
  {
    name: 'scaling-idle',
    page: 'scaling',
    messages: () => [startScaling([{ ...IMAGE_WORKERS, state: 'idle' }]), ...answerScaling(NOTHING)],
  },
  scaling('scaling-decision', makeStory, async (page) => {
    await page.locator('button.decision-head').last().click();
    await page.locator('.decision-tip').waitFor();
  }),
  {
    ...scaling('scaling-flapping', makeFlapping),
    state: { rangeSeconds: 3_600, hidden: [] },
  },
  {
    name: 'scaling-deleted',
    page: 'scaling',
    messages: () => [
      startScaling(),
      ...answerScaling(makeStory()),
      { type: 'poolsChanged', pools: [{ ...IMAGE_WORKERS, name: 'video-workers', state: 'failed' }] },
    ],
  },
];

function scaling(name: string, make: () => ScalingStory, act?: Screen['act']): Screen {
  return {
    name,
    page: 'scaling',
    messages: () => [startScaling(), ...answerScaling(make())],
    ...(act === undefined ? {} : { act }),
  };
}
