import type { ConsumerInfo, TraceEvent } from '../../../broker/protocol/trace.ts';
import type { TraceFilter } from '../../protocol.ts';
import type { EventModel } from '../log/eventModel.ts';

/** What a consumer did at a moment. */
export const DEEDS = ['poll', 'emptyPoll', 'delete', 'error', 'expired', 'send'] as const;

export type Deed = (typeof DEEDS)[number];

/** Everything that one consumer did. */
export interface ConsumerLane {
  info: ConsumerInfo;
  /** Rises with every consumer that is seen first: its colour and letter. */
  readonly index: number;
  readonly deeds: Readonly<Record<Deed, DeedColumns>>;
  /** Messages, since the view knows it. */
  readonly totals: { sent: number; received: number; deleted: number };
  /** How many messages it had in flight, from each of these moments on. */
  readonly inFlight: { times: number[]; counts: number[] };
  inFlightCount: number;
  /** The call that its newest received messages came from. */
  lastPoll: string;
}

/** All that a consumer did of one kind, in the order of time: columns that belong together by index. */
export interface DeedColumns {
  /** Moments. */
  times: number[];
  /** Of a delete: ms since the receive; NaN otherwise. */
  values: number[];
  /** Of the event in the ring. */
  positions: number[];
}

interface Holding {
  readonly lane: ConsumerLane;
  readonly queueArn: string | undefined;
}

/** What the filter of the trace narrows consumers by. The other parts of it would falsify the figures. */
export type ConsumerFilter = Pick<TraceFilter, 'queueArn' | 'consumerId'>;

/** More consumers than this are no list that anyone reads; more may come from a peer that makes up keys. */
const MAXIMUM_CONSUMERS = 200;
/** Mappings and environments of functions. */
const MAXIMUM_PARTS = 10_000;
/** As many as a trace keeps. */
const MAXIMUM_STEPS = 100_000;
/** Messages whose holder is remembered. */
const MAXIMUM_HOLDERS = 120_000;

const NO_TOTALS = { sent: 0, received: 0, deleted: 0 } as const;

/** What every program did: its polls, its deletes, its mistakes, and what it had in flight. */
export class ConsumerModel implements EventModel {
  private lanes = new Map<string, ConsumerLane>();
  /** Who has a message in flight, and of which queue. */
  private holders = new Map<string, Holding>();
  private filter: ConsumerFilter = {};
  /** The functions that consumers are parts of, by the ids of those. */
  private readonly functions = new Map<string, string>();

  /** In the order in which they were seen. */
  list(): readonly ConsumerLane[] {
    return [...this.lanes.values()].filter(
      ({ info, deeds }) =>
        DEEDS.some((deed) => deeds[deed].times.length > 0) &&
        (this.filter.consumerId === undefined || info.id === this.laneOf(this.filter.consumerId)),
    );
  }

  get(consumerId: string): ConsumerLane | undefined {
    return this.lanes.get(this.laneOf(consumerId));
  }

  /** Every consumer that was ever seen, for colours and names. */
  get all(): ReadonlyMap<string, ConsumerLane> {
    return this.lanes;
  }

  /** Looks at another part of the events; true when they must be given again. */
  setFilter({ queueArn, consumerId }: ConsumerFilter): boolean {
    const isOther = queueArn !== this.filter.queueArn;
    this.filter = {
      ...(queueArn === undefined ? {} : { queueArn }),
      ...(consumerId === undefined ? {} : { consumerId }),
    };
    return isOther;
  }

  apply(event: TraceEvent, position: number, moment: number): void {
    this.noteFunction(event);
    // An environment consumes what its mapping receives: it is a consumer only if its function calls SQS.
    const isCall = event.consumer !== undefined && event.invoked === undefined;
    const consumer = isCall ? this.note(event.consumer) : undefined;
    const { queueArn } = this.filter;
    if (queueArn !== undefined && event.queueArn !== queueArn) return;
    switch (event.kind) {
      case 'received':
        if (consumer === undefined || event.messageId === undefined) return;
        consumer.totals.received += 1;
        this.take(event, consumer, moment);
        if (isNewPoll(consumer, event)) addDeed(consumer, 'poll', event, position, moment);
        return;
      case 'emptyReceive':
        if (consumer !== undefined) addDeed(consumer, 'emptyPoll', event, position, moment);
        return;
      case 'sent':
        if (consumer === undefined) return;
        consumer.totals.sent += 1;
        addDeed(consumer, 'send', event, position, moment);
        return;
      case 'rejected':
        if (consumer !== undefined) addDeed(consumer, 'error', event, position, moment);
        return;
      case 'deleted':
        this.letGo(event, moment);
        if (consumer === undefined) return;
        consumer.totals.deleted += 1;
        addDeed(consumer, 'delete', event, position, moment);
        return;
      case 'expired': {
        const holder = this.letGo(event, moment) ?? consumer;
        if (holder !== undefined) addDeed(holder, 'expired', event, position, moment);
        return;
      }
      case 'visibilityChanged':
        if (event.timeoutMs === 0) this.letGo(event, moment);
        else if (consumer !== undefined && !this.holders.has(event.messageId ?? ''))
          this.take(event, consumer, moment);
        return;
      case 'purged':
      case 'queueDeleted':
        this.letGoAllOf(event.queueArn, moment);
        return;
      // A receive that hid nothing.
      case 'visible':
      case 'retentionExpired':
      case 'movedToDeadLetter':
      case 'redriven':
        this.letGo(event, moment);
        return;
      default:
    }
  }

  /** What the consumers of the run before had in flight, they have lost with their connections. */
  startRun(moment: number): void {
    for (const { lane } of this.holders.values()) step(lane, -1, moment);
    this.holders.clear();
  }

