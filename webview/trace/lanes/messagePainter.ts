import type { TraceEventKind } from '../../../broker/protocol/trace.ts';
import { EVENT_KINDS } from '../kinds/eventKinds.ts';
import type { LanePlot } from './lanePlot.ts';
import { lives, type MessageTrack, type TrackSpan } from '../log/messageTrack.ts';
import { rankMark } from '../log/messageTracks.ts';

export const MESSAGE_LANE_PX = 22;
const BAR_PX = 12;
const LINE_PX = 3;
const SMALLEST_BAR_PX = 2;
/** A sign of the icon font takes this much. */
const SIGN_PX = 14;
/** Narrower bars have no room for a name. */
const NAMED_BAR_PX = 44;

/** Tells the painter who a consumer is: its colour's index, and its name. */
export interface ConsumerLook {
  (consumerId: string): { readonly index: number; readonly name: string };
}

/** Draws the lives of a lane's messages, one over the other. */
export function paintMessages(
  plot: LanePlot,
  tracks: readonly MessageTrack[],
  top: number,
  lookUp: ConsumerLook,
): void {
  const painted = { line: -1, bar: -1 };
  const inView = tracks.filter(
    (track) => endOf(plot, track) >= plot.moments.from && track.firstAt <= plot.moments.to,
  );
  // Bars over the lines of those that wait, and signs over both.
  for (const track of inView) for (const span of track.spans) paintLine(plot, span, top, painted);
  for (const track of inView) for (const span of track.spans) paintBar(plot, span, top, lookUp, painted);
  for (const { kind, x } of listSigns(plot, inView)) paintSign(plot, kind, x, top);
  if (tracks.length === 1) paintEdgeHint(plot, tracks[0], top);
}

function endOf(plot: LanePlot, track: MessageTrack): number {
  return lives(track) ? Math.max(plot.now, track.lastAt) : track.lastAt;
}

/** A message that waits: a line, dashed while it is delayed. */
function paintLine(plot: LanePlot, span: TrackSpan, top: number, painted: { line: number }): void {
  if (span.state !== 'queued' && span.state !== 'delayed') return;
  const { context, theme } = plot;
  const left = plot.x(span.start);
  const right = plot.x(span.end ?? Math.max(plot.now, span.start));
  // Of thousands of messages in one lane, those in the same pixel are drawn once.
  if (right < 0 || left > plot.width || right <= painted.line) return;
  painted.line = right;
  const middle = top + MESSAGE_LANE_PX / 2;
  context.fillStyle = theme.dim;
  if (span.state === 'queued')
    context.fillRect(left, middle - LINE_PX / 2, Math.max(1, right - left), LINE_PX);
  else for (let x = left; x < right; x += 6) context.fillRect(x, middle - 1, Math.min(3, right - x), 2);
}

/** A message that somebody has: a bar in the consumer's colour and hatch, striped while it is held. */
function paintBar(
  plot: LanePlot,
  span: TrackSpan,
  top: number,
  lookUp: ConsumerLook,
  painted: { bar: number },
): void {
  if (span.state !== 'inFlight' && span.state !== 'held') return;
  const { context, theme } = plot;
  const left = plot.x(span.start);
  const right = plot.x(span.end ?? Math.max(plot.now, span.start));
  const width = Math.max(SMALLEST_BAR_PX, right - left);
  if (right < 0 || left > plot.width || left + width <= painted.bar) return;
  painted.bar = left + width;
  const middle = top + MESSAGE_LANE_PX / 2;
  const consumer = lookUp(span.consumerId ?? '');
  const style = theme.consumer(consumer.index);
  const barTop = middle - BAR_PX / 2;
  if (span.state === 'held') {
    context.fillStyle = style.heldFill;
    context.fillRect(left, barTop, width, BAR_PX);
    context.strokeStyle = style.color;
    context.lineWidth = 1;
    context.strokeRect(left + 0.5, barTop + 0.5, Math.max(1, width - 1), BAR_PX - 1);
    return;
  }
  context.fillStyle = style.fill;
  context.fillRect(left, barTop, width, BAR_PX);
  const visibleLeft = Math.max(0, left);
  const room = Math.min(plot.width, left + width) - visibleLeft;
  if (room >= NAMED_BAR_PX) writeName(plot, consumer.name, visibleLeft, barTop, room, style);
}

