import type { EventLog } from '../eventLog.ts';
import { isEmptyFilter } from '../eventFilter.ts';
import type { TraceFilter } from '../../protocol.ts';
import type { MessageTrack, MessageTracks } from './messageTracks.ts';

/** What a lane is drawn for. */
export type LaneMode = 'messages' | 'groups' | 'flows';

/** One row of the Messages tab. */
export interface MessageLane {
  /** Stable for as long as the lane is there. */
  readonly key: string;
  /** One message, or all of a message group of a queue. Never empty. */
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
  private shown = new Set<MessageTrack>();
  private filter: TraceFilter | undefined;
  private generation = -1;
  /** Events before this position have been looked at. */
  private looked = 0;
  private builtFor = '';
  private lanes: Lanes = indexLanes([]);

  constructor(log: EventLog) {
    this.log = log;
  }

  /** The lanes as they are now, oldest first. The same object as long as nothing came or went. */
  update(filter: TraceFilter, mode: LaneMode): Lanes {
    const { tracks } = this.log;
    const isFiltered = !isEmptyFilter(filter);
    if (filter !== this.filter || this.log.generation !== this.generation) {
      this.shown = new Set();
      this.looked = 0;
    }
    this.filter = filter;
    this.generation = this.log.generation;
    if (isFiltered) this.look();
    const builtFor = `${mode} ${tracks.version} ${isFiltered ? `${this.shown.size} ${this.looked}` : ''}`;
    if (builtFor === this.builtFor) return this.lanes;
    this.builtFor = builtFor;
    const list = isFiltered ? tracks.list().filter((track) => this.shown.has(track)) : tracks.list();
    if (mode === 'messages') this.lanes = listMessages(list, tracks);
    else this.lanes = indexLanes(mode === 'groups' ? buildGroups(list) : buildFlows(list));
    return this.lanes;
  }

  private look(): void {
    const { log } = this;
    for (let row = log.firstRowFrom(this.looked); row < log.rowCount; row += 1) {
      const messageId = log.row(row)?.messageId;
      const track = messageId === undefined ? undefined : log.tracks.get(messageId);
      if (track !== undefined) this.shown.add(track);
    }
    this.looked = log.nextPosition;
    for (const track of this.shown) {
      if (!track.isEvicted) break;
      this.shown.delete(track);
    }
  }
}

/** Tens of thousands of messages come and go: a lane of one message is only made when it is looked at. */
function listMessages(list: readonly MessageTrack[], tracks: MessageTracks): Lanes {
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
      const track = tracks.get(key);
      return track === undefined ? -1 : rowOf(track);
    },
  };
}

function indexLanes(lanes: readonly MessageLane[]): Lanes {
  let rows: Map<MessageTrack, number> | undefined;
  return {
    count: lanes.length,
    at: (row) => lanes[row],
    rowOf: (track) => {
      if (rows === undefined) {
        rows = new Map();
        for (const [row, lane] of lanes.entries()) for (const member of lane.tracks) rows.set(member, row);
      }
      return rows.get(track) ?? -1;
    },
    rowOfKey: (key) => lanes.findIndex((lane) => lane.key === key),
  };
}

function buildGroups(tracks: readonly MessageTrack[]): readonly MessageLane[] {
  const groups = new Map<string, MessageTrack[]>();
  for (const track of tracks) {
    const key = `${track.queueArn} ${track.groupId ?? ''}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [track]);
    else group.push(track);
  }
  return [...groups].map(([key, members]) => ({ key, tracks: members, depth: 0 }));
}

/** The messages of a flow one below the other, each after the one that caused it. */
function buildFlows(tracks: readonly MessageTrack[]): readonly MessageLane[] {
  const flows = new Map<MessageTrack, MessageTrack[]>();
  for (const track of tracks) {
    const flow = flows.get(track.root);
    if (flow === undefined) flows.set(track.root, [track]);
    else flow.push(track);
  }
  return [...flows.values()].flatMap((flow) =>
    flow.length === 1 && flow[0] !== undefined
      ? [{ key: flow[0].messageId, tracks: [flow[0]], depth: 0 }]
      : orderFlow(flow),
  );
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
