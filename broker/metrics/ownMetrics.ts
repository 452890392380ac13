import { type ChunkBook, KEPT_MS, SERIES, type SeriesName } from './chunkBook.ts';
import type { ListedMetric, MetricDatum, MetricFilter, MetricIdentity, MetricPoint } from './metricReader.ts';
import { matchesFilter } from './metricFilter.ts';
import { addDatum, addPoint, describePoint, measurePoint, type OwnPoint, startOwnPoint } from './ownPoint.ts';

/** As many metrics are kept; each name with other dimensions is another one. */
export const MAXIMUM_OWN_METRICS = 2000;
/** What all their points may take of the memory: a part of what all metrics may. */
const MAXIMUM_BYTES = 8 * 1_048_576;
/** Of a metric without points, beside its names. */
const METRIC_BYTES = 600;

const PERIOD_MS: Readonly<Record<SeriesName, number>> = { minutes: 60_000, seconds: 1000 };

/** The points of a unit by the start of their period, epoch ms. */
type UnitPoints = Map<number, OwnPoint>;

interface OwnMetric {
  readonly identity: MetricIdentity;
  /** By unit. */
  readonly series: Readonly<Record<SeriesName, Map<string, UnitPoints>>>;
}

interface PointPlace {
  readonly metric: OwnMetric;
  readonly series: SeriesName;
  readonly unit: string;
  readonly start: number;
}

/** A metric with its points, as it is saved. */
interface SavedMetric extends MetricIdentity {
  readonly points: readonly (readonly [
    series: SeriesName,
    unit: string,
    start: number,
    statistics: readonly [sampleCount: number, sum: number, minimum: number, maximum: number],
    values: readonly (readonly [value: number, count: number])[] | null,
  ])[];
}

/** The metrics that programs put. Beyond the bounds, the points that were put first are forgotten first. */
export class OwnMetrics {
  private readonly book: ChunkBook;
  private readonly metrics = new Map<string, OwnMetric>();
  private bytes = 0;
  /** In the order in which they were made; those before `forgotten` are no longer there. */
  private places: PointPlace[] = [];
  private forgotten = 0;

  constructor(book: ChunkBook) {
    this.book = book;
  }

  put(identity: MetricIdentity, datum: MetricDatum): boolean {
    const metric = this.metricOf(identity);
    if (metric === undefined) return false;
    const own: readonly SeriesName[] = datum.resolutionSeconds === 1 ? SERIES : ['minutes'];
    for (const series of own) {
      const start = Math.floor(datum.at / PERIOD_MS[series]) * PERIOD_MS[series];
      this.change({ metric, series, unit: datum.unit, start }, (point) => addDatum(point, datum));
    }
    return true;
  }

  *list(filter: MetricFilter, since: number): Generator<ListedMetric> {
    for (const { identity, series } of this.metrics.values()) {
      if (!matchesFilter(identity, filter)) continue;
      let newestAt = -Infinity;
      for (const points of series.minutes.values()) {
        for (const start of points.keys()) newestAt = Math.max(newestAt, start);
      }
      if (newestAt >= since) yield { ...identity, newestAt };
    }
  }

  /** @param from epoch ms, a multiple of the period */
  read(identity: MetricIdentity, from: number, until: number, pointMs: number): MetricPoint[] {
    const found = this.metrics.get(keyOf(identity))?.series[
      pointMs < PERIOD_MS.minutes ? 'seconds' : 'minutes'
    ];
    const read: MetricPoint[] = [];
    for (const [unit, points] of found ?? []) {
      const merged: UnitPoints = new Map();
      for (const [at, point] of points) {
        if (at < from || at >= until) continue;
        const start = Math.floor(at / pointMs) * pointMs;
        const into = merged.get(start) ?? startOwnPoint();
        merged.set(start, into);
        addPoint(into, point);
      }
      for (const [start, point] of merged) read.push(describePoint(start, unit, point));
    }
    return read.sort((one, other) => one.start - other.start);
  }

  /** Forgets what is too old, and metrics that have no points any more. */
  forgetOld(now: number): void {
    this.forgetPoints((start, series) => start < now - KEPT_MS[series]);
  }

