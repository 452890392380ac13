import { countMessages } from '../../shared/quantities.ts';
import type { InvocationTrack, ItemOutcome } from '../log/invocationTracks.ts';
import type { ShownEnvironment } from './environmentList.ts';
import type { LanePlot } from './lanePlot.ts';
import type { ConsumerStyle } from './laneTheme.ts';
import { BAR_PX, type ConsumerLook, NAMED_BAR_PX, paintGlyph, writeName } from './messagePainter.ts';

export const INVOCATION_LANE_PX = 34;
const TOP_PX = 4;
/** The box of the messages, under the bar. */
const BOX_PX = 12;
const SMALLEST_BAR_PX = 3;
/** A cell of a message, and the gap to the next. */
const CELL_PX = 9;
const SMALLEST_CELL_PX = 5;
const GAP_PX = 2;
/** From a sign to the end of its bar. */
const SIGN_OFFSET_PX = 9;

/**
 * Draws the invocations of an environment: each a bar, striped for as long as a cold start took, over a box with its
 * messages, each a cell that says what became of it.
 */
export function paintInvocations(
  plot: LanePlot,
  { lane, invocations }: ShownEnvironment,
  top: number,
  lookUp: ConsumerLook,
): void {
  const style = plot.theme.consumer(lookUp(lane.consumerId).index);
  let painted = -1;
  for (const track of invocations) {
    const left = plot.x(track.start);
    const right = Math.max(left + SMALLEST_BAR_PX, plot.x(track.end ?? Math.max(plot.now, track.start)));
    if (right < 0 || left > plot.width) continue;
    // Of thousands of invocations, those in the same pixel are drawn once, unless one of them failed.
    if (Math.round(right) <= painted && track.error === undefined) continue;
    painted = Math.round(right);
    paintInvocation(plot, track, { left, right, top: top + TOP_PX }, style);
  }
}

interface Place {
  readonly left: number;
  readonly right: number;
  readonly top: number;
}

function paintInvocation(plot: LanePlot, track: InvocationTrack, place: Place, style: ConsumerStyle): void {
  const { context, theme } = plot;
  const { left, right, top } = place;
  const isFailed = track.error !== undefined;
  context.fillStyle = theme.background;
  context.fillRect(left, top, right - left, BAR_PX + BOX_PX);
  const startRight = Math.min(right, findStartRight(plot, track, place));
  context.fillStyle = style.heldFill;
  context.fillRect(left, top, startRight - left, BAR_PX);
  context.fillStyle = style.fill;
  context.fillRect(startRight, top, right - startRight, BAR_PX);
  paintMessages(plot, track, { left: left + GAP_PX, right: right - GAP_PX, top: top + BAR_PX });
  context.strokeStyle = isFailed ? theme.tones.bad : style.color;
  context.lineWidth = isFailed ? 2 : 1;
  context.strokeRect(left + 0.5, top + 0.5, Math.max(1, right - left - 1), BAR_PX + BOX_PX - 1);
  const named = { from: Math.max(0, startRight), to: Math.min(plot.width, right) };
  if (track.messages > 0 && named.to - named.from >= NAMED_BAR_PX)
    writeName(plot, countMessages(track.messages), top, named, style);
  const sign = isFailed ? 'invocationFailed' : track.errorLine === undefined ? undefined : 'errorLogged';
  if (sign !== undefined) paintGlyph(plot, sign, right + SIGN_OFFSET_PX, top + (BAR_PX + BOX_PX) / 2);
}

/** Where the start of the environment ends; all of it is a start if it is not over yet. */
function findStartRight(plot: LanePlot, track: InvocationTrack, { left, right }: Place): number {
  if (!track.isCold) return left;
  if (track.figures === undefined) return left;
  const { initMs } = track.figures;
  return initMs === undefined ? left : Math.min(right, plot.x(track.start + initMs));
}

/** A cell for each message, or where they have no room, the shares of what became of them. */
function paintMessages(plot: LanePlot, track: InvocationTrack, { left, right, top }: Place): void {
  const { messages, messageIds, outcomes } = track;
  const room = right - left;
  if (messages === 0 || room < 1) return;
  const step = Math.min(CELL_PX + GAP_PX, room / messages);
  if (step - GAP_PX < SMALLEST_CELL_PX || messageIds.length < messages) {
    paintShares(plot, track, { left, right, top });
    return;
  }
  for (const [index, messageId] of messageIds.entries())
    paintCell(plot, outcomes.get(messageId), left + index * step, top + GAP_PX, step - GAP_PX);
}

/** Each outcome has its own shape, so that colour is only an extra. */
function paintCell(
  { context, theme }: LanePlot,
  outcome: ItemOutcome | undefined,
  left: number,
  top: number,
  width: number,
): void {
  const height = BOX_PX - 2 * GAP_PX;
  if (outcome === 'deleted') {
    context.fillStyle = theme.tones.good;
    context.fillRect(left, top, width, height);
    return;
  }
  context.lineWidth = outcome === undefined ? 1 : 2;
  context.strokeStyle =
    outcome === undefined ? theme.dim : outcome === 'failed' ? theme.tones.bad : theme.tones.warning;
  context.beginPath();
  if (outcome === undefined) context.rect(left + 0.5, top + 0.5, width - 1, height - 1);
  else {
    context.moveTo(left + 1, top + 1);
    context.lineTo(left + width - 1, top + height - 1);
    if (outcome === 'failed') {
      context.moveTo(left + width - 1, top + 1);
      context.lineTo(left + 1, top + height - 1);
    }
  }
  context.stroke();
}

function paintShares(
  { context, theme }: LanePlot,
  track: InvocationTrack,
  { left, right, top }: Place,
): void {
  const { counts, messages } = track;
  const colors = [
    [counts.deleted, theme.tones.good, 0],
    [counts.failed, theme.tones.bad, BOX_PX / 2 - GAP_PX],
    [counts.ignored, theme.tones.warning, BOX_PX / 2 - GAP_PX],
  ] as const;
  let from = left;
  for (const [count, color, raisedPx] of colors) {
    const width = ((right - left) * count) / Math.max(messages, 1);
    context.fillStyle = color;
    // What failed is lower, so that it can be told apart without its colour.
    context.fillRect(from, top + GAP_PX + raisedPx, width, BOX_PX - 2 * GAP_PX - raisedPx);
    from += width;
  }
}
