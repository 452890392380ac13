import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import type { TraceFilter } from '../../protocol.ts';
import { ClockLine } from './clockLine.ts';
import type { EventBatch } from './eventInbox.ts';
import { EventRing } from './eventRing.ts';
import { type EventRows, FilteredEvents } from './filteredEvents.ts';
import type { EventModel, NewRun } from './eventModel.ts';
import { InvocationTracks } from './invocationTracks.ts';
import { MessageTracks } from './messageTracks.ts';
import { type EventSort, SortedEvents } from './sortedEvents.ts';

/** Events that were dropped on their way here: those between two sequence numbers. */
export interface Gap {
  readonly afterSequence: number;
  readonly beforeSequence: number;
  readonly count: number;
}

/** Where a run of the broker starts. */
interface RunStart extends NewRun {
  /** Of its first event. */
  readonly position: number;
  /** Epoch ms on the broker's clock. */
  readonly startedAt: number | undefined;
  moment: number;
}

const MAXIMUM_GAPS = 100;

/** The events that are kept and those that are shown: a bounded ring, a filter over it, a pause and the known gaps. */
export class EventLog {
  /** Brings the times of the kept events in one line. */
  readonly line = new ClockLine();
  /** The life of every message of which an event is kept. */
  readonly tracks = new MessageTracks();
  /** Every invocation of which an event is kept. */
  readonly invocations = new InvocationTracks();
  /** Incremented when events were replaced rather than added, so that readers must start again. */
  generation = 0;
  private readonly ring: EventRing;
  private readonly models: EventModel[] = [this.tracks, this.invocations];
  private readonly shown: FilteredEvents;
  /** The same in another order than that of time. */
  private sorted: SortedEvents | undefined;
  /** What the filter shows without its time range, for the chart that the range is picked on. */
  private overview: FilteredEvents;
  /** Events that arrived while paused; the ring does not change, so that no displayed event is dropped. */
  private waiting: EventRing | undefined;
  private gaps: Gap[] = [];
  /** Where the present run of the broker starts: sequence numbers only compare from here on. */
  private runStart = 0;
  private runStarts: RunStart[] = [];
  private lastSequence = 0;
  /** Of the newest move of the clock. */
  private moveSequence = 0;

  constructor(capacity: number) {
    this.ring = new EventRing(capacity);
    this.shown = new FilteredEvents(this.ring);
    this.overview = this.shown;
  }

  /** Events kept, shown or not. */
  get size(): number {
    return this.ring.size;
  }

  /** Rows that the filter shows. */
  get rowCount(): number {
    return this.shown.size;
  }

  /** Events that the filter shows, its time range aside. */
  get overviewCount(): number {
    return this.overview.size;
  }

  /** Events that came since the pause. */
  get waitingCount(): number {
    return this.waiting?.size ?? 0;
  }

  get missingCount(): number {
    return this.gaps.reduce((sum, gap) => sum + gap.count, 0);
  }

  /** Position of the oldest kept event. */
  get firstPosition(): number {
    return this.ring.first;
  }

  /** Position after the newest event. */
  get nextPosition(): number {
    return this.ring.next;
  }

  /** Lets a model follow the stored events; it gets the existing ones immediately. */
  addModel(model: EventModel): void {
    this.models.push(model);
    this.replay(model);
  }

  /** Gives a model all kept events again, after it has changed what it looks at. */
  replay(model: EventModel): void {
    model.reset();
    for (let position = this.ring.first; position < this.ring.next; position += 1) {
      const event = this.ring.at(position);
      if (event === undefined) continue;
      for (const start of this.runsAt(position)) model.startRun(start.moment, start);
      model.apply(event, position, this.momentOf(event, position));
    }
    for (const start of this.runsAt(this.ring.next)) model.startRun(start.moment, start);
  }

  /** The moment of the event at a kept position. */
  momentAt(position: number): number | undefined {
    const event = this.ring.at(position);
    return event && this.momentOf(event, position);
  }

  /**
   * The broker's time after the event with this number, which has been received.
   * @returns the moment; undefined when the clock was moved since then
   */
  tellClock(clockTime: number, sequence: number): number | undefined {
    return sequence < this.moveSequence ? undefined : this.line.tell(clockTime, this.ring.next);
  }

  /** The number of the newest received event, or of one that will never come. */
  get reachedSequence(): number {
    return this.lastSequence;
  }

  /** The event of a row, 0 being the oldest shown. */
  row(row: number): TraceEvent | undefined {
    return this.shown.at(row);
  }

  positionOfRow(row: number): number | undefined {
    return this.shown.positionAt(row);
  }

  /** What the filter shows, in the order that was set. */
  get rows(): EventRows {
    return this.sorted ?? this.shown;
  }

  /** The order of {@link rows}; undefined: that of time. */
  setSort(sort: EventSort | undefined): void {
    this.sorted = sort && new SortedEvents(this.ring, this.shown, sort);
  }

  /** -1 when the filter hides it or it is gone. */
  rowOfPosition(position: number): number {
    return this.shown.rowOf(position);
  }

  /** The first row at or after a position; the count of rows when there is none. */
  firstRowFrom(position: number): number {
    return this.shown.lowerBound(position);
  }

  at(position: number): TraceEvent | undefined {
    return this.ring.at(position);
  }

  /** The start of a message's body, when its send is kept. */
  previewOf(messageId: string): string | undefined {
    return this.ring.previewOf(messageId) ?? this.waiting?.previewOf(messageId);
  }