  /** The clock was set back to this time: forgets the periods that begin later. */
  goBack(now: number): void {
    this.forgetPoints((start) => start > now);
  }

  save(): string {
    return [...this.metrics.values()].map((metric) => `${JSON.stringify(saveMetric(metric))}\n`).join('');
  }

  /** Takes what was saved; throws if it is something else. */
  restore(text: string): void {
    for (const line of text.split('\n')) {
      if (line === '') continue;
      const { points, ...identity } = JSON.parse(line) as SavedMetric;
      const metric = this.metricOf(identity);
      if (metric === undefined) return;
      for (const [series, unit, start, [sampleCount, sum, minimum, maximum], values] of points) {
        const saved = {
          sampleCount,
          sum,
          minimum,
          maximum,
          values: values === null ? undefined : new Map(values),
        };
        this.change({ metric, series, unit, start }, (point) => addPoint(point, saved));
      }
    }
  }

  private metricOf(identity: MetricIdentity): OwnMetric | undefined {
    const key = keyOf(identity);
    const known = this.metrics.get(key);
    if (known !== undefined) return known;
    if (this.metrics.size >= MAXIMUM_OWN_METRICS) return undefined;
    const metric: OwnMetric = { identity, series: { minutes: new Map(), seconds: new Map() } };
    this.metrics.set(key, metric);
    this.resize(measureMetric(key));
    return metric;
  }

  private change(place: PointPlace, add: (point: OwnPoint) => void): void {
    const units = place.metric.series[place.series];
    let points = units.get(place.unit);
    if (points === undefined) {
      points = new Map();
      units.set(place.unit, points);
    }
    let point = points.get(place.start);
    const before = point === undefined ? 0 : measurePoint(point);
    if (point === undefined) {
      point = startOwnPoint();
      points.set(place.start, point);
      this.places.push(place);
    }
    add(point);
    this.resize(measurePoint(point) - before);
    while (this.bytes > MAXIMUM_BYTES && this.forgetFirst());
  }

  private forgetFirst(): boolean {
    const place = this.places[this.forgotten];
    if (place === undefined) return false;
    this.forgotten++;
    if (this.forgotten > 1000 && this.forgotten * 2 > this.places.length) {
      this.places = this.places.slice(this.forgotten);
      this.forgotten = 0;
    }
    this.forget(place);
    return true;
  }

  private forgetPoints(isForgotten: (start: number, series: SeriesName) => boolean): void {
    for (const metric of this.metrics.values()) {
      for (const series of SERIES) {
        for (const [unit, points] of metric.series[series]) {
          for (const start of points.keys())
            if (isForgotten(start, series)) this.forget({ metric, series, unit, start });
        }
      }
    }
  }

  private forget({ metric, series, unit, start }: PointPlace): void {
    const units = metric.series[series];
    const points = units.get(unit);
    const point = points?.get(start);
    if (points === undefined || point === undefined) return;
    points.delete(start);
    this.resize(-measurePoint(point));
    if (points.size === 0) units.delete(unit);
    if (metric.series.minutes.size > 0 || metric.series.seconds.size > 0) return;
    const key = keyOf(metric.identity);
    this.metrics.delete(key);
    this.resize(-measureMetric(key));
  }

  private resize(by: number): void {
    this.bytes += by;
    this.book.resize(by);
  }
}

/** Its names are in the identity and in the key. */
function measureMetric(key: string): number {
  return METRIC_BYTES + 2 * Buffer.byteLength(key);
}

function keyOf({ region, account, namespace, metricName, dimensions }: MetricIdentity): string {
  return JSON.stringify([
    region,
    account,
    namespace,
    metricName,
    ...dimensions.map(({ name, value }) => [name, value]),
  ]);
}

function saveMetric({ identity, series }: OwnMetric): SavedMetric {
  const points = SERIES.flatMap((name) =>
    [...series[name]].flatMap(([unit, own]) =>
      [...own].map(([start, { sampleCount, sum, minimum, maximum, values }]) => {
        const statistics = [sampleCount, sum, minimum, maximum] as const;
        return [name, unit, start, statistics, values === undefined ? null : [...values]] as const;
      }),
    ),
  );
  return { ...identity, points };
}