function writeName(
  { context, theme }: LanePlot,
  name: string,
  left: number,
  top: number,
  room: number,
  style: { readonly color: string; readonly ink: string },
): void {
  context.save();
  context.beginPath();
  context.rect(left, top, room - 2, BAR_PX);
  context.clip();
  context.font = theme.smallFont;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  // Plain ground under the name: on a hatch it could not be read.
  context.fillStyle = style.color;
  context.fillRect(left + 1, top, context.measureText(name).width + 6, BAR_PX);
  context.fillStyle = style.ink;
  context.fillText(name, left + 4, top + BAR_PX / 2 + 0.5);
  context.restore();
}

interface Sign {
  readonly kind: TraceEventKind;
  readonly x: number;
}

/**
 * The signs of a lane, those that matter most last, over the others: a message that is dead-lettered a millisecond after
 * its visibility timeout ran out shows that. In each pixel there is one.
 */
export function listSigns(
  plot: Pick<LanePlot, 'x' | 'width'>,
  tracks: readonly Pick<MessageTrack, 'marks'>[],
): readonly Sign[] {
  const byPixel = new Map<number, Sign>();
  for (const { marks } of tracks) {
    for (const { kind, at } of marks) {
      const x = plot.x(at);
      if (x < -SIGN_PX || x > plot.width + SIGN_PX) continue;
      const known = byPixel.get(Math.round(x));
      if (known === undefined || rankMark(known.kind) < rankMark(kind))
        byPixel.set(Math.round(x), { kind, x });
    }
  }
  return [...byPixel.values()].sort((left, right) => rankMark(left.kind) - rankMark(right.kind));
}

function paintSign(plot: LanePlot, kind: TraceEventKind, x: number, top: number): void {
  const { context, theme } = plot;
  const middle = top + MESSAGE_LANE_PX / 2;
  if (kind === 'visibilityChanged') {
    context.fillStyle = theme.foreground;
    context.fillRect(x - 0.75, middle - BAR_PX / 2 - 2, 1.5, BAR_PX + 4);
    return;
  }
  paintGlyph(plot, kind, x, middle);
}

/** An event's icon with a rim of the background, so that it stands off the bars. */
export function paintGlyph({ context, theme }: LanePlot, kind: TraceEventKind, x: number, y: number): void {
  const glyph = theme.glyphs.get(kind) ?? '';
  context.font = theme.iconFont;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 4;
  context.strokeStyle = theme.background;
  context.strokeText(glyph, x, y);
  context.fillStyle = theme.tones[EVENT_KINDS[kind].tone];
  context.fillText(glyph, x, y);
}

/** An arrow to the side on which a message's life lies, when none of it is in view. */
function paintEdgeHint(plot: LanePlot, track: MessageTrack | undefined, top: number): void {
  if (track === undefined) return;
  const isBefore = endOf(plot, track) < plot.moments.from;
  if (!isBefore && track.firstAt <= plot.moments.to) return;
  const { context, theme } = plot;
  const x = isBefore ? 6 : plot.width - 6;
  const middle = top + MESSAGE_LANE_PX / 2;
  const back = isBefore ? 4 : -4;
  context.fillStyle = theme.dim;
  context.beginPath();
  context.moveTo(x - back / 2, middle);
  context.lineTo(x + back, middle - 4);
  context.lineTo(x + back, middle + 4);
  context.fill();
}

/** A line from the message that was in flight to the one that was sent meanwhile. */
export function paintConnector(plot: LanePlot, track: MessageTrack, fromTop: number, toTop: number): void {
  const { context, theme } = plot;
  const x = plot.x(track.firstAt);
  if (x < 0 || x > plot.width) return;
  const from = fromTop + MESSAGE_LANE_PX / 2;
  const to = toTop + MESSAGE_LANE_PX / 2;
  const down = to > from ? 1 : -1;
  context.strokeStyle = theme.foreground;
  context.fillStyle = theme.foreground;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, from + down * 4);
  context.lineTo(x, to - down * 6);
  context.stroke();
  context.beginPath();
  context.arc(x, from, 3, 0, Math.PI * 2);
  context.fill();
  context.beginPath();
  context.moveTo(x, to - down * 2);
  context.lineTo(x - 3.5, to - down * 8);
  context.lineTo(x + 3.5, to - down * 8);
  context.fill();
}
