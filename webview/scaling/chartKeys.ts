import type { PoolDecision } from '../../broker/protocol/pools.ts';
import type { TimeWindow } from '../shared/timeSteps.ts';
import { findNearest, findNewest } from './scalingPlot.ts';
import type { ShownScaling } from './scalingOptions.ts';

/** Where a key leads to. */
type KeyTarget =
  | { readonly index: number }
  | { readonly decision: PoolDecision }
  | { readonly window: TimeWindow }
  | { readonly isLeaving: true };

/**
 * What a key does in the chart: the arrows go from point to point, Page Up and Page Down from decision to decision, + and -
 * zoom, Escape leaves. @param cursor the place that it is at @returns undefined: nothing
 */
export function chooseTarget(
  key: string,
  { plot, window, decisions, chosen }: ShownScaling,
  cursor: number | undefined,
): KeyTarget | undefined {
  const { times } = plot;
  const first = Math.max(
    0,
    times.findIndex((time) => time >= window.from),
  );
  const last = findNearest(times, window.to);
  const from = cursor ?? Math.min(last, findNewest(plot) ?? last);
  const at = times[from] ?? window.to;
  const goTo = (index: number): KeyTarget => ({ index: Math.max(first, Math.min(last, index)) });
  switch (key) {
    case 'ArrowLeft':
      return goTo(from - 1);
    case 'ArrowRight':
      return goTo(from + 1);
    case 'Home':
      return goTo(first);
    case 'End':
      return goTo(last);
    case 'PageUp':
    case 'PageDown': {
      const decision = key === 'PageUp' ? before(decisions, chosen, at) : after(decisions, chosen, at);
      return decision && { decision };
    }
    case '+':
      return { window: scaleWindow(window, at, 0.5) };
    case '-':
      return { window: scaleWindow(window, at, 2) };
    case 'Escape':
      return { isLeaving: true };
    default:
      return undefined;
  }
}

function before(
  decisions: readonly PoolDecision[],
  chosen: PoolDecision | undefined,
  at: number,
): PoolDecision | undefined {
  const place = chosen === undefined ? -1 : decisions.indexOf(chosen);
  return place === -1 ? decisions.findLast((each) => each.at <= at) : decisions[place - 1];
}

function after(
  decisions: readonly PoolDecision[],
  chosen: PoolDecision | undefined,
  at: number,
): PoolDecision | undefined {
  const place = chosen === undefined ? -1 : decisions.indexOf(chosen);
  return place === -1 ? decisions.find((each) => each.at >= at) : decisions[place + 1];
}

/** `factor` times as long, around a time that stays where it is. */
function scaleWindow({ from, to }: TimeWindow, around: number, factor: number): TimeWindow {
  const middle = Math.max(from, Math.min(to, around));
  return { from: middle - (middle - from) * factor, to: middle + (to - middle) * factor };
}
