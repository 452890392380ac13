import type { TraceEventKind } from '../../../broker/protocol/trace.ts';
import type { Span } from '../../shared/labels.ts';
import { EVENT_KINDS } from '../../shared/life/eventKinds.ts';
import type { LanePlot } from './lanePlot.ts';
import type { MessageLane } from './laneList.ts';
import { isIn, lives, type MessageTrack, type TrackGroup, type TrackSpan } from '../log/messageTrack.ts';
import { findFreeSpan, shortenToFit } from './nameRoom.ts';
import { rankMark } from '../log/signKinds.ts';

export const MESSAGE_LANE_PX = 22;
export const BAR_PX = 12;
const LINE_PX = 3;
const SMALLEST_BAR_PX = 2;
/** A sign of the icon font takes this much. */
const SIGN_PX = 14;
/** Of a bar over others in a lane of many messages. */
const COVERING_BAR_PX = 6;
/** Narrower bars have no room for a name. */
export const NAMED_BAR_PX = 44;
/** Before and after a name. */
const NAME_GAP_PX = 4;
/** The radius of where a connection begins. */
const DOT_PX = 3;

/** Tells the painter who a consumer is: its colour's index, and its name. */
export interface ConsumerLook {
  (consumerId: string): { readonly index: number; readonly name: string };
}

/** What a lane draws of. */
type Painted = Pick<MessageLane, 'tracks' | 'group'>;

/** Draws the lives of a lane's messages, one over the other. */
export function paintMessages(plot: LanePlot, lane: Painted, top: number, lookUp: ConsumerLook): void {
  const { tracks, group } = lane;
  let lineEnd = -1;
  const bars = { lefts: new Set<number>(), right: -1 };
  const inView = tracks.filter(
    (track) => endOf(plot, track) >= plot.moments.from && track.firstAt <= plot.moments.to,
  );
  // Bars over the lines of those that wait, and signs over both.
  for (const track of inView)
    for (const span of track.spans) if (isIn(span, group)) lineEnd = paintLine(plot, span, top, lineEnd);
  for (const track of inView)
    for (const span of track.spans)
      if (isIn(span, group)) paintBar(plot, { span, track, isAlone: tracks.length === 1 }, top, lookUp, bars);
  for (const { kind, x } of listSigns(plot, inView, group)) paintSign(plot, kind, x, top);
  if (tracks.length === 1) paintEdgeHint(plot, tracks[0], top);
}

function endOf(plot: LanePlot, track: MessageTrack): number {
  return lives(track) ? Math.max(plot.now, track.lastAt) : track.lastAt;
}

/** A message that waits: a line, dashed while it is delayed. Answers how far lines reach now. */
function paintLine(plot: LanePlot, span: TrackSpan, top: number, lineEnd: number): number {
  if (span.state !== 'queued' && span.state !== 'delayed') return lineEnd;
  const { context, theme } = plot;
  const left = plot.x(span.start);
  const right = plot.x(span.end ?? Math.max(plot.now, span.start));
  // Of thousands of messages in one lane, those in the same pixel are drawn once.
  if (right < 0 || left > plot.width || Math.round(right) <= Math.round(lineEnd)) return lineEnd;
  const middle = top + MESSAGE_LANE_PX / 2;
  context.fillStyle = theme.dim;
  if (span.state === 'queued')
    context.fillRect(left, middle - LINE_PX / 2, Math.max(1, right - left), LINE_PX);
  else for (let x = left; x < right; x += 6) context.fillRect(x, middle - 1, Math.min(3, right - x), 2);
  return right;
}

interface Bar {
  readonly span: TrackSpan;
  readonly track: MessageTrack;
  /** The lane is of this message only. */
  readonly isAlone: boolean;
}

/**
 * A message in flight: a bar in the consumer's colour and hatch, striped while it is held. In a lane of many, one
 * that begins before others have ended is lower, so that those can be seen behind it.
 */
