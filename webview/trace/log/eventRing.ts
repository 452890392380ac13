import type { TraceEvent } from '../../../broker/protocol/trace.ts';

/** A bounded list of events. Positions rise forever, so that they name an event until it is pushed out. */
export class EventRing {
  readonly capacity: number;
  private readonly slots: (TraceEvent | undefined)[];
  /** The times of the events beside them: charts go through all of them several times a second. */
  private readonly times: Float64Array;
  private start = 0;
  private end = 0;
  private readonly previews = new Map<string, string>();

  constructor(capacity: number) {
    this.capacity = capacity;
    this.slots = Array.from({ length: capacity });
    this.times = new Float64Array(capacity);
  }

  /** Position of the oldest kept event. */
  get first(): number {
    return this.start;
  }

  /** Position after the newest event. */
  get next(): number {
    return this.end;
  }

  get size(): number {
    return this.end - this.start;
  }

  /** Adds an event, pushing the oldest out when full, and answers its position. */
  append(event: TraceEvent): number {
    if (this.size === this.capacity) this.dropOldest();
    const position = this.end;
    this.slots[position % this.capacity] = event;
    this.times[position % this.capacity] = event.at;
    this.end += 1;
    if (event.preview !== undefined && event.messageId !== undefined)
      this.previews.set(event.messageId, event.preview);
    return position;
  }

  /** Epoch ms of the event at a kept position. */
  timeAt(position: number): number {
    return this.times[position % this.capacity] ?? 0;
  }

  /** The event at a position, or undefined when it was pushed out or is not there yet. */
  at(position: number): TraceEvent | undefined {
    return position < this.start || position >= this.end ? undefined : this.slots[position % this.capacity];
  }

  /** The start of the body of a message whose `sent` event is kept. */
  previewOf(messageId: string | undefined): string | undefined {
    return messageId === undefined ? undefined : this.previews.get(messageId);
  }

  /** Forgets all events; positions keep increasing. */
  clear(): void {
    this.slots.fill(undefined);
    this.start = this.end;
    this.previews.clear();
  }

  /** All kept events, oldest first. */
  toArray(): TraceEvent[] {
    const events: TraceEvent[] = [];
    for (let position = this.start; position < this.end; position += 1) {
      const event = this.at(position);
      if (event !== undefined) events.push(event);
    }
    return events;
  }

  private dropOldest(): void {
    const slot = this.start % this.capacity;
    const event = this.slots[slot];
    this.slots[slot] = undefined;
    this.start += 1;
    if (event?.preview !== undefined && event.messageId !== undefined) this.previews.delete(event.messageId);
  }
}