  evict(firstPosition: number): void {
    for (const { deeds } of this.lanes.values())
      for (const deed of DEEDS) evictDeeds(deeds[deed], firstPosition);
  }

  /** Consumers keep their index, and so their colour. */
  reset(): void {
    for (const lane of this.lanes.values()) {
      for (const deed of DEEDS) emptyDeeds(lane.deeds[deed]);
      lane.inFlight.times = [];
      lane.inFlight.counts = [];
      lane.inFlightCount = 0;
      Object.assign(lane.totals, NO_TOTALS);
      lane.lastPoll = '';
    }
    this.holders.clear();
  }

  /** A function is one consumer: its event source mappings, which receive, and its environments, which call SQS. */
  private noteFunction({ consumer, invoked }: TraceEvent): void {
    if (consumer === undefined) return;
    const name = consumer.kind === 'function' ? consumer.name : invoked?.function;
    if (name === undefined || this.functions.has(consumer.id)) return;
    this.functions.set(consumer.id, name);
    if (this.functions.size <= MAXIMUM_PARTS) return;
    for (const [oldest] of this.functions) {
      this.functions.delete(oldest);
      return;
    }
  }

  private laneOf(consumerId: string): string {
    const name = this.functions.get(consumerId);
    return name === undefined ? consumerId : `function ${name}`;
  }

  private note(part: ConsumerInfo): ConsumerLane | undefined {
    const name = this.functions.get(part.id);
    const info: ConsumerInfo =
      name === undefined ? part : { ...part, id: this.laneOf(part.id), name, kind: 'function' };
    const known = this.lanes.get(info.id);
    if (known !== undefined) {
      known.info = info;
      return known;
    }
    if (this.lanes.size >= MAXIMUM_CONSUMERS) return undefined;
    const lane: ConsumerLane = {
      info,
      index: this.lanes.size,
      deeds: {
        poll: makeDeeds(),
        emptyPoll: makeDeeds(),
        delete: makeDeeds(),
        error: makeDeeds(),
        expired: makeDeeds(),
        send: makeDeeds(),
      },
      totals: { ...NO_TOTALS },
      inFlight: { times: [], counts: [] },
      inFlightCount: 0,
      lastPoll: '',
    };
    this.lanes.set(info.id, lane);
    return lane;
  }

  private take({ messageId, queueArn }: TraceEvent, lane: ConsumerLane, moment: number): void {
    if (messageId === undefined) return;
    const before = this.holders.get(messageId);
    if (before !== undefined) step(before.lane, -1, moment);
    this.holders.delete(messageId);
    this.holders.set(messageId, { lane, queueArn });
    step(lane, 1, moment);
    if (this.holders.size <= MAXIMUM_HOLDERS) return;
    for (const [oldest, holder] of this.holders) {
      this.holders.delete(oldest);
      step(holder.lane, -1, moment);
      return;
    }
  }

  private letGo({ messageId }: TraceEvent, moment: number): ConsumerLane | undefined {
    const holder = messageId === undefined ? undefined : this.holders.get(messageId);
    if (messageId === undefined || holder === undefined) return undefined;
    this.holders.delete(messageId);
    step(holder.lane, -1, moment);
    return holder.lane;
  }

  /** A purge or the end of a queue has no event for each message. */
  private letGoAllOf(queueArn: string | undefined, moment: number): void {
    for (const [messageId, holder] of this.holders) {
      if (holder.queueArn !== queueArn) continue;
      this.holders.delete(messageId);
      step(holder.lane, -1, moment);
    }
  }
}

/** Several messages of one call are one poll. */
function isNewPoll(lane: ConsumerLane, event: TraceEvent): boolean {
  const poll = event.requestId ?? `${event.at} ${event.queueArn}`;
  if (poll === lane.lastPoll) return false;
  lane.lastPoll = poll;
  return true;
}

function addDeed(lane: ConsumerLane, kind: Deed, event: TraceEvent, position: number, moment: number): void {
  const deeds = lane.deeds[kind];
  deeds.times.push(moment);
  deeds.values.push(kind === 'delete' ? (event.inFlightMs ?? Number.NaN) : Number.NaN);
  deeds.positions.push(position);
}

function step(lane: ConsumerLane, by: number, at: number): void {
  const { inFlight } = lane;
  lane.inFlightCount = Math.max(0, lane.inFlightCount + by);
  if (inFlight.times.at(-1) === at) {
    inFlight.counts[inFlight.counts.length - 1] = lane.inFlightCount;
    return;
  }
  inFlight.times.push(at);
  inFlight.counts.push(lane.inFlightCount);
  if (inFlight.times.length > MAXIMUM_STEPS) {
    inFlight.times = inFlight.times.slice(MAXIMUM_STEPS / 2);
    inFlight.counts = inFlight.counts.slice(MAXIMUM_STEPS / 2);
  }
}

function makeDeeds(): DeedColumns {
  return { times: [], values: [], positions: [] };
}

function emptyDeeds(deeds: DeedColumns): void {
  deeds.times = [];
  deeds.values = [];
  deeds.positions = [];
}

/** Cuts in large steps: cutting with every event would copy the columns every time. */
function evictDeeds(deeds: DeedColumns, firstPosition: number): void {
  const { positions } = deeds;
  const last = positions.at(-1);
  if (last === undefined) return;
  if (last < firstPosition) {
    emptyDeeds(deeds);
    return;
  }
  const middle = positions.length >>> 1;
  if (middle < 64 || (positions[middle] ?? 0) >= firstPosition) return;
  deeds.times = deeds.times.slice(middle);
  deeds.values = deeds.values.slice(middle);
  deeds.positions = deeds.positions.slice(middle);
}
