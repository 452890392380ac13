import { formatCount, formatQuantity } from '../../shared/byteFormat.ts';
import { queueNameOf } from '../../shared/queueName.ts';
import { formatDuration } from '../../shared/timeFormat.ts';
import { EVENT_KINDS } from '../kinds/eventKinds.ts';
import {
  isIn,
  lives,
  type MessageTrack,
  type SpanState,
  type TrackGroup,
  type TrackMark,
  type TrackSpan,
} from '../log/messageTrack.ts';
import { rankMark } from '../log/messageTracks.ts';

/** What turns ids and moments into what people read. */
export interface TrackWords {
  readonly nameOf: (consumerId: string) => string;
  /** What the broker's clock said at a moment. */
  readonly tellTime: (moment: number) => string;
}

const STATES: Readonly<Record<SpanState, string>> = {
  delayed: 'Delayed',
  queued: 'Queued',
  inFlight: 'In flight',
  held: 'Held',
};

/** The first characters of a message id: enough to tell messages apart by. */
export function shortenId(messageId: string): string {
  return messageId.slice(0, 8);
}

/** The state of a message: `Deleted`, `In flight by Worker`, `Queued`. */
export function describeState(track: MessageTrack, { nameOf }: Pick<TrackWords, 'nameOf'>): string {
  if (track.goneKind !== undefined) return EVENT_KINDS[track.goneKind].label;
  if (track.isUncertain) return 'Not seen since the broker restarted';
  const span = track.spans.at(-1);
  return span === undefined ? 'Known by name only' : describeSpan(span, nameOf);
}

/** A lane of one message, in words. */
export function describeTrack(track: MessageTrack, now: number, words: Pick<TrackWords, 'nameOf'>): string {
  const end = lives(track) ? now : track.lastAt;
  const parts = [
    `Message ${shortenId(track.messageId)}`,
    track.queueArn === undefined ? undefined : queueNameOf(track.queueArn),
    track.isUncertain
      ? describeState(track, words)
      : `${describeState(track, words)} after ${formatDuration(end - track.firstAt)}`,
    track.receiveCount === 0 ? 'never received' : formatQuantity(track.receiveCount, 'receive'),
    track.cause === undefined ? undefined : `after message ${shortenId(track.cause.messageId)}`,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

/** A lane of many messages, in words. */
export function describeGroup(group: TrackGroup, tracks: readonly MessageTrack[]): string {
  const { queueArn, groupId } = group;
  const counts = countStates(group, tracks);
  const queue = queueArn === undefined ? '' : ` of ${queueNameOf(queueArn)}`;
  const name = groupId === undefined ? `No message group${queue}` : `Group ${groupId}${queue}`;
  return `${name}, ${formatQuantity(tracks.length, 'message')}: ${counts.waiting} waiting, ${counts.inFlight} in flight, ${counts.gone} gone`;
}

/** What there is to count in a lane: `5 seen, 1 waiting`. */
export function summarizeGroup(group: TrackGroup, tracks: readonly MessageTrack[]): string {
  const { waiting, inFlight } = countStates(group, tracks);
  const parts = [
    `${formatCount(tracks.length)} seen`,
    ...(waiting === 0 ? [] : [`${formatCount(waiting)} waiting`]),
    ...(inFlight === 0 ? [] : [`${formatCount(inFlight)} in flight`]),
  ];
  return parts.join(', ');
}

/** How many messages wait in a group, are in flight from it, and are gone from it. */
export function countStates(
  group: TrackGroup,
  tracks: readonly MessageTrack[],
): {
  readonly waiting: number;
  readonly inFlight: number;
  readonly gone: number;
} {
  const counts = { waiting: 0, inFlight: 0, gone: 0 };
  for (const track of tracks) {
    const state = track.spans.at(-1)?.state;
    if (!lives(track) || track.group !== group) counts.gone += 1;
    else if (state === 'inFlight' || state === 'held') counts.inFlight += 1;
    else counts.waiting += 1;
  }
  return counts;
}

/** Where the pointer is; `reachMs` is how far beside it a sign still counts. */
interface PointedAt {
  readonly moment: number;
  readonly reachMs: number;
  readonly now: number;
}

/** What is drawn at a moment, in lines. */
export function describeMoment(
  track: MessageTrack,
  { moment, reachMs, now }: PointedAt,
  words: TrackWords,
): readonly string[] {
  const { nameOf, tellTime } = words;
  const mark = findMark(track, moment, reachMs);
  const span = findSpan(track, moment, now);
  const queueArn = span?.group.queueArn ?? track.queueArn;
  const lines = [
    `${shortenId(track.messageId)}${queueArn === undefined ? '' : ` · ${queueNameOf(queueArn)}`}`,
  ];
  if (mark !== undefined) lines.push(`${EVENT_KINDS[mark.kind].label} at ${tellTime(mark.at)}`);
  if (span !== undefined) {
    const end = span.end ?? now;
    const length = formatDuration(end - span.start);
    lines.push(
      `${describeSpan(span, nameOf)} ${span.end === undefined ? `for ${length} so far` : `for ${length}`}`,
    );
    lines.push(`From ${tellTime(span.start)}${span.end === undefined ? '' : ` to ${tellTime(end)}`}`);
  }
  if (mark === undefined && span === undefined) lines.push(describeState(track, words));
  if (track.receiveCount > 0) lines.push(formatQuantity(track.receiveCount, 'receive'));
  return lines;
}

/** The sign nearest to a moment; of those that are drawn in one place, the one that matters most. */
export function findMark(track: MessageTrack, moment: number, reachMs: number): TrackMark | undefined {
  const sameMs = reachMs / 4;
  let best: TrackMark | undefined;
  for (const mark of track.marks) {
    const distance = Math.abs(mark.at - moment);
    if (distance > reachMs) continue;
    const nearerMs = best === undefined ? Number.POSITIVE_INFINITY : Math.abs(best.at - moment) - distance;
    const isOver = best !== undefined && rankMark(mark.kind) > rankMark(best.kind);
    if (nearerMs > sameMs || (nearerMs > -sameMs && isOver)) best = mark;
  }
  return best;
}

/** The state of a message at a time. */
export function findSpan(track: MessageTrack, time: number, now: number): TrackSpan | undefined {
  return track.spans.find(({ start, end }) => time >= start && time <= (end ?? now));
}

/** The message of a lane that is at a time, one in flight before one that waits; or the nearest. */
export function findTrackAt(
  tracks: readonly MessageTrack[],
  time: number,
  { reachMs, now, group }: { readonly reachMs: number; readonly now: number; readonly group?: TrackGroup },
): MessageTrack | undefined {
  let waiting: MessageTrack | undefined;
  for (const track of tracks) {
    const end = lives(track) ? now : track.lastAt;
    if (time < track.firstAt - reachMs || time > end + reachMs) continue;
    const span = findSpan(track, time, now);
    if (span !== undefined && !isIn(span, group)) continue;
    if (span?.state === 'inFlight' || span?.state === 'held') return track;
    waiting ??= track;
  }
  return waiting;
}

function describeSpan({ state, consumerId }: TrackSpan, nameOf: (consumerId: string) => string): string {
  return consumerId === undefined ? STATES[state] : `${STATES[state]} by ${nameOf(consumerId)}`;
}