function paintBar(
  plot: LanePlot,
  { span, track, isAlone }: Bar,
  top: number,
  lookUp: ConsumerLook,
  bars: { readonly lefts: Set<number>; right: number },
): void {
  if (span.state !== 'inFlight' && span.state !== 'held') return;
  const { context, theme } = plot;
  const left = plot.x(span.start);
  const right = plot.x(span.end ?? Math.max(plot.now, span.start));
  const width = Math.max(SMALLEST_BAR_PX, right - left);
  if (right < 0 || left > plot.width) return;
  const isCovering = left < bars.right - 1;
  // Of thousands of messages in one lane, those in the same pixels are drawn once.
  const leftPixel = Math.round(Math.max(0, left));
  const reachesOn = Math.round(left + width) > Math.round(bars.right);
  if (isCovering && !reachesOn && bars.lefts.has(leftPixel)) return;
  bars.lefts.add(leftPixel);
  bars.right = Math.max(bars.right, left + width);
  const middle = top + MESSAGE_LANE_PX / 2;
  const consumer = lookUp(span.consumerId ?? '');
  const style = theme.consumer(consumer.index);
  const height = isCovering ? COVERING_BAR_PX : BAR_PX;
  const barTop = middle - height / 2;
  if (isCovering) {
    context.fillStyle = theme.background;
    context.fillRect(left - 1, barTop - 1, width + 2, height + 2);
  }
  if (span.state === 'held') {
    context.fillStyle = style.heldFill;
    context.fillRect(left, barTop, width, height);
    context.strokeStyle = style.color;
    context.lineWidth = 1;
    context.strokeRect(left + 0.5, barTop + 0.5, Math.max(1, width - 1), height - 1);
    return;
  }
  context.fillStyle = style.fill;
  context.fillRect(left, barTop, width, height);
  if (!isAlone) return;
  const ends = { from: Math.max(0, left), to: Math.min(plot.width, left + width) };
  if (ends.to - ends.from < NAMED_BAR_PX) return;
  writeName(plot, consumer.name, barTop, findFreeSpan(ends, listObstacles(plot, track)), style);
}

/** What is drawn over a bar: signs, and where connections to other lanes begin. */
function listObstacles(plot: LanePlot, track: MessageTrack): readonly Span[] {
  const around = (x: number, reach: number): Span => ({ from: x - reach, to: x + reach });
  const followers = track.root.members.filter((member) => member.cause === track);
  return [
    ...track.marks.map(({ at }) => around(plot.x(at), SIGN_PX / 2 + 2)),
    ...followers.map(({ firstAt }) => around(plot.x(firstAt), DOT_PX + 2)),
  ];
}

/** A name in a bar, where nothing lies over it, as much of it as has room. */
export function writeName(
  { context, theme }: LanePlot,
  name: string,
  top: number,
  { from, to }: Span,
  style: { readonly color: string; readonly ink: string },
): void {
  context.font = theme.smallFont;
  const widthOf = (text: string): number => context.measureText(text).width;
  const text = shortenToFit(name, to - from - 2 * NAME_GAP_PX, widthOf);
  if (text === '') return;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  // Plain ground under the name: on a hatch it could not be read.
  context.fillStyle = style.color;
  context.fillRect(from + 1, top, widthOf(text) + 2 * NAME_GAP_PX - 2, BAR_PX);
  context.fillStyle = style.ink;
  context.fillText(text, from + NAME_GAP_PX, top + BAR_PX / 2 + 0.5);
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
  group?: TrackGroup,
): readonly Sign[] {
  const byPixel = new Map<number, Sign>();
  for (const { marks } of tracks) {
    for (const mark of marks) {
      if (!isIn(mark, group)) continue;
      const { kind, at } = mark;
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

interface Connection {
  readonly x: number;
  readonly from: number;
  readonly to: number;
  /** 1: down, -1: up. */
  readonly down: number;
}

/** From the message that was in flight to the one that was sent meanwhile; undefined out of view. */
function placeConnection(
  plot: LanePlot,
  track: MessageTrack,
  fromTop: number,
  toTop: number,
): Connection | undefined {
  const x = plot.x(track.firstAt);
  if (x < 0 || x > plot.width) return undefined;
  const from = fromTop + MESSAGE_LANE_PX / 2;
  const to = toTop + MESSAGE_LANE_PX / 2;
  return { x, from, to, down: to > from ? 1 : -1 };
}

/** The line of a connection, which goes behind the bars of the lanes between. */
export function paintConnector(plot: LanePlot, track: MessageTrack, fromTop: number, toTop: number): void {
  const connection = placeConnection(plot, track, fromTop, toTop);
  if (connection === undefined) return;
  const { context, theme } = plot;
  const { x, from, to, down } = connection;
  context.strokeStyle = theme.foreground;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, from + down * 4);
  context.lineTo(x, to - down * 6);
  context.stroke();
}

/** The ends of a connection: a dot where it begins, and an arrow. */
export function paintConnectorEnds(
  plot: LanePlot,
  track: MessageTrack,
  fromTop: number,
  toTop: number,
): void {
  const connection = placeConnection(plot, track, fromTop, toTop);
  if (connection === undefined) return;
  const { context, theme } = plot;
  const { x, from, to, down } = connection;
  context.fillStyle = theme.foreground;
  context.beginPath();
  context.arc(x, from, DOT_PX, 0, Math.PI * 2);
  context.fill();
  context.beginPath();
  context.moveTo(x, to - down * 2);
  context.lineTo(x - 3.5, to - down * 8);
  context.lineTo(x + 3.5, to - down * 8);
  context.fill();
}
