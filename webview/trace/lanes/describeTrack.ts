import * as l10n from '@vscode/l10n';
import { formatCount } from '../../shared/byteFormat.ts';
import { countMessages, countReceives } from '../../shared/quantities.ts';
import { queueNameOf } from '../../shared/queueName.ts';
import { formatDuration } from '../../shared/timeFormat.ts';
import { EVENT_KINDS, nameEvent } from '../../shared/life/eventKinds.ts';
import {
  isIn,
  lives,
  type MessageTrack,
  type SpanState,
  type TrackGroup,
  type TrackMark,
  type TrackSpan,
} from '../log/messageTrack.ts';
import { rankMark } from '../log/signKinds.ts';

/** What turns ids and moments into what people read. */
export interface TrackWords {
  readonly nameOf: (consumerId: string) => string;
  /** What the broker's clock said at a moment. */
  readonly tellTime: (moment: number) => string;
}

const STATES: Readonly<Record<SpanState, string>> = {
  delayed: l10n.t('Delayed'),
  queued: l10n.t('Queued'),
  inFlight: l10n.t('In flight'),
  held: l10n.t('Held'),
};

/** The first characters of a message id: enough to tell messages apart by. */
export function shortenId(messageId: string): string {
  return messageId.slice(0, 8);
}

/** The state of a message: `Deleted`, `In flight by Worker`, `Queued`. */
export function describeState(track: MessageTrack, { nameOf }: Pick<TrackWords, 'nameOf'>): string {
  if (track.goneKind !== undefined) return EVENT_KINDS[track.goneKind].label;
  if (track.isUncertain) return l10n.t('Not seen since the broker restarted');
  const span = track.spans.at(-1);
  return span === undefined ? l10n.t('Known by name only') : describeSpan(span, nameOf);
}

/** A lane of one message, in words. */
export function describeTrack(track: MessageTrack, now: number, words: Pick<TrackWords, 'nameOf'>): string {
  const end = lives(track) ? now : track.lastAt;
  const parts = [
    l10n.t('Message {0}', shortenId(track.messageId)),
    track.queueArn === undefined ? undefined : queueNameOf(track.queueArn),
    track.isUncertain
      ? describeState(track, words)
      : l10n.t('{0} after {1}', describeState(track, words), formatDuration(end - track.firstAt)),
    track.receiveCount === 0 ? l10n.t('never received') : countReceives(track.receiveCount),
    track.cause === undefined ? undefined : l10n.t('after message {0}', shortenId(track.cause.messageId)),
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

/** A lane of many messages, in words. */
export function describeGroup(group: TrackGroup, tracks: readonly MessageTrack[]): string {
  const { queueArn, groupId } = group;
  const counts = countStates(group, tracks);
  const name = groupId === undefined ? l10n.t('No message group') : l10n.t('Group {0}', groupId);
  return l10n.t(
    '{0}, {1}: {2} waiting, {3} in flight, {4} gone',
    queueArn === undefined ? name : l10n.t('{0} of {1}', name, queueNameOf(queueArn)),
    countMessages(tracks.length),
    counts.waiting,
    counts.inFlight,
    counts.gone,
  );
}

/** What there is to count in a lane: `5 seen, 1 waiting`. */
export function summarizeGroup(group: TrackGroup, tracks: readonly MessageTrack[]): string {
  const { waiting, inFlight } = countStates(group, tracks);
  const parts = [
    l10n.t('{0} seen', formatCount(tracks.length)),
    ...(waiting === 0 ? [] : [l10n.t('{0} waiting', formatCount(waiting))]),
    ...(inFlight === 0 ? [] : [l10n.t('{0} in flight', formatCount(inFlight))]),
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
  if (mark !== undefined) lines.push(l10n.t('{0} at {1}', nameEvent(mark), tellTime(mark.at)));
  if (span !== undefined) {
    const end = span.end ?? now;
    const length = formatDuration(end - span.start);
    const state = describeSpan(span, nameOf);
    const start = tellTime(span.start);
    if (span.end === undefined) {
      lines.push(l10n.t('{0} for {1} so far', state, length), l10n.t('From {0}', start));
    } else {
      lines.push(l10n.t('{0} for {1}', state, length), l10n.t('From {0} to {1}', start, tellTime(end)));
    }
  }
  if (mark === undefined && span === undefined) lines.push(describeState(track, words));
  if (track.receiveCount > 0) lines.push(countReceives(track.receiveCount));
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
  return consumerId === undefined ? STATES[state] : l10n.t('{0} by {1}', STATES[state], nameOf(consumerId));
}
