import type { InvocationFigures } from '../../../broker/protocol/invocation.ts';
import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import type { EventModel } from './eventModel.ts';

/** Messages of one batch whose ends are told apart: as many as the trace names. */
const MAXIMUM_OUTCOMES = 100;

/** What became of a message of a batch. `ignored`: deleted, although the function reported that it failed. */
export type ItemOutcome = 'deleted' | 'failed' | 'ignored';

/** An invocation of a function, as the lanes draw it. */
export interface InvocationTrack {
  /** Its request id. */
  readonly id: string;
  readonly lane: EnvironmentLane;
  /** Moments, as all times of tracks. */
  readonly start: number;
  /** Undefined while it goes on. */
  end: number | undefined;
  isCold: boolean;
  /** Messages in its batch; 0: it has none. */
  messages: number;
  /** Of its first messages. */
  messageIds: readonly string[];
  /** By message id. */
  readonly outcomes: Map<string, ItemOutcome>;
  /** All of them, also those that are not told apart. */
  readonly counts: Record<ItemOutcome, number>;
  /** Once it is over. */
  figures: InvocationFigures | undefined;
  /** How it failed: `TypeError: no width`. */
  error: string | undefined;
  /** A line that looks like an error, although it returned. */
  errorLine: string | undefined;
  /** Of the event that says most about it, and of its newest one, in the ring. */
  position: number;
  lastPosition: number;
  /** No longer kept. */
  isEvicted: boolean;
}

/** An environment of a function: one invocation after the other. */
export interface EnvironmentLane {
  /** The consumer that its process is. */
  readonly consumerId: string;
  /** Such as `resize #3`. */
  readonly name: string;
  readonly functionName: string;
  /** In their order; never empty. */
  readonly invocations: InvocationTrack[];
}

/** All invocations of which an event is kept, by their environments. */
export class InvocationTracks implements EventModel {
  /** In the order of their newest event, so that those to evict are at the front. */
  private readonly byId = new Map<string, InvocationTrack>();
  private readonly lanes = new Map<string, EnvironmentLane>();
  /** Raised whenever an invocation is added or taken away. */
  version = 0;

  get(invocationId: string | undefined): InvocationTrack | undefined {
    return invocationId === undefined ? undefined : this.byId.get(invocationId);
  }

  /** The environments of one function below each other. */
  list(): readonly EnvironmentLane[] {
    const lanes = [...this.lanes.values()];
    const functions = [...new Set(lanes.map(({ functionName }) => functionName))];
    const placeOf = ({ functionName }: EnvironmentLane): number => functions.indexOf(functionName);
    return lanes.sort((one, other) => placeOf(one) - placeOf(other));
  }

  apply(event: TraceEvent, position: number, moment: number): void {
    const { invocation } = event;
    if (invocation === undefined) return;
    const track = this.byId.get(invocation) ?? this.add(invocation, event, moment);
    if (track === undefined) return;
    this.byId.delete(invocation);
    this.byId.set(invocation, track);
    track.lastPosition = position;
    note(track, event, position, moment);
  }

  /** Their processes have ended with the broker. */
  startRun(moment: number): void {
    for (const track of this.byId.values()) track.end ??= moment;
  }

  evict(firstPosition: number): void {
    for (const [id, track] of this.byId) {
      if (track.lastPosition >= firstPosition) return;
      this.byId.delete(id);
      track.isEvicted = true;
      this.version += 1;
      const { invocations, consumerId } = track.lane;
      // At the front, or near it.
      invocations.splice(invocations.indexOf(track), 1);
      if (invocations.length === 0) this.lanes.delete(consumerId);
    }
  }

  reset(): void {
    this.byId.clear();
    this.lanes.clear();
    this.version += 1;
  }

  private add(id: string, event: TraceEvent, moment: number): InvocationTrack | undefined {
    const { consumer, environment, invoked } = event;
    // What became of messages does not say where it was: its own events are no longer kept.
    if (consumer === undefined || environment === undefined || invoked === undefined) return undefined;
    const lane: EnvironmentLane = this.lanes.get(consumer.id) ?? {
      consumerId: consumer.id,
      name: environment,
      functionName: invoked.function,
      invocations: [],
    };
    this.lanes.set(consumer.id, lane);
    const track: InvocationTrack = {
      id,
      lane,
      start: moment - (invoked.end === undefined ? 0 : invoked.end.durationMs + (invoked.end.initMs ?? 0)),
      end: undefined,
      isCold: invoked.isCold,
      messages: invoked.messages,
      messageIds: [],
      outcomes: new Map(),
      counts: { deleted: 0, failed: 0, ignored: 0 },
      figures: undefined,
      error: undefined,
      errorLine: undefined,
      position: 0,
      lastPosition: 0,
      isEvicted: false,
    };
    lane.invocations.push(track);
    this.version += 1;
    return track;
  }
}

function note(track: InvocationTrack, event: TraceEvent, position: number, moment: number): void {
  const { invoked, messageId } = event;
  switch (event.kind) {
    case 'invoked':
      track.messageIds = invoked?.messageIds ?? [];
      track.position = position;
      return;
    case 'invocationEnded':
    case 'invocationFailed':
      track.end = moment;
      track.figures = invoked?.end;
      track.position = position;
      if (event.kind === 'invocationFailed')
        track.error = [event.error?.code, event.error?.message].filter(Boolean).join(': ');
      return;
    case 'errorLogged':
      track.errorLine = event.detail;
      return;
    case 'deleted':
      count(track, messageId, event.cause === 'unreadReport' ? 'ignored' : 'deleted');
      return;
    case 'batchItemFailed':
      count(track, messageId, 'failed');
      return;
    default:
  }
}

function count(
  { outcomes, counts }: InvocationTrack,
  messageId: string | undefined,
  outcome: ItemOutcome,
): void {
  counts[outcome] += 1;
  if (messageId !== undefined && outcomes.size < MAXIMUM_OUTCOMES) outcomes.set(messageId, outcome);
}
