import type { TraceEvent, TraceEventKind } from '../../../broker/protocol/trace.ts';
import type { EventModel } from './eventModel.ts';
import { isIn, type MessageTrack, type SpanState, type TrackGroup, type TrackSpan } from './messageTrack.ts';
import { isSign } from './signKinds.ts';

/** A message that is received again and again must not grow its lane without bound. */
const MAXIMUM_SPANS = 400;
const MAXIMUM_POSITIONS = 1_000;
/** Messages of one flow; what comes after starts another, for example when a whole program shares one trace id. */
const MAXIMUM_FLOW = 500;
const MAXIMUM_GROUPS = 150_000;
/** Of one message: who moves it on and on must not grow it without bound. */
const MAXIMUM_TRACK_GROUPS = 50;

const ENDS: Partial<Readonly<Record<TraceEventKind, true>>> = {
  deleted: true,
  retentionExpired: true,
  purged: true,
  redriven: true,
};
/** The lives of all messages of which an event is kept. */
export class MessageTracks implements EventModel {
  /** In the order of their newest event, so that those to evict are at the front. */
  private readonly byId = new Map<string, MessageTrack>();
  /** The newest message of each flow, by the flow's id. */
  private readonly byFlow = new Map<string, MessageTrack>();
  /** Where a redriven message went: its new id, to the message that it was. */
  private readonly redriven = new Map<string, MessageTrack>();
  private readonly groups = new Map<string, TrackGroup>();
  private ordered: MessageTrack[] = [];
  private evictedCount = 0;
  private nextOrder = 0;
  /** Signs that messages have, or had. */
  readonly signKinds = new Set<TraceEventKind>();
  /** Raised whenever a message is added or taken away. */
  version = 0;

  get size(): number {
    return this.byId.size;
  }

  get(messageId: string): MessageTrack | undefined {
    return this.byId.get(messageId);
  }

  /** All messages, in the order in which they were seen first. */
  list(): readonly MessageTrack[] {
    if (this.evictedCount > 0) {
      this.ordered = this.ordered.filter((track) => !track.isEvicted);
      this.evictedCount = 0;
    }
    return this.ordered;
  }

  apply(event: TraceEvent, position: number, moment: number): void {
    const { messageId } = event;
    if (messageId === undefined) {
      if (event.kind === 'purged' || event.kind === 'queueDeleted') this.endAllOf(event, moment);
      if (event.kind === 'undone') this.bringBack(event, moment);
      return;
    }
    let track = this.byId.get(messageId);
    if (track === undefined) track = this.add(messageId, event, moment);
    else this.byId.delete(messageId);
    this.byId.set(messageId, track);
    notePosition(track, position, moment);
    this.moveOn(track, event, moment);
    if (isSign(event.kind)) this.signKinds.add(event.kind);
    if (event.kind === 'redriven' && event.otherMessageId !== undefined)
      this.arrive(event.otherMessageId, track, { event, position, moment });
  }

  /**
   * Messages may have expired while no broker ran, and those of a broker in memory are lost: their state is unknown.
   */
  startRun(moment: number): void {
    for (const track of this.byId.values()) {
      if (track.goneKind !== undefined) continue;
      close(track, moment);
      track.lastAt = moment;
      track.isUncertain = true;
    }
  }

  evict(firstPosition: number): void {
    for (const track of this.byId.values()) {
      if (track.lastPosition >= firstPosition) return;
      this.remove(track);
    }
  }

  reset(): void {
    this.signKinds.clear();
    this.byId.clear();
    this.byFlow.clear();
    this.redriven.clear();
    this.groups.clear();
    this.ordered = [];
    this.evictedCount = 0;
    this.version += 1;
  }

  /** A redriven message waits in the other queue under a new id. */
  private arrive(messageId: string, before: MessageTrack, { event, position, moment }: Arrival): void {
    this.redriven.set(messageId, before);
    if (this.byId.has(messageId) || event.otherQueueArn === undefined) return;
    const { groupId } = event;
    const sent: TraceEvent = {
      sequence: event.sequence,
      at: event.at,
      kind: 'sent',
      queueArn: event.otherQueueArn,
      messageId,
      ...(groupId === undefined ? {} : { groupId }),
    };
    const track = this.add(messageId, sent, moment);
    this.byId.set(messageId, track);
    notePosition(track, position, moment);
    this.moveOn(track, sent, moment);
  }

