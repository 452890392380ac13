import type { EventLog } from '../log/eventLog.ts';
import type { TraceFilter } from '../../protocol.ts';
import type { MessageTrack, TrackGroup } from '../log/messageTrack.ts';
import { ShownTracks } from './shownTracks.ts';

/** What a lane of messages is drawn for. */
export type MessageLaneMode = 'messages' | 'groups' | 'flows';

/** The same, or the environments of functions with their batches. */
export type LaneMode = MessageLaneMode | 'batches';

/** One row of the Messages tab. */
export interface MessageLane {
  /** Stable while the lane exists. */
  readonly key: string;
  /** Of a lane for a group: which; of other groups of its messages, other lanes tell. */
  readonly group?: TrackGroup;
  /** One message, or all that are or were in a message group of a queue. Never empty. */
  readonly tracks: readonly MessageTrack[];
  /** In flows: how many steps after the first message; 0 otherwise. */
  readonly depth: number;
}

/** The lanes at one moment, oldest first. */
export interface Lanes {
  readonly count: number;
  at(row: number): MessageLane | undefined;
  /** The row of a message, or -1 when it has none. */
  rowOf(track: MessageTrack): number;
  /** The row of {@link MessageLane.key}, or -1. */
  rowOfKey(key: string): number;
}

/** How deep the steps of a flow are indented. */
const MAXIMUM_DEPTH = 6;

/**
 * The lanes of the messages that the filter shows: those with at least one event that it shows. Follows new events
 * without looking at the old ones again.
 */
export class LaneList {
  private readonly log: EventLog;
  private readonly shown: ShownTracks<MessageTrack>;
  private builtFor = '';
  private lanes: Lanes = listGroups([]);

  constructor(log: EventLog) {
    this.log = log;
    this.shown = new ShownTracks(log, ({ messageId }) =>
      messageId === undefined ? undefined : log.tracks.get(messageId),
    );
  }

  /** The lanes as they are now, oldest first. The same object as long as nothing came or went. */
  update(filter: TraceFilter, mode: MessageLaneMode): Lanes {
    const { tracks } = this.log;
    const shown = this.shown.update(filter);
    const builtFor = `${mode} ${tracks.version} ${shown === undefined ? '' : this.shown.state}`;
    if (builtFor === this.builtFor) return this.lanes;
    this.builtFor = builtFor;
    const list = shown === undefined ? tracks.list() : tracks.list().filter((track) => shown.has(track));
    const find = (key: string): MessageTrack | undefined => tracks.get(key);
    if (mode === 'messages') this.lanes = listMessages(list, find);
    else this.lanes = mode === 'groups' ? listGroups(list) : listFlows(list, find);
    return this.lanes;
  }
}

/** Tens of thousands of messages come and go: a lane of one message is only made when it is looked at. */
function listMessages(list: readonly MessageTrack[], find: (key: string) => MessageTrack | undefined): Lanes {
  const rowOf = (track: MessageTrack): number => {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((list[middle]?.order ?? Infinity) < track.order) low = middle + 1;
      else high = middle;
    }
    return list[low] === track ? low : -1;
  };
  return {
    count: list.length,
    at: (row) => {
      const track = list[row];
      return track === undefined ? undefined : { key: track.messageId, tracks: [track], depth: 0 };
    },
    rowOf,
    rowOfKey: (key) => {
      const track = find(key);
      return track === undefined ? -1 : rowOf(track);
    },
  };
}

/** One lane for each group, in the order in which the groups were seen. */
function listGroups(tracks: readonly MessageTrack[]): Lanes {
  const byGroup = new Map<TrackGroup, MessageTrack[]>();
  for (const track of tracks) {
    for (const group of track.groups) {
      const members = byGroup.get(group);
      if (members === undefined) byGroup.set(group, [track]);
      else members.push(track);
    }
  }
  const groups = [...byGroup];
  return {
    count: groups.length,
    at: (row) => {
      const [group, members] = groups[row] ?? [];
      return group === undefined || members === undefined
        ? undefined
        : { key: group.key, group, tracks: members, depth: 0 };
    },
    rowOf: (track) => groups.findIndex(([group]) => group === track.group),
    rowOfKey: (key) => groups.findIndex(([group]) => group.key === key),
  };
}

/**
 * The messages of a flow one below the other, each after the one that caused it. Which flows there are is known at once;
 * the order within one only when it is looked at.
 */
function listFlows(tracks: readonly MessageTrack[], find: (key: string) => MessageTrack | undefined): Lanes {
  const counts = new Map<MessageTrack, number>();
  for (const { root } of tracks) counts.set(root, (counts.get(root) ?? 0) + 1);
  const roots = [...counts.keys()];
  const starts = new Map<MessageTrack, number>();
  const firstRows = new Float64Array(roots.length);
  let count = 0;
  for (const [index, root] of roots.entries()) {
    starts.set(root, count);
    firstRows[index] = count;
    count += counts.get(root) ?? 0;
  }
  const ordered = new Map<MessageTrack, readonly MessageLane[]>();
  const isAll = count === tracks.length && roots.every((root) => counts.get(root) === root.members.length);
  const shown = isAll ? undefined : new Set(tracks);
  const order = (root: MessageTrack): readonly MessageLane[] => {
    const known = ordered.get(root);
    if (known !== undefined) return known;
    const lanes = orderFlow(
      shown === undefined ? root.members : root.members.filter((member) => shown.has(member)),
    );
    ordered.set(root, lanes);
    return lanes;
  };
  const rowOf = (track: MessageTrack): number => {
    const start = starts.get(track.root);
    const place =
      start === undefined ? -1 : order(track.root).findIndex(({ tracks: [first] }) => first === track);
    return start === undefined || place === -1 ? -1 : start + place;
  };
  return {
    count,
    at: (row) => {
      const index = findLastNotAfter(firstRows, row);
      const root = roots[index];
      return root === undefined ? undefined : order(root)[row - (firstRows[index] ?? 0)];
    },
    rowOf,
    rowOfKey: (key) => {
      const track = find(key);
      return track === undefined ? -1 : rowOf(track);
    },
  };
}

/** The last index whose value is at most `value`, in rising values; -1 when there is none. */
function findLastNotAfter(values: Float64Array, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? Infinity) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function orderFlow(flow: readonly MessageTrack[]): MessageLane[] {
  const followers = new Map<MessageTrack | undefined, MessageTrack[]>();
  const present = new Set(flow);
  for (const track of flow) {
    const cause = track.cause !== undefined && present.has(track.cause) ? track.cause : undefined;
    followers.set(cause, [...(followers.get(cause) ?? []), track]);
  }
  const lanes: MessageLane[] = [];
  // A stack instead of recursion: a flow may be a long chain.
  const waiting = (followers.get(undefined) ?? []).map((track) => ({ track, depth: 0 })).reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { track, depth } = next;
    lanes.push({ key: track.messageId, tracks: [track], depth: Math.min(depth, MAXIMUM_DEPTH) });
    for (const follower of [...(followers.get(track) ?? [])].reverse())
      waiting.push({ track: follower, depth: depth + 1 });
  }
  return lanes;
}
