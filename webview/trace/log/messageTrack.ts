import type { TraceEventKind } from '../../../broker/protocol/trace.ts';

/** How a message is for a while. */
export type SpanState = 'delayed' | 'queued' | 'inFlight' | 'held';

/** A stretch of a message's life in one state. */
export interface TrackSpan {
  readonly state: SpanState;
  /** A moment, as all times of tracks. */
  readonly start: number;
  /** Undefined while it lasts. */
  end: number | undefined;
  /** Who has it, in flight and held. */
  readonly consumerId: string | undefined;
  /** Where it was then. */
  readonly group: TrackGroup;
}

/** Something that happened at a moment of a message's life and is drawn as a sign. */
export interface TrackMark {
  readonly kind: TraceEventKind;
  /** The moment. */
  readonly at: number;
  /** Where it was then. */
  readonly group: TrackGroup;
  /** As of its event. */
  readonly isInferred?: boolean;
}

/** The message group of a queue that a message belongs to; one object for all its messages. */
export interface TrackGroup {
  readonly key: string;
  readonly queueArn: string | undefined;
  readonly groupId: string | undefined;
}

/** A message's life as the lanes draw it. */
export interface MessageTrack {
  readonly messageId: string;
  /** Rises with every message that is seen first. */
  readonly order: number;
  /** The queue that it is in, or was in last. */
  queueArn: string | undefined;
  groupId: string | undefined;
  group: TrackGroup;
  /** Those that it is or was in, in that order: a message that is moved leaves its life before in the lane of the first. */
  groups: readonly TrackGroup[];
  readonly firstAt: number;
  lastAt: number;
  receiveCount: number;
  /** The broker was started again since, and has not spoken of it: it may live or not. */
  isUncertain: boolean;
  /** What ended it; undefined while it lives. */
  goneKind: TraceEventKind | undefined;
  /** Of its newest event in the ring. */
  lastPosition: number;
  /** Places of its kept events in the ring, oldest first. */
  positions: number[];
  spans: TrackSpan[];
  marks: TrackMark[];
  /** The message that its sender had in flight, or that came before it in its flow. */
  cause: MessageTrack | undefined;
  /** The first message of the flow that it belongs to; itself when it starts one. */
  root: MessageTrack;
  /** Messages of the flow, on its root only, in the order in which they were seen. */
  members: MessageTrack[];
  /** No longer kept. */
  isEvicted: boolean;
}

/** Whether a part of a life belongs in a lane of a group; without one, all parts do. */
export function isIn(part: { readonly group: TrackGroup }, group: TrackGroup | undefined): boolean {
  return group === undefined || part.group === group;
}

/** It is not known to be deleted, and its newest state continues. */
export function lives({ goneKind, isUncertain }: MessageTrack): boolean {
  return goneKind === undefined && !isUncertain;
}