  private add(messageId: string, event: TraceEvent, moment: number): MessageTrack {
    const sentAt = moment - (event.ageMs ?? 0);
    const isSeenWhole = event.kind === 'sent' || (event.kind === 'received' && event.receiveCount === 1);
    const firstAt = isSeenWhole ? Math.min(sentAt, moment) : moment;
    const group = this.findGroup(event.queueArn, event.groupId);
    const track = {
      messageId,
      order: this.nextOrder,
      queueArn: event.queueArn,
      groupId: event.groupId,
      group,
      groups: [group],
      firstAt,
      lastAt: moment,
      receiveCount: 0,
      isUncertain: false,
      goneKind: undefined,
      lastPosition: 0,
      positions: [],
      spans: [] as TrackSpan[],
      marks: [],
      cause: this.findCause(messageId, event),
      members: [] as MessageTrack[],
      isEvicted: false,
    } as Omit<MessageTrack, 'root'> as MessageTrack;
    const flow = track.cause?.root;
    track.root = flow !== undefined && flow.members.length < MAXIMUM_FLOW ? flow : track;
    track.root.members.push(track);
    if (event.flowId !== undefined) {
      this.byFlow.delete(event.flowId);
      this.byFlow.set(event.flowId, track);
    }
    // Received for the first time: until then it waited, though its send is no longer kept.
    if (event.kind === 'received' && firstAt < moment) open(track, 'queued', firstAt, undefined);
    this.nextOrder += 1;
    this.ordered.push(track);
    this.version += 1;
    return track;
  }

  private moveOn(track: MessageTrack, event: TraceEvent, moment: number): void {
    this.enter(track, event.queueArn ?? track.queueArn, event.groupId ?? track.groupId);
    noteStep(track, event, moment);
    if (event.kind !== 'movedToDeadLetter') return;
    this.enter(track, event.otherQueueArn ?? track.queueArn, track.groupId);
    open(track, 'queued', moment, undefined);
  }

  private enter(track: MessageTrack, queueArn: string | undefined, groupId: string | undefined): void {
    if (track.queueArn === queueArn && track.groupId === groupId) return;
    track.queueArn = queueArn;
    track.groupId = groupId;
    track.group = this.findGroup(queueArn, groupId);
    if (!track.groups.includes(track.group))
      track.groups = [...track.groups, track.group].slice(-MAXIMUM_TRACK_GROUPS);
    this.version += 1;
  }

  private findGroup(queueArn: string | undefined, groupId: string | undefined): TrackGroup {
    const key = `${queueArn ?? ''} ${groupId ?? ''}`;
    const known = this.groups.get(key);
    if (known !== undefined) return known;
    // A program may make up a group for every message: those that are no longer used are forgotten in one go.
    if (this.groups.size >= MAXIMUM_GROUPS) {
      this.groups.clear();
      for (const track of this.byId.values())
        for (const group of track.groups) this.groups.set(group.key, group);
    }
    const group = { key, queueArn, groupId };
    this.groups.set(key, group);
    return group;
  }

  private findCause(messageId: string, event: TraceEvent): MessageTrack | undefined {
    const sender = event.causedBy === undefined ? undefined : this.byId.get(event.causedBy);
    const before = this.redriven.get(messageId);
    const inFlow = event.flowId === undefined ? undefined : this.byFlow.get(event.flowId);
    return sender ?? before ?? inFlow;
  }

  private remove(track: MessageTrack): void {
    this.byId.delete(track.messageId);
    this.redriven.delete(track.messageId);
    track.isEvicted = true;
    this.evictedCount += 1;
    this.version += 1;
    const { root } = track;
    root.members = root.members.filter((member) => member !== track);
    // What came after it must not keep the whole chain before it in memory.
    track.cause = undefined;
    for (const member of root.members) if (member.cause === track) member.cause = undefined;
    if (root === track) passRootOn(track);
    for (const [flowId, newest] of this.byFlow) {
      // The oldest flows come first, as the oldest messages do.
      if (!newest.isEvicted) break;
      this.byFlow.delete(flowId);
    }
  }