  /** All kept events of a message, oldest first. */
  eventsOf(messageId: string): TraceEvent[] {
    const kept = (this.tracks.get(messageId)?.positions ?? []).map((position) => this.ring.at(position));
    const waiting = (this.waiting?.toArray() ?? []).filter((event) => event.messageId === messageId);
    return [...kept.filter((event) => event !== undefined), ...waiting];
  }

  /** Places on the axis of the events that the filter shows, its time range aside, oldest event first. */
  overviewPlaces(): Float64Array {
    return this.overview.map((clockTime, position) =>
      this.line.place(this.line.momentOf(clockTime, position)),
    );
  }

  /** Adds a batch; `dropped` events are missing just before it, and with it all up to `sequence` have come. */
  append({ events, start, startedAt, dropped, sequence = 0 }: EventBatch): void {
    if (start === 'snapshot') this.clear();
    if (start !== 'continue') {
      this.gaps = [];
      this.runStart = this.ring.next;
      this.lastSequence = 0;
      this.moveSequence = 0;
    }
    if (start === 'run') this.beginRun(startedAt, dropped === 0);
    const first = events[0];
    if (dropped > 0 && first !== undefined && this.lastSequence > 0) {
      const gap = { afterSequence: this.lastSequence, beforeSequence: first.sequence, count: dropped };
      this.gaps = [...this.gaps.slice(1 - MAXIMUM_GAPS), gap];
    }
    this.lastSequence = Math.max(events.at(-1)?.sequence ?? this.lastSequence, sequence);
    if (this.waiting === undefined) this.keep(events);
    else for (const event of events) this.waiting.append(event);
  }

  /** Inserts dropped events in their place. Positions are assigned again. */
  insert(events: readonly TraceEvent[]): void {
    const kept = this.ring.toArray();
    const earlierRuns = kept.slice(0, Math.max(0, this.runStart - this.ring.first));
    const thisRun = new Map(kept.slice(earlierRuns.length).map((event) => [event.sequence, event]));
    for (const event of events) thisRun.set(event.sequence, event);
    const shift = this.ring.next - this.ring.first;
    this.ring.clear();
    this.runStarts = this.runStarts.map((start) => ({ ...start, position: start.position + shift }));
    for (const event of earlierRuns) this.ring.append(event);
    this.runStart = this.ring.next;
    for (const event of [...thisRun.values()].sort((left, right) => left.sequence - right.sequence))
      this.ring.append(event);
    this.shown.rebuild();
    this.sorted?.rebuild();
    if (this.overview !== this.shown) this.overview.rebuild();
    this.generation += 1;
    this.line.reset();
    for (let position = this.ring.first; position < this.ring.next; position += 1) {
      const event = this.ring.at(position);
      for (const start of this.runsAt(position)) this.placeRun(start);
      if (event !== undefined) this.line.follow(event, position);
    }
    for (const start of this.runsAt(this.ring.next)) this.placeRun(start);
    for (const model of this.models) this.replay(model);
  }

  /** The known gaps, which are forgotten: they are being filled or given up. */
  takeGaps(): readonly Gap[] {
    const { gaps } = this;
    this.gaps = [];
    return gaps;
  }

  setFilter(filter: TraceFilter): void {
    if (this.shown.setFilter(filter)) this.sorted?.narrow();
    else this.sorted?.rebuild();
    const { from, to, ...rest } = filter;
    if (from === undefined && to === undefined) {
      this.overview = this.shown;
      return;
    }
    if (this.overview === this.shown) this.overview = new FilteredEvents(this.ring);
    this.overview.setFilter(rest);
    this.overview.catchUp();
  }

  /** Pauses or resumes; returns the waiting events, for the caller to append. */
  setPaused(isPaused: boolean): readonly TraceEvent[] {
    if (isPaused) {
      this.waiting ??= new EventRing(this.ring.capacity);
      return [];
    }
    const events = this.waiting?.toArray() ?? [];
    this.waiting = undefined;
    return events;
  }

  /** Forgets everything, also what waits. */
  clear(): void {
    this.ring.clear();
    this.waiting?.clear();
    this.gaps = [];
    this.runStart = this.ring.next;
    this.runStarts = [];
    this.line.reset();
    this.catchUp();
    this.generation += 1;
    for (const model of this.models) model.reset();
  }

  private keep(events: readonly TraceEvent[]): void {
    for (const event of events) {
      const position = this.ring.append(event);
      const moment = this.line.follow(event, position);
      if (event.kind === 'clockAdvanced') this.moveSequence = event.sequence;
      for (const model of this.models) model.apply(event, position, moment);
    }
    for (const model of this.models) model.evict(this.ring.first);
    this.runStarts = this.runStarts.filter(({ position }) => position > this.ring.first);
    this.catchUp();
  }

  private beginRun(startedAt: number | undefined, isWhole: boolean): void {
    const start: RunStart = { position: this.ring.next, startedAt, isWhole, moment: 0 };
    this.placeRun(start);
    this.runStarts.push(start);
    for (const model of this.models) model.startRun(start.moment, start);
  }

  /** Without its time, a run starts with the last event before it. */
  private placeRun(start: RunStart): void {
    this.line.startRun();
    start.moment =
      start.startedAt === undefined
        ? (this.momentAt(start.position - 1) ?? 0)
        : this.line.tell(start.startedAt, start.position);
  }

  private runsAt(position: number): readonly RunStart[] {
    return this.runStarts.filter((start) => start.position === position);
  }

  private momentOf(event: TraceEvent, position: number): number {
    return this.line.momentOf(event.at, position);
  }

  private catchUp(): void {
    this.shown.catchUp();
    this.sorted?.catchUp();
    if (this.overview !== this.shown) this.overview.catchUp();
  }
}
