import { QUEUE_NAMESPACE } from '../metrics/queueMetrics.ts';
import type { CheckedAlarm } from './checkAlarm.ts';
import type { EvaluatedPoint } from './reason.ts';
import { stepOf } from './readWindows.ts';

/** What all alarms together remember, in periods: some 20 MB. */
const MAXIMUM_POINTS = 200_000;

/**
 * Periods that an alarm has looked at already: those of a queue do not change once they have ended, so that an evaluation
 * reads only what is new. An alarm for whose periods there is no room reads all of them each time.
 */
export class RememberedPoints {
  private readonly byAlarm = new Map<CheckedAlarm, Map<number, EvaluatedPoint>>();
  private count = 0;

  /**
   * The points of these periods, the newest last.
   * @param times when they begin, epoch s
   * @param read reads the newest of them, as many as asked for
   */
  find(
    checked: CheckedAlarm,
    times: readonly number[],
    read: (newest: number) => readonly EvaluatedPoint[],
  ): readonly EvaluatedPoint[] {
    const known = this.open(checked, times.length);
    if (known === undefined) return read(times.length);
    // From here on: it has looked at the older ones in steps, without a gap.
    const first = times.findIndex((at) => !known.has(at));
    if (first !== -1) {
      for (const point of read(times.length - first)) this.keep(known, point);
    }
    const points = times.map((at) => known.get(at) as EvaluatedPoint);
    this.forgetBefore(known, times[0] as number);
    return points;
  }

  /** The alarm is deleted, or set to something else. */
  forget(checked: CheckedAlarm): void {
    this.count -= this.byAlarm.get(checked)?.size ?? 0;
    this.byAlarm.delete(checked);
  }

  /** The clock was set back. */
  clear(): void {
    this.byAlarm.clear();
    this.count = 0;
  }

  private open(checked: CheckedAlarm, periods: number): Map<number, EvaluatedPoint> | undefined {
    const known = this.byAlarm.get(checked);
    if (known !== undefined) return known;
    const { queries, periodSeconds } = checked;
    // What programs put may come late, and an expression may look at all of its periods at once.
    const [query] = queries;
    const isOfQueue = queries.length === 1 && query?.metric?.identity.namespace === QUEUE_NAMESPACE;
    const phases = periodSeconds / stepOf(periodSeconds);
    if (!isOfQueue || this.count + periods * phases > MAXIMUM_POINTS) return undefined;
    const opened = new Map<number, EvaluatedPoint>();
    this.byAlarm.set(checked, opened);
    return opened;
  }

  private keep(known: Map<number, EvaluatedPoint>, point: EvaluatedPoint): void {
    const at = point.at / 1000;
    if (!known.has(at)) this.count++;
    known.set(at, point);
  }

  /** They are in the order of their evaluation, so that the oldest are first. */
  private forgetBefore(known: Map<number, EvaluatedPoint>, before: number): void {
    for (const at of known.keys()) {
      if (at >= before) break;
      known.delete(at);
      this.count--;
    }
  }
}