  /** A purge or the end of a queue takes all its messages, without an event for each. */
  private endAllOf(event: TraceEvent, moment: number): void {
    for (const track of this.byId.values()) {
      if (track.queueArn !== event.queueArn || track.goneKind !== undefined) continue;
      close(track, moment);
      track.lastAt = Math.max(track.lastAt, moment);
      track.goneKind = 'purged';
      track.marks.push({ kind: 'purged', at: moment, group: track.group });
      this.signKinds.add('purged');
    }
  }

  /** A purge or a deletion is undone: what it took last waits again, also without an event for each. */
  private bringBack(event: TraceEvent, moment: number): void {
    const gone = [...this.byId.values()].filter(
      (track) => track.queueArn === event.queueArn && track.goneKind === 'purged',
    );
    const purgedAt = Math.max(...gone.map(({ lastAt }) => lastAt));
    for (const track of gone) if (track.lastAt === purgedAt) open(track, 'queued', moment, undefined);
  }
}

interface Arrival {
  readonly event: TraceEvent;
  readonly position: number;
  readonly moment: number;
}

function notePosition(track: MessageTrack, position: number, moment: number): void {
  track.lastPosition = position;
  track.lastAt = Math.max(track.lastAt, moment);
  track.positions.push(position);
  if (track.positions.length > MAXIMUM_POSITIONS)
    track.positions = track.positions.slice(-MAXIMUM_POSITIONS / 2);
}

/** The next message of a flow becomes its root when the first is no longer kept. */
function passRootOn(root: MessageTrack): void {
  const [next] = root.members;
  if (next === undefined) return;
  next.members = root.members;
  for (const member of next.members) member.root = next;
  root.members = [];
}

function noteStep(track: MessageTrack, event: TraceEvent, at: number): void {
  const { kind } = event;
  track.isUncertain = false;
  track.receiveCount = Math.max(track.receiveCount, event.receiveCount ?? 0);
  if (isSign(kind)) {
    track.marks.push({
      kind,
      at,
      group: track.group,
      ...(event.isInferred === true && { isInferred: true }),
    });
    if (track.marks.length > MAXIMUM_SPANS) track.marks = track.marks.slice(-MAXIMUM_SPANS / 2);
  }
  if (ENDS[kind] === true) {
    close(track, at);
    track.goneKind = kind;
    return;
  }
  switch (kind) {
    case 'sent':
      open(track, (event.timeoutMs ?? 0) > 0 ? 'delayed' : 'queued', at, undefined);
      return;
    case 'visible':
    case 'expired':
      open(track, 'queued', at, undefined);
      return;
    case 'received':
    case 'released':
      open(track, 'inFlight', at, event.consumer?.id ?? track.spans.at(-1)?.consumerId);
      return;
    case 'held':
      open(track, 'held', at, event.consumer?.id ?? track.spans.at(-1)?.consumerId);
      return;
    case 'visibilityChanged':
      changeVisibility(track, event, at);
      return;
    default:
  }
}

/** A message that is visible already goes in flight again: its receive was the newest, and late. */
function changeVisibility(track: MessageTrack, { timeoutMs, consumer }: TraceEvent, at: number): void {
  const last = track.spans.at(-1);
  if (timeoutMs === 0) open(track, 'queued', at, undefined);
  else if (last?.end !== undefined || (last?.state !== 'inFlight' && last?.state !== 'held'))
    open(track, 'inFlight', at, consumer?.id ?? last?.consumerId);
}

function open(track: MessageTrack, state: SpanState, at: number, consumerId: string | undefined): void {
  const last = track.spans.at(-1);
  // The broker can report that a message is visible after it reported that its timeout ended.
  const { group } = track;
  if (last?.end === undefined && last?.state === state && last.consumerId === consumerId && isIn(last, group))
    return;
  close(track, at);
  track.goneKind = undefined;
  track.isUncertain = false;
  track.spans.push({ state, start: at, end: undefined, consumerId, group });
  if (track.spans.length > MAXIMUM_SPANS) track.spans = track.spans.slice(-MAXIMUM_SPANS / 2);
}

function close(track: MessageTrack, at: number): void {
  const last = track.spans.at(-1);
  if (last !== undefined) last.end ??= at;
}
