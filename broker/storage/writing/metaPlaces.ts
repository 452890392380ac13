import type { Log } from '../disk/log.ts';

/** Where the newest record of each queue, move task and note is; each has a key that names it among all of them. */
export class MetaPlaces {
  private readonly log: Log;
  private readonly places = new Map<string, number>();

  constructor(log: Log) {
    this.log = log;
  }

  set(key: string, segment: number): void {
    this.forget(key);
    this.places.set(key, segment);
    const holder = this.log.segments.get(segment);
    if (holder !== undefined) holder.metaCount++;
  }

  forget(key: string): void {
    const segment = this.log.segments.get(this.places.get(key) ?? 0);
    if (segment !== undefined) segment.metaCount--;
    this.places.delete(key);
  }

  /** Keys of the things whose newest record is in a segment. */
  keysIn(segment: number): string[] {
    return [...this.places].filter(([, place]) => place === segment).map(([key]) => key);
  }
}
