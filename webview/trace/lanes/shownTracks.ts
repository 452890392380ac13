import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import type { TraceFilter } from '../../protocol.ts';
import { isEmptyFilter } from '../log/eventFilter.ts';
import type { EventLog } from '../log/eventLog.ts';

/**
 * The tracks of which the filter shows an event. Follows new events without looking at the old ones again.
 */
export class ShownTracks<Track extends { readonly isEvicted: boolean }> {
  private readonly log: EventLog;
  private readonly find: (event: TraceEvent) => Track | undefined;
  private shown = new Set<Track>();
  private filter: TraceFilter | undefined;
  private generation = -1;
  /** Events before this position have been looked at. */
  private looked = 0;

  constructor(log: EventLog, find: (event: TraceEvent) => Track | undefined) {
    this.log = log;
    this.find = find;
  }

  /** @returns undefined: all are shown */
  update(filter: TraceFilter): ReadonlySet<Track> | undefined {
    if (filter !== this.filter || this.log.generation !== this.generation) {
      this.shown = new Set();
      this.looked = 0;
    }
    this.filter = filter;
    this.generation = this.log.generation;
    if (isEmptyFilter(filter)) return undefined;
    this.look();
    return this.shown;
  }

  /** Changes with what {@link update} answers. */
  get state(): string {
    return `${this.shown.size} ${this.looked}`;
  }

  private look(): void {
    const { log } = this;
    for (let row = log.firstRowFrom(this.looked); row < log.rowCount; row += 1) {
      const event = log.row(row);
      const track = event && this.find(event);
      if (track !== undefined) this.shown.add(track);
    }
    this.looked = log.nextPosition;
    for (const track of this.shown) {
      if (!track.isEvicted) break;
      this.shown.delete(track);
    }
  }
}
